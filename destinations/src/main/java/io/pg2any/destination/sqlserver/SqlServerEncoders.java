package io.pg2any.destination.sqlserver;

import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.DecimalEncoder;
import io.pg2any.destination.jdbc.Encoders;
import io.pg2any.destination.jdbc.Hex;
import io.pg2any.destination.jdbc.Nearest;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * The encoders of SQL Server. Moments and UUIDs go as texts in ISO form, which the server turns into the column's type: the driver's own
 * objects for them depend on the JVM's time zone and calendar.
 */
final class SqlServerEncoders {

    static final SqlServerEncoder BIT = new Bits();
    static final SqlServerEncoder SMALLINT = new Plain(Types.SMALLINT, (row, cell) -> (short) whole(row, cell));
    static final SqlServerEncoder INT = new Plain(Types.INTEGER, (row, cell) -> (int) whole(row, cell));
    static final SqlServerEncoder BIGINT = new Plain(Types.BIGINT, SqlServerEncoders::whole);
    static final SqlServerEncoder FLOAT = new Plain(Types.DOUBLE, (row, cell) -> normal(Encoders.floating(row, cell)));
    static final SqlServerEncoder REAL = new Plain(Types.REAL, (row, cell) -> normal(Float.parseFloat(Encoders.text(row, cell))));
    /** A {@code real} of the source in a column of double precision. */
    static final SqlServerEncoder REAL_IN_FLOAT = new Plain(Types.DOUBLE, (row, cell) -> (double) normal(Float.parseFloat(Encoders.text(row, cell))));
    static final SqlServerEncoder UUID = new Text(Types.CHAR, Encoders::text);
    static final SqlServerEncoder DATE = new Text(Types.DATE, (row, cell) -> IsoText.date(row.array(), row.start(cell), row.length(cell)));
    static final SqlServerEncoder TIME = new Text(Types.TIME, (row, cell) -> IsoText.time(row.array(), row.start(cell), row.length(cell)));
    /** A moment without a zone, or one with it as UTC. */
    static final SqlServerEncoder DATETIME =
            new Text(Types.TIMESTAMP, (row, cell) -> IsoText.timestamp(row.array(), row.start(cell), row.length(cell), false));
    static final SqlServerEncoder DATETIMEOFFSET = new Text(microsoft.sql.Types.DATETIMEOFFSET,
            (row, cell) -> IsoText.timestamp(row.array(), row.start(cell), row.length(cell), true));

    /** The smallest numbers that its types hold at full precision: what is closer to 0 counts as damage there. */
    private static final double LEAST_DOUBLE = Double.MIN_NORMAL;
    private static final float LEAST_FLOAT = Float.MIN_NORMAL;

    private SqlServerEncoders() {}

    static SqlServerEncoder decimal(int precision, int scale) {
        return new Decimals(new DecimalEncoder(precision, scale), scale);
    }

    /** Bytes for a column of so many, or {@link Long#MAX_VALUE}. */
    static SqlServerEncoder bytes(long limit) {
        return new Bytes(limit);
    }

    /**
     * Text for a column of so many units of UTF-16, or {@link Long#MAX_VALUE}.
     *
     * @param cuts whether the beginning of a value is near to it
     */
    static SqlServerEncoder text(long limit, boolean cuts) {
        return new Text(Types.NVARCHAR, (row, cell) -> limited(Encoders.text(row, cell), limit, String::length, "units of UTF-16", cuts));
    }

    /** Text for a column of a code page and so many bytes. */
    static SqlServerEncoder text(Charset codePage, long bytes, boolean cuts) {
        return new Text(Types.NVARCHAR, (row, cell) -> {
            String text = Encoders.text(row, cell);
            CharsetEncoder encoder = codePage.newEncoder();
            if (!encoder.canEncode(CharBuffer.wrap(text))) {
                throw new UnfitValue("a text with characters that its code page does not have");
            }
            return limited(text, bytes, part -> part.getBytes(codePage).length, "bytes", cuts);
        });
    }

    private static String limited(String text, long limit, ToIntFunction<String> size, String unit, boolean cuts) {
        int length = size.applyAsInt(text);
        if (length > limit) {
            String reason = "a text of " + length + " " + unit;
            throw cuts ? new UnfitValue(reason, Nearest.beginning(text, limit, size)) : new UnfitValue(reason);
        }
        return text;
    }

    private static long whole(Row row, int cell) {
        byte first = row.array()[row.start(cell)];
        return first == 't' ? 1 : first == 'f' ? 0 : Encoders.integer(row, cell); // a boolean in a column of numbers
    }

    private static double normal(double value) {
        if (!Double.isFinite(value)) {
            throw Double.isNaN(value) ? UnfitValue.notANumber() : new UnfitValue("an infinity", String.valueOf(Math.copySign(Double.MAX_VALUE, value)));
        }
        if (value != 0 && Math.abs(value) < LEAST_DOUBLE) {
            throw new UnfitValue("a number so close to 0", "0");
        }
        return value;
    }

    private static float normal(float value) {
        if (!Float.isFinite(value)) {
            throw Float.isNaN(value) ? UnfitValue.notANumber() : new UnfitValue("an infinity", String.valueOf(Math.copySign(Float.MAX_VALUE, value)));
        }
        if (value != 0 && Math.abs(value) < LEAST_FLOAT) {
            throw new UnfitValue("a number so close to 0", "0");
        }
        return value;
    }

    private interface Parser<T> {
        T parse(Row row, int cell);
    }

    private record Plain(int bulkType, Parser<?> parser) implements SqlServerEncoder {
        @Override
        public Object value(Row row, int cell) {
            return parser.parse(row, cell);
        }

        /** The driver declares every floating point parameter as FLOAT: so it is given one. */
        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            switch (value(row, cell)) {
                case Short number -> statement.setShort(index, number);
                case Integer number -> statement.setInt(index, number);
                case Long number -> statement.setLong(index, number);
                case Float number -> statement.setDouble(index, number);
                case Double number -> statement.setDouble(index, number);
                default -> throw new IllegalStateException("a value of another type");
            }
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, bulkType == Types.REAL ? Types.DOUBLE : bulkType);
        }
    }

    private static final class Bits implements SqlServerEncoder {
        private static final byte[] TRUE = {'t'};
        private static final byte[] FALSE = {'f'};

        @Override
        public int bulkType() {
            return Types.BIT;
        }

        @Override
        public Object value(Row row, int cell) {
            return row.array()[row.start(cell)] == 't';
        }

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            statement.setBoolean(index, row.array()[row.start(cell)] == 't');
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.BIT);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            boolean value = result.getBoolean(index);
            return result.wasNull() ? null : value ? TRUE.clone() : FALSE.clone();
        }
    }

    /** What is sent as text, whatever the column's type. */
    private record Text(int bulkType, Parser<String> parser) implements SqlServerEncoder {
        @Override
        public Object value(Row row, int cell) {
            return parser.parse(row, cell);
        }

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            statement.setString(index, parser.parse(row, cell));
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.NVARCHAR);
        }
    }

    /** Numbers for a DECIMAL, which would round them silently. */
    private record Decimals(DecimalEncoder limits, int scale) implements SqlServerEncoder {
        @Override
        public int bulkType() {
            return Types.DECIMAL;
        }

        /** Always of the column's scale, since the driver declares the parameter by it. */
        @Override
        public BigDecimal value(Row row, int cell) {
            limits.check(row, cell);
            return new BigDecimal(Encoders.text(row, cell)).setScale(scale);
        }

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            statement.setBigDecimal(index, value(row, cell));
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.DECIMAL);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            BigDecimal number = result.getBigDecimal(index);
            return number == null ? null : number.toPlainString().getBytes(StandardCharsets.US_ASCII);
        }
    }

    private record Bytes(long limit) implements SqlServerEncoder {
        @Override
        public int bulkType() {
            return Types.VARBINARY;
        }

        @Override
        public byte[] value(Row row, int cell) {
            Hex.requireHex(row.array(), row.start(cell), row.length(cell));
            byte[] bytes = new byte[row.length(cell) / 2 - 1];
            if (bytes.length > limit) {
                throw UnfitValue.tooLong(bytes.length + " bytes", Nearest.beginning(row, cell, limit));
            }
            Hex.decode(row.array(), row.start(cell) + 2, bytes.length, bytes);
            return bytes;
        }

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            statement.setBytes(index, value(row, cell));
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.VARBINARY);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            byte[] bytes = result.getBytes(index);
            return bytes == null ? null : Hex.encode(bytes);
        }
    }
}
