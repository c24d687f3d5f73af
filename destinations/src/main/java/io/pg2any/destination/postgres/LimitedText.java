package io.pg2any.destination.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;

import io.pg2any.destination.jdbc.Encoder;
import io.pg2any.destination.jdbc.Encoders;
import io.pg2any.destination.jdbc.Nearest;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * Text for a {@code varchar(n)} that is shorter than the source's. The characters are counted here, since PostgreSQL cuts blanks
 * beyond the limit without a word.
 *
 * @param limit in characters
 */
record LimitedText(int limit) implements Encoder {

    @Override
    public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
        check(row, cell);
        Encoders.TEXT.set(statement, index, row, cell);
    }

    /** Refuses a text cell that is too long. */
    @Override
    public void check(Row row, int cell) {
        int bytes = row.length(cell);
        if (bytes <= limit) {
            return;
        }
        byte[] array = row.array();
        int characters = 0;
        for (int i = row.start(cell), end = i + bytes; i < end; i++) {
            characters += (array[i] & 0xc0) == 0x80 ? 0 : 1; // a byte that continues a character
        }
        if (characters > limit) {
            throw UnfitValue.tooLong("a text of " + characters + " characters", Nearest.beginning(array, row.start(cell), bytes, limit, false));
        }
    }
}
