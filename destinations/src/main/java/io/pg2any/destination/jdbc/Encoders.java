package io.pg2any.destination.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Row;

/** Encoders that fit several dialects. */
public final class Encoders {

    /** The text as it is. */
    public static final Encoder TEXT = (statement, index, row, cell) -> statement.setString(index, text(row, cell));

    /** Whole numbers of up to 64 bits. */
    public static final Encoder INTEGER = (statement, index, row, cell) -> statement.setLong(index, integer(row, cell));

    /** {@code t} and {@code f} as 1 and 0. */
    public static final Encoder BOOLEAN_AS_NUMBER =
            (statement, index, row, cell) -> statement.setInt(index, row.array()[row.start(cell)] == 't' ? 1 : 0);

    /** {@code \x…} as bytes. */
    public static final Encoder BYTES = new Encoder() {
        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            statement.setBytes(index, bytes(row, cell));
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            byte[] bytes = result.getBytes(index);
            return bytes == null ? null : Hex.encode(bytes);
        }
    };

    /** Floating point numbers, NaN and the infinities among them. */
    public static final Encoder DOUBLE = new Doubles(true, true);

    /** Floating point numbers where the target has neither NaN nor infinities. */
    public static final Encoder FINITE_DOUBLE = new Doubles(false, false);

    /** Floating point numbers where the target has the infinities but no NaN. */
    public static final Encoder DOUBLE_WITHOUT_NAN = new Doubles(false, true);

    /** Read as numbers too: some databases print fewer digits than the number has. */
    private record Doubles(boolean nan, boolean infinities) implements Encoder {
        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            double value = floating(row, cell);
            if (Double.isNaN(value) && !nan) {
                throw UnfitValue.notANumber();
            }
            if (Double.isInfinite(value) && !infinities) {
                throw new UnfitValue("an infinity", String.valueOf(Math.copySign(Double.MAX_VALUE, value)));
            }
            statement.setDouble(index, value);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            double value = result.getDouble(index);
            return result.wasNull() ? null : Double.toString(value).getBytes(StandardCharsets.UTF_8);
        }
    }

    private Encoders() {}

    /** The text of a cell that is not NULL. */
    public static String text(Row row, int cell) {
        return new String(row.array(), row.start(cell), row.length(cell), StandardCharsets.UTF_8);
    }

    /** The bytes of a cell that is {@code \x…}. */
    public static byte[] bytes(Row row, int cell) {
        return Hex.decode(row.array(), row.start(cell), row.length(cell));
    }

    /** PostgreSQL prints the shortest text that gives the same number again; "Infinity" and "NaN" as Java spells them. */
    public static double floating(Row row, int cell) {
        return Double.parseDouble(text(row, cell));
    }

    /** The whole number that the cell's text is. */
    public static long integer(Row row, int cell) {
        byte[] array = row.array();
        int at = row.start(cell);
        int end = at + row.length(cell);
        boolean negative = array[at] == '-';
        long value = 0; // counted downwards, where there is room for Long.MIN_VALUE
        for (int i = negative ? at + 1 : at; i < end; i++) {
            int digit = array[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new UnfitValue("a text that is not a whole number");
            }
            value = Math.subtractExact(Math.multiplyExact(value, 10L), (long) digit);
        }
        return negative ? value : Math.negateExact(value);
    }
}
