package io.pg2any.destination.mysql;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.DecimalEncoder;
import io.pg2any.destination.jdbc.Encoders;
import io.pg2any.destination.jdbc.Hex;
import io.pg2any.destination.jdbc.Nearest;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/** The encoders of MySQL and MariaDB. */
final class MySqlEncoders {

    static final MySqlEncoder INTEGER =
            new Bits(WireForm.INTEGER, Encoders::integer);
    static final MySqlEncoder DATE =
            new Bits(WireForm.DATE, (row, cell) -> Moment.date(row.array(), row.start(cell), row.length(cell)));
    static final MySqlEncoder TIME =
            new Bits(WireForm.TIME, (row, cell) -> Moment.time(row.array(), row.start(cell), row.length(cell)));
    static final MySqlEncoder TIMESTAMP = new Timestamps();
    static final MySqlEncoder DOUBLE =
            new Bits(WireForm.DOUBLE, (row, cell) -> Double.doubleToLongBits(finite(Encoders.floating(row, cell), Double.MAX_VALUE)));
    /** Widened here: so it is stored in a FLOAT, and equals one, exactly. */
    static final MySqlEncoder REAL =
            new Bits(WireForm.DOUBLE, (row, cell) -> Double.doubleToLongBits(finite(Float.parseFloat(Encoders.text(row, cell)), Float.MAX_VALUE)));
    static final MySqlEncoder BOOLEAN = new Booleans();
    static final MySqlEncoder JSON = new Json();
    /** Text for a CHAR, which has no blanks at its end. */
    static final MySqlEncoder BLANKLESS = new Blankless();

    private MySqlEncoders() {}

    static MySqlEncoder decimal(int precision, int scale) {
        return new Decimals(new DecimalEncoder(precision, scale));
    }

    private static double finite(double value, double largest) {
        if (!Double.isFinite(value)) {
            throw Double.isNaN(value) ? UnfitValue.notANumber() : new UnfitValue("an infinity", String.valueOf(Math.copySign(largest, value)));
        }
        return value;
    }

    /** The bits that a cell's text stands for. */
    private interface Parser {
        long parse(Row row, int cell);
    }

    /** Values of fixed size. */
    private record Bits(WireForm form, Parser parser) implements MySqlEncoder {
        @Override
        public void aim(CellParameter parameter, Row row, int cell) {
            parameter.aim(form, row, cell, parser.parse(row, cell));
        }
    }

    /** Read without the driver's own text, which moves what the JVM's time zone leaves out when its clocks go forward. */
    private static final class Timestamps implements MySqlEncoder {
        private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

        @Override
        public WireForm form() {
            return WireForm.DATETIME;
        }

        @Override
        public void aim(CellParameter parameter, Row row, int cell) {
            parameter.aim(WireForm.DATETIME, row, cell, Moment.timestamp(row.array(), row.start(cell), row.length(cell)));
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            LocalDateTime value = result.getObject(index, LocalDateTime.class);
            return value == null ? null : TEXT.format(value).getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** {@code t} and {@code f} as 1 and 0. */
    private static final class Booleans implements MySqlEncoder {
        private static final byte[] TRUE = {'t'};
        private static final byte[] FALSE = {'f'};

        @Override
        public WireForm form() {
            return WireForm.INTEGER;
        }

        @Override
        public void aim(CellParameter parameter, Row row, int cell) {
            parameter.aim(WireForm.INTEGER, row, cell, row.array()[row.start(cell)] == 't' ? 1 : 0);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            boolean value = result.getInt(index) != 0;
            return result.wasNull() ? null : value ? TRUE.clone() : FALSE.clone();
        }
    }

    /** Numbers for a DECIMAL, which would round them silently. */
    private record Decimals(DecimalEncoder limits) implements MySqlEncoder {
        @Override
        public WireForm form() {
            return WireForm.DECIMAL;
        }

        @Override
        public void aim(CellParameter parameter, Row row, int cell) {
            limits.check(row, cell);
            parameter.aim(WireForm.DECIMAL, row, cell);
        }
    }

    /** @param limit the most bytes */
    record Bytes(long limit) implements MySqlEncoder {
        @Override
        public WireForm form() {
            return WireForm.BYTES;
        }

        @Override
        public void aim(CellParameter parameter, Row row, int cell) {
            Hex.requireHex(row.array(), row.start(cell), row.length(cell));
            int bytes = row.length(cell) / 2 - 1;
            if (bytes > limit) {
                throw UnfitValue.tooLong(bytes + " bytes", Nearest.beginning(row, cell, limit));
            }
            parameter.aim(WireForm.BYTES, row, cell);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            byte[] bytes = result.getBytes(index);
            return bytes == null ? null : Hex.encode(bytes);
        }
    }

    /** Documents for MySQL's JSON, which would make a double of every number that is no integer of 64 bits. */
    private static final class Json implements MySqlEncoder {
        @Override
        public WireForm form() {
            return WireForm.TEXT;
        }

        @Override
        public void aim(CellParameter parameter, Row row, int cell) {
            JsonNumbers.requireExact(row.array(), row.start(cell), row.length(cell));
            parameter.aim(WireForm.TEXT, row, cell);
        }
    }

    private static final class Blankless implements MySqlEncoder {
        @Override
        public WireForm form() {
            return WireForm.TEXT;
        }

        @Override
        public void aim(CellParameter parameter, Row row, int cell) {
            parameter.aim(WireForm.TEXT, row, cell);
            parameter.dropBlanks();
        }
    }

    /**
     * Text for a column of limited length. The server would drop blanks beyond the limit without a word.
     *
     * @param limit the most characters or bytes
     * @param inBytes which of the two
     * @param cuts whether the beginning of a value is near to it
     */
    record Text(long limit, boolean inBytes, boolean cuts) implements MySqlEncoder {
        @Override
        public WireForm form() {
            return WireForm.TEXT;
        }

        @Override
        public void aim(CellParameter parameter, Row row, int cell) {
            int bytes = row.length(cell);
            if (bytes > limit && (inBytes || characters(row.array(), row.start(cell), bytes) > limit)) {
                String size = inBytes ? bytes + " bytes" : characters(row.array(), row.start(cell), bytes) + " characters";
                throw cuts ? UnfitValue.tooLong("a text of " + size, Nearest.beginning(row.array(), row.start(cell), bytes, limit, inBytes))
                        : new UnfitValue("a text of " + size);
            }
            parameter.aim(WireForm.TEXT, row, cell);
        }

        private static int characters(byte[] utf8, int from, int length) {
            int count = 0;
            for (int i = from; i < from + length; i++) {
                if ((utf8[i] & 0xc0) != 0x80) {
                    count++;
                }
            }
            return count;
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            String text = result.getString(index);
            return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
