package io.pg2any.destination.duckdb;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.DecimalEncoder;
import io.pg2any.destination.jdbc.Encoders;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/** The encoders of DuckDB's types. */
final class DuckDbEncoders {

    /** Appends a cell's value. */
    private interface Append {
        void append(DuckDBAppender to, Row row, int cell) throws SQLException;
    }

    /** The text by which a parameter is cast to the column's type. */
    private interface Parameter {
        String text(Row row, int cell);
    }

    /** @param castsText whether what is appended is a text to be cast */
    private record Plain(Append by, Parameter parameter, boolean castsText) implements DuckDbEncoder {
        @Override
        public void append(DuckDBAppender to, Row row, int cell) throws SQLException {
            by.append(to, row, cell);
        }

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            statement.setString(index, parameter.text(row, cell));
        }

        @Override
        public String element(String text) {
            return parameter.text(Row.ofText(text), 0);
        }
    }

    static final DuckDbEncoder TEXT = new Plain((to, row, cell) -> to.append(bytes(row, cell)), Encoders::text, false);
    /** For types that DuckDB reads from the very text. */
    static final DuckDbEncoder CAST_TEXT = new Plain((to, row, cell) -> to.append(bytes(row, cell)), Encoders::text, true);
    static final DuckDbEncoder BOOLEAN = new Plain((to, row, cell) -> to.append(row.array()[row.start(cell)] == 't'), Encoders::text, false);
    static final DuckDbEncoder SMALLINT = new Plain((to, row, cell) -> to.append((short) Encoders.integer(row, cell)), Encoders::text, false);
    /** Of 32 bits, with a sign or without. */
    static final DuckDbEncoder INTEGER = new Plain((to, row, cell) -> to.append((int) Encoders.integer(row, cell)), Encoders::text, false);
    static final DuckDbEncoder BIGINT = new Plain((to, row, cell) -> to.append(Encoders.integer(row, cell)), Encoders::text, false);
    static final DuckDbEncoder HUGEINT = new Plain((to, row, cell) -> to.append(new BigInteger(Encoders.text(row, cell))), Encoders::text, false);
    static final DuckDbEncoder FLOAT = new Plain((to, row, cell) -> to.append(Float.parseFloat(Encoders.text(row, cell))), DuckDbEncoders::floating, false);
    static final DuckDbEncoder DOUBLE = new Plain((to, row, cell) -> to.append(Encoders.floating(row, cell)), DuckDbEncoders::floating, false);
    /** Of 32 bits, in a column of 64. */
    static final DuckDbEncoder WIDENED = new Plain((to, row, cell) -> to.append((double) Float.parseFloat(Encoders.text(row, cell))),
            (row, cell) -> Double.toString(Float.parseFloat(Encoders.text(row, cell))), false);
    static final DuckDbEncoder UUIDS = new Plain((to, row, cell) -> to.append(UUID.fromString(Encoders.text(row, cell))), Encoders::text, false);
    static final DuckDbEncoder DATE = new Moments((to, row, cell) -> to.appendEpochDays(Moment.days(row, cell)), Moment::days);
    static final DuckDbEncoder TIME = new Moments((to, row, cell) -> to.appendDayMicros(Moment.timeOfDay(row, cell)), Moment::timeOfDay);
    static final DuckDbEncoder TIMESTAMP = new Moments((to, row, cell) -> to.appendEpochMicros(Moment.micros(row, cell)), Moment::micros);
    static final DuckDbEncoder INTERVAL =
            new Plain((to, row, cell) -> to.append(interval(row, cell).getBytes(StandardCharsets.US_ASCII)), DuckDbEncoders::interval, true);
    static final DuckDbEncoder BLOB = new Blob();

    private static final String LONGEST_INTERVAL = "178000000 years";

    private DuckDbEncoders() {}

    static DuckDbEncoder decimal(int precision, int scale) {
        return new Decimals(new DecimalEncoder(precision, scale));
    }

    /**
     * Of a list.
     *
     * @param element of its elements, which are looked at, and cast from their text
     * @param delimiter what stands between them in the array's text
     */
    static DuckDbEncoder list(DuckDbEncoder element, char delimiter) {
        return new Lists(element, delimiter);
    }

    private static byte[] bytes(Row row, int cell) {
        int start = row.start(cell);
        return Arrays.copyOfRange(row.array(), start, start + row.length(cell));
    }

    /** DuckDB's own spelling of what it reads back. */
    private static String floating(Row row, int cell) {
        String text = Encoders.text(row, cell);
        return switch (text) {
            case "Infinity" -> "inf";
            case "-Infinity" -> "-inf";
            default -> text;
        };
    }

    /** The longest interval of PostgreSQL stands nearest to an infinite one. */
    private static String interval(Row row, int cell) {
        String text = Encoders.text(row, cell);
        if (text.endsWith("infinity")) {
            throw new UnfitValue("an infinite interval", text.startsWith("-") ? "-" + LONGEST_INTERVAL : LONGEST_INTERVAL);
        }
        return text;
    }

    private interface Parser {
        long parse(Row row, int cell);
    }

    private record Moments(Append by, Parser parser) implements DuckDbEncoder {
        @Override
        public void append(DuckDBAppender to, Row row, int cell) throws SQLException {
            by.append(to, row, cell);
        }

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            check(row, cell);
            statement.setString(index, Moment.forDuckDb(Encoders.text(row, cell)));
        }

        @Override
        public void check(Row row, int cell) {
            parser.parse(row, cell);
        }

        @Override
        public String element(String text) {
            check(Row.ofText(text), 0);
            return Moment.forDuckDb(text);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            String text = result.getString(index);
            return text == null ? null : Moment.forPostgres(text).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Numbers for a DECIMAL, whose digits are counted first: a cast would round them. */
    private record Decimals(DecimalEncoder limits) implements DuckDbEncoder {

        /** DuckDB keeps decimals of so many digits in 16, 32 and 64 bits. */
        private static final int SHORT_DIGITS = 4;
        private static final int INT_DIGITS = 9;
        private static final int LONG_DIGITS = 18;

        @Override
        public void append(DuckDBAppender to, Row row, int cell) throws SQLException {
            limits.check(row, cell);
            if (limits.precision() > LONG_DIGITS) {
                to.append(new BigDecimal(Encoders.text(row, cell)).setScale(limits.scale()));
                return;
            }
            long unscaled = unscaled(row, cell);
            if (limits.precision() > INT_DIGITS) {
                to.appendDecimal(unscaled);
            } else if (limits.precision() > SHORT_DIGITS) {
                to.appendDecimal((int) unscaled);
            } else {
                to.appendDecimal((short) unscaled);
            }
        }

        /** The number in units of the column's last digit. */
        private long unscaled(Row row, int cell) {
            byte[] text = row.array();
            int at = row.start(cell);
            int end = at + row.length(cell);
            boolean negative = text[at] == '-';
            long value = 0;
            int fraction = -1;
            for (int i = negative ? at + 1 : at; i < end && fraction < limits.scale(); i++) {
                if (text[i] == '.') {
                    fraction = 0;
                } else {
                    value = value * 10 + text[i] - '0';
                    fraction += fraction < 0 ? 0 : 1;
                }
            }
            for (int i = Math.max(0, fraction); i < limits.scale(); i++) {
                value *= 10;
            }
            return negative ? -value : value;
        }

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            check(row, cell);
            statement.setString(index, Encoders.text(row, cell));
        }

        @Override
        public void check(Row row, int cell) {
            limits.check(row, cell);
        }
    }

    private static final class Blob implements DuckDbEncoder {
        @Override
        public void append(DuckDBAppender to, Row row, int cell) throws SQLException {
            to.append(Encoders.bytes(row, cell));
        }

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            Encoders.BYTES.set(statement, index, row, cell);
        }

        @Override
        public String read(String quotedColumn) {
            return quotedColumn;
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            return Encoders.BYTES.read(result, index);
        }
    }

    /** Arrays of one dimension as lists, written as the text that DuckDB casts to a list. */
    private record Lists(DuckDbEncoder element, char delimiter) implements DuckDbEncoder {
        @Override
        public void append(DuckDBAppender to, Row row, int cell) throws SQLException {
            to.append(list(row, cell).getBytes(StandardCharsets.UTF_8));
        }

        private String list(Row row, int cell) throws SQLException {
            List<@Nullable String> elements = ListText.elements(Encoders.text(row, cell), delimiter);
            List<@Nullable String> spelled = new ArrayList<>(elements.size());
            for (String each : elements) {
                try {
                    spelled.add(each == null ? null : element.element(each));
                } catch (UnfitValue e) {
                    throw nearest("an array with " + e.reason(), elements);
                }
            }
            return ListText.of(spelled);
        }

        /** Near to an array is one with what is near to its elements; NULL stands for NaN. */
        private UnfitValue nearest(String reason, List<@Nullable String> elements) throws SQLException {
            List<@Nullable String> nearest = new ArrayList<>(elements);
            for (int i = 0; i < nearest.size(); i++) {
                String each = nearest.get(i);
                if (each != null) {
                    try {
                        element.element(each);
                    } catch (UnfitValue e) {
                        byte[] neighbour = e.nearest();
                        if (neighbour == null && !e.isNothing()) {
                            return new UnfitValue(reason);
                        }
                        nearest.set(i, neighbour == null ? null : new String(neighbour, StandardCharsets.UTF_8));
                    }
                }
            }
            return new UnfitValue(reason, ListText.toArray(nearest, delimiter));
        }

        @Override
        public boolean castsText() {
            return true;
        }

        @Override
        public void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            statement.setString(index, list(row, cell));
        }

        @Override
        public String read(String quotedColumn) {
            return "CAST(" + quotedColumn + " AS VARCHAR[])";
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            java.sql.Array list = result.getArray(index);
            return list == null ? null : ListText.toArray(Arrays.asList((@Nullable Object[]) list.getArray()), delimiter).getBytes(StandardCharsets.UTF_8);
        }
    }
}
