package io.pg2any.destination.jdbc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import io.pg2any.event.Row;

/**
 * Numbers for a DECIMAL of fixed size. The digits are counted here, since some databases round silently.
 *
 * @param precision digits in all
 * @param scale digits of the fraction
 */
public record DecimalEncoder(int precision, int scale) implements Encoder {

    @Override
    public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
        check(row, cell);
        statement.setBigDecimal(index, new BigDecimal(Encoders.text(row, cell)));
    }

    /** Refuses a number that the column would round or reject. */
    @Override
    public void check(Row row, int cell) {
        byte[] text = row.array();
        int from = row.start(cell);
        int end = from + row.length(cell);
        int at = text[from] == '-' ? from + 1 : from;
        if (text[at] == 'N' || text[at] == 'I') {
            throw text[at] == 'N' ? UnfitValue.notANumber() : new UnfitValue("an infinity", Nearest.furthest(precision, scale, text[from] == '-'));
        }
        while (at < end && text[at] == '0') {
            at++;
        }
        int whole = 0;
        for (; at < end && text[at] != '.'; at++) {
            whole++;
        }
        while (end > at && text[end - 1] == '0') {
            end--; // zeros at the end of a fraction say nothing
        }
        int fraction = Math.max(0, end - at - 1);
        if (whole > precision - scale || fraction > scale) {
            throw new UnfitValue("a number of " + whole + " digits before and " + fraction + " behind the point",
                    Nearest.decimal(Encoders.text(row, cell), precision, scale));
        }
    }
}
