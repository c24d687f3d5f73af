package io.pg2any.destination.oracle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.DecimalEncoder;
import io.pg2any.destination.jdbc.Encoder;
import io.pg2any.destination.jdbc.Encoders;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * The encoders of Oracle. In one batch a parameter always has one type, NULL included: then it goes out as one array.
 *
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/performance-extensions.html">Oracle, JDBC Developer's
 *     Guide: Update Batching</a>
 */
final class OracleEncoders {

    /** The driver's codes of types that JDBC has no code for; see {@code oracle.jdbc.OracleTypes}. */
    private static final int BINARY_FLOAT = 100;
    private static final int BINARY_DOUBLE = 101;

    static final Encoder INTEGER = new Numbers((statement, index, row, cell) -> statement.setLong(index, Encoders.integer(row, cell)));
    static final Encoder BOOLEAN = new Flags();
    /** A NUMBER without limits. */
    static final Encoder NUMBER = new Numbers((statement, index, row, cell) -> statement.setBigDecimal(index, free(row, cell)));
    static final Encoder FLOAT = new Floats(true, true);
    /** A {@code real} of the source in a column of double precision. */
    static final Encoder FLOAT_IN_DOUBLE = new Floats(true, false);
    static final Encoder DOUBLE = new Floats(false, false);
    static final Encoder DATE = new Times(Moments::date);
    static final Encoder TIMESTAMP = new Times(Moments::timestamp);
    static final Encoder TIMESTAMP_WITH_ZONE = new Times(Moments::timestampWithZone);
    static final Encoder UUID = new Uuids();

    private static final int MOST_DIGITS = 38;
    /** Digits before the point of the largest NUMBER, and zeros behind it before the first digit of the smallest. */
    private static final int MOST_WHOLE = 126;
    private static final int MOST_ZEROS = 129;
    private static final BigDecimal LARGEST = new BigDecimal("9".repeat(MOST_DIGITS) + "E" + (MOST_WHOLE - MOST_DIGITS));

    private OracleEncoders() {}

    static Encoder decimal(int precision, int scale) {
        return new Numbers(new DecimalEncoder(precision, scale)::set);
    }

    private static BigDecimal free(Row row, int cell) {
        String text = Encoders.text(row, cell);
        if (text.equals("NaN")) {
            throw UnfitValue.notANumber();
        }
        if (text.endsWith("Infinity")) {
            throw new UnfitValue("an infinity", (text.startsWith("-") ? LARGEST.negate() : LARGEST).toPlainString());
        }
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        int whole = number.precision() - number.scale();
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (whole > MOST_WHOLE) {
            throw new UnfitValue("a number of " + whole + " digits before the point", (number.signum() < 0 ? LARGEST.negate() : LARGEST).toPlainString());
        }
        if (whole < -MOST_ZEROS) {
            throw new UnfitValue("a number so close to 0", "0");
        }
        if (number.precision() > MOST_DIGITS) {
            BigDecimal rounded = number.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_UP));
            boolean tooLarge = rounded.precision() - rounded.scale() > MOST_WHOLE;
            throw new UnfitValue("a number of " + number.precision() + " digits",
                    (tooLarge ? rounded.signum() < 0 ? LARGEST.negate() : LARGEST : rounded).toPlainString());
        }
        return number;
    }

    private interface Setter {
        void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException;
    }

    private record Numbers(Setter setter) implements Encoder {
        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            setter.set(statement, index, row, cell);
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.NUMERIC);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            BigDecimal number = result.getBigDecimal(index);
            return number == null ? null : number.toPlainString().getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** As 1 and 0, which a BOOLEAN takes too. */
    private static final class Flags implements Encoder {
        private static final byte[] TRUE = {'t'};
        private static final byte[] FALSE = {'f'};

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            Encoders.BOOLEAN_AS_NUMBER.set(statement, index, row, cell);
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.NUMERIC);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            boolean value = result.getBoolean(index);
            return result.wasNull() ? null : value ? TRUE.clone() : FALSE.clone();
        }
    }

    /** In binary form: JDBC's own method would send a NUMBER, which has other limits and no NaN. */
    private record Floats(boolean real, boolean single) implements Encoder {
        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            String text = Encoders.text(row, cell);
            if (single) {
                statement.setObject(index, Float.valueOf(text), BINARY_FLOAT);
            } else {
                statement.setObject(index, real ? (double) Float.parseFloat(text) : Double.parseDouble(text), BINARY_DOUBLE);
            }
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, single ? BINARY_FLOAT : BINARY_DOUBLE);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            double value = result.getDouble(index);
            return result.wasNull() ? null : (real ? Float.toString((float) value) : Double.toString(value)).getBytes(StandardCharsets.US_ASCII);
        }
    }

    private interface Format {
        String of(Row row, int cell);
    }

    private record Times(Format format) implements Encoder {
        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            statement.setString(index, format.of(row, cell));
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.VARCHAR);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            String text = result.getString(index);
            return text == null ? null : Moments.read(text);
        }
    }

    /** Sixteen bytes. */
    private static final class Uuids implements Encoder {
        private static final int[] DASHES = {8, 13, 18, 23};

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            statement.setBytes(index, HexFormat.of().parseHex(Encoders.text(row, cell).replace("-", "").toLowerCase(Locale.ROOT)));
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.VARBINARY);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            byte[] bytes = result.getBytes(index);
            if (bytes == null) {
                return null;
            }
            StringBuilder text = new StringBuilder(HexFormat.of().formatHex(bytes));
            for (int dash : DASHES) {
                text.insert(Math.min(dash, text.length()), '-');
            }
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        }
    }
}
