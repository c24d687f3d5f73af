package io.pg2any.destination.oracle;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Encoder;
import io.pg2any.destination.jdbc.TypeTable.Fit;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;
import io.pg2any.type.PgType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values become what the driver takes for their types, or are refused. */
final class OracleEncodersTest {

    private static final PgType TEXT = new PgType.Text("text");

    /** How the parameter was set: the method and the value. */
    private static String set(Encoder encoder, String text) throws SQLException {
        AtomicReference<String> set = new AtomicReference<>();
        PreparedStatement statement = (PreparedStatement) Proxy.newProxyInstance(OracleEncodersTest.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, (_, method, arguments) -> {
            Object value = arguments[1];
            set.set(method.getName().substring(3) + " " + (value instanceof byte[] bytes ? Arrays.toString(bytes) : value instanceof java.io.Closeable ? "stream" : value)
                    + (arguments.length > 2 ? " " + arguments[2] : ""));
            return null;
        });
        encoder.set(statement, 1, Row.ofText(text), 0);
        return set.get();
    }

    private static void refused(Encoder encoder, String text, String reason) {
        assertThatThrownBy(() -> set(encoder, text)).as(text).isInstanceOfSatisfying(UnfitValue.class, e -> assertThat(e.reason()).contains(reason));
    }

    @Test
    void numbersAreExactAndFloatsGoInBinaryForm() throws SQLException {
        assertThat(set(OracleEncoders.INTEGER, "-9223372036854775808")).isEqualTo("Long -9223372036854775808");
        assertThat(set(OracleEncoders.BOOLEAN, "t")).isEqualTo("Int 1");
        assertThat(set(OracleEncoders.decimal(12, 2), "1.50")).isEqualTo("BigDecimal 1.50");
        assertThat(set(OracleEncoders.DOUBLE, "NaN")).isEqualTo("Object NaN 101");
        assertThat(set(OracleEncoders.DOUBLE, "-1.7976931348623157e308")).isEqualTo("Object -1.7976931348623157E308 101");
        assertThat(set(OracleEncoders.FLOAT, "0.1")).isEqualTo("Object 0.1 100");
        assertThat(set(OracleEncoders.FLOAT_IN_DOUBLE, "0.1")).isEqualTo("Object " + (double) 0.1f + " 101");
        refused(OracleEncoders.decimal(12, 2), "0.001", "3 behind the point");
        refused(OracleEncoders.decimal(12, 2), "NaN", "NaN");
    }

    @Test
    void aNumberWithoutLimitsHasThirtyEightDigits() throws SQLException {
        String most = "9".repeat(38);
        assertThat(set(OracleEncoders.NUMBER, "0.00")).isEqualTo("BigDecimal 0");
        assertThat(set(OracleEncoders.NUMBER, "-" + most + "0".repeat(88))).isEqualTo("BigDecimal -" + "9." + "9".repeat(37) + "E+125");
        assertThat(set(OracleEncoders.NUMBER, "0." + "0".repeat(129) + "1")).isEqualTo("BigDecimal 1E-130");
        refused(OracleEncoders.NUMBER, "9" + most, "39 digits");
        refused(OracleEncoders.NUMBER, "1" + "0".repeat(126), "127 digits before the point");
        refused(OracleEncoders.NUMBER, "0." + "0".repeat(130) + "1", "close to 0");
        refused(OracleEncoders.NUMBER, "-Infinity", "an infinity");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "2024-02-29 12:34:56.789, \" 2024-02-29 12:34:56.789000\"", "0001-01-01 00:00:00, \" 0001-01-01 00:00:00.000000\"", "9999-12-31 23:59:59.999999+00, \" 9999-12-31 23:59:59.999999\"",
        "0044-03-15 12:00:00+00 BC, \"-0044-03-15 12:00:00.000000\"", "4712-01-01 00:00:00 BC, \"-4712-01-01 00:00:00.000000\"", "1582-10-04 23:59:59, \" 1582-10-04 23:59:59.000000\""})
    void momentsAreTextsInOneForm(String source, String target) throws SQLException {
        assertThat(set(OracleEncoders.TIMESTAMP, source)).isEqualTo("String " + target);
        assertThat(set(OracleEncoders.TIMESTAMP_WITH_ZONE, source)).isEqualTo("String " + target + " +00:00");
        String read = new String(Moments.read(target), StandardCharsets.US_ASCII);
        assertThat(set(OracleEncoders.TIMESTAMP, read)).as("read back").isEqualTo("String " + target);
    }

    @Test
    void datesHaveMidnightAndSecondsInADateAreKept() throws SQLException {
        assertThat(set(OracleEncoders.DATE, "2024-02-29")).isEqualTo("String  2024-02-29 00:00:00");
        assertThat(set(OracleEncoders.DATE, "0044-03-15 BC")).isEqualTo("String -0044-03-15 00:00:00");
        assertThat(set(OracleEncoders.DATE, "2024-02-29 12:34:56")).isEqualTo("String  2024-02-29 12:34:56");
        assertThat(new String(Moments.read("-0044-03-15"), StandardCharsets.US_ASCII)).isEqualTo("0044-03-15 BC");
    }

    @ParameterizedTest
    @CsvSource({"infinity, infinite", "-infinity, infinite", "10000-01-01 00:00:00, after the year 9999", "4713-01-01 00:00:00 BC, before the year 4712 BC", "1582-10-10 10:10:10, October 1582",
        "0001-02-29 00:00:00 BC, February before Christ", "2024-01-01 00:00:00+05, another zone"})
    void momentsThatOracleDoesNotHaveAreRefused(String source, String reason) {
        refused(OracleEncoders.TIMESTAMP, source, reason);
    }

    @Test
    void anEmptyValueIsNullOrWhereThatCannotBeAnError() throws SQLException {
        assertThat(set(new EmptiableEncoder.Text(CharacterSet.UNICODE, 20, false, false, true), "")).isEqualTo("Null 12");
        assertThat(set(new EmptiableEncoder.Bytes(Long.MAX_VALUE, false), "\\x")).isEqualTo("Null -3");
        refused(new EmptiableEncoder.Text(CharacterSet.UNICODE, 20, false, true, true), "", "takes for NULL");
        refused(new EmptiableEncoder.Bytes(20, true), "\\x", "takes for NULL");
    }

    @Test
    void textsAreMeasuredAndLongOnesGoAhead() throws SQLException {
        Encoder three = new EmptiableEncoder.Text(CharacterSet.UNICODE, 3, false, false, true);
        assertThat(set(three, "🎉äb")).isEqualTo("String 🎉äb");
        refused(three, "abcd", "4 characters");
        refused(new EmptiableEncoder.Text(CharacterSet.UNICODE, 3, true, false, true), "äb€", "6 bytes");
        assertThat(set(new EmptiableEncoder.Text(CharacterSet.NATIONAL, 2, false, false, true), "🎉")).isEqualTo("String 🎉");
        refused(new EmptiableEncoder.Text(CharacterSet.NATIONAL, 2, false, false, true), "🎉a", "3 characters");
        Encoder large = new EmptiableEncoder.Text(CharacterSet.UNICODE, Long.MAX_VALUE, false, false, true);
        assertThat(set(large, "x".repeat(32_000))).startsWith("String xxx");
        assertThat(set(large, "x".repeat(32_001))).isEqualTo("Clob stream");
        assertThat(set(new EmptiableEncoder.Bytes(Long.MAX_VALUE, false), "\\x" + "00".repeat(2_001))).isEqualTo("Blob stream");
        assertThat(set(new EmptiableEncoder.Bytes(2, false), "\\x00ff")).isEqualTo("Bytes [0, -1]");
        refused(new EmptiableEncoder.Bytes(2, false), "\\x00ff00", "3 bytes");
        assertThat(set(OracleEncoders.UUID, "3f333df6-90a4-4fda-8dd3-9485d27cee36")).startsWith("Bytes [63, 51, 61");
    }

    /** The nearest value, which the encoder then takes; empty: there is none. */
    private static Optional<String> nearest(Encoder encoder, String text) throws SQLException {
        try {
            throw new AssertionError("taken: " + set(encoder, text));
        } catch (UnfitValue e) {
            Optional<String> nearest = Optional.ofNullable(e.nearest()).map(utf8 -> new String(utf8, StandardCharsets.UTF_8));
            if (nearest.isPresent()) {
                set(encoder, nearest.get());
            }
            return nearest;
        }
    }

    @Test
    void whatIsRefusedHasANearestValueWhereThereIsOne() throws SQLException {
        String largest = "9".repeat(38) + "0".repeat(88);
        assertThat(nearest(OracleEncoders.NUMBER, "NaN")).isEmpty();
        assertThat(nearest(OracleEncoders.NUMBER, "-Infinity")).contains("-" + largest);
        assertThat(nearest(OracleEncoders.NUMBER, "1" + "0".repeat(126))).contains(largest);
        assertThat(nearest(OracleEncoders.NUMBER, "0." + "0".repeat(130) + "1")).contains("0");
        assertThat(nearest(OracleEncoders.NUMBER, "1" + "0".repeat(37) + "5")).contains("1" + "0".repeat(36) + "10");
        assertThat(nearest(OracleEncoders.decimal(4, 2), "-100")).contains("-99.99");
        assertThat(nearest(OracleEncoders.DATE, "infinity")).contains("9999-12-31");
        assertThat(nearest(OracleEncoders.DATE, "4713-01-01 BC")).contains("4712-01-01 BC");
        assertThat(nearest(OracleEncoders.TIMESTAMP, "20200-01-01 00:00:00")).contains("9999-12-31 23:59:59");
        assertThat(nearest(OracleEncoders.TIMESTAMP_WITH_ZONE, "1582-10-10 10:10:10+00")).contains("1582-10-15 00:00:00");
        assertThat(nearest(OracleEncoders.DATE, "0001-02-29 BC")).contains("0001-02-28 BC");
        assertThat(nearest(OracleEncoders.TIMESTAMP, "0005-02-29 10:00:00 BC")).contains("0005-02-28 23:59:59 BC");
        assertThat(nearest(OracleEncoders.TIMESTAMP, "2024-01-01 00:00:00+05")).isEmpty();
        assertThat(nearest(new EmptiableEncoder.Text(CharacterSet.UNICODE, 3, false, false, true), "🎉äbc")).contains("🎉äb");
        assertThat(nearest(new EmptiableEncoder.Text(CharacterSet.NATIONAL, 3, false, false, true), "🎉🎉")).contains("🎉");
        assertThat(nearest(new EmptiableEncoder.Text(CharacterSet.of("WE8MSWIN1252"), 3, true, false, true), "äöüß")).contains("äöü");
        assertThat(nearest(new EmptiableEncoder.Text(CharacterSet.UNICODE, 3, false, false, false), "12345")).as("a number").isEmpty();
        assertThat(nearest(new EmptiableEncoder.Bytes(2, false), "\\x00ff00")).contains("\\x00ff");
        assertThat(nearest(new EmptiableEncoder.Bytes(2, true), "\\x")).isEmpty();
    }

    @Test
    void charactersThatTheDatabaseLacksAreRefused() throws SQLException {
        CharacterSet windows = CharacterSet.of("WE8MSWIN1252");
        assertThat(windows.isUnicode()).isFalse();
        Encoder encoder = new EmptiableEncoder.Text(windows, 3, true, false, true);
        assertThat(set(encoder, "äö€")).isEqualTo("String äö€");
        refused(encoder, "Ω", "character set WE8MSWIN1252");
        assertThat(CharacterSet.of("EE8ISO8859P2").charset().name()).isEqualTo("ISO-8859-2");
        assertThat(CharacterSet.of("JA16SJIS").holds("a")).isTrue();
        assertThat(CharacterSet.of("JA16SJIS").holds("日")).isFalse();
        assertThat(CharacterSet.of("UTF8").bytes("🎉")).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "number(10); true", "number(9); false", "number; true", "number(38); true", "binary_double; false", "varchar2(20 char); true", "date; false", "number(12, 2); true", "number(11, 2); false"})
    void integersFitWhereEveryDigitDoes(String declared, boolean fits) {
        assertThat(fits(PgType.Simple.INTEGER, declared, false)).isEqualTo(fits);
    }

    @Test
    void columnsThatExistAreTakenOnlyIfTheyHoldEveryValue() {
        assertThat(fits(TEXT, "clob", false)).isTrue();
        assertThat(fits(TEXT, "clob", true)).as("a key").isFalse();
        assertThat(fits(TEXT, "varchar2(4000 byte)", true)).isTrue();
        assertThat(fits(TEXT, "nclob", false)).isFalse();
        assertThat(fits(new PgType.Varchar("character varying(50)", 50), "varchar2(40 char)", false)).isFalse();
        assertThat(fits(PgType.Simple.BOOLEAN, "boolean", false)).isTrue();
        assertThat(fits(PgType.Simple.BOOLEAN, "varchar2(5 char)", false)).isFalse();
        assertThat(fits(PgType.Simple.DOUBLE, "float", false)).isFalse();
        assertThat(fits(PgType.Simple.UUID, "raw(16)", true)).isTrue();
        assertThat(fits(PgType.Simple.UUID, "raw(32)", false)).isFalse();
        assertThat(fits(PgType.Simple.UUID, "char(36 char)", false)).isTrue();
        assertThat(fits(PgType.Simple.JSONB, "json", false)).isFalse();
        assertThat(fits(new PgType.Timestamp("timestamp(6) with time zone", 6, true), "timestamp(3) with time zone", false)).isFalse();
        assertThat(fits(new PgType.Timestamp("timestamp(0) without time zone", 0, false), "date", false)).isTrue();
        assertThat(fits(new PgType.Numeric("numeric", -1, -1), "number(12, 2)", false)).as("each value is looked at").isTrue();
        assertThat(fits(new PgType.Numeric("numeric(40,2)", 40, 2), "number", false)).isFalse();
        CatalogColumn folding = new CatalogColumn("k", "varchar2", "varchar2(40 char)", 40, -1, -1, false, false, false, "BINARY_CI");
        assertThat(new OracleTypes(CharacterSet.UNICODE).fit(new ColumnSchema("k", TEXT, false), folding, true)).isInstanceOf(Fit.Unfit.class);
    }

    private static boolean fits(PgType type, String declared, boolean inKey) {
        return new OracleTypes(CharacterSet.UNICODE).fit(new ColumnSchema("c", type, true), OracleStatementsTest.existing("c", declared), inKey) instanceof Fit.Fits;
    }

    @ParameterizedTest
    @CsvSource({"people, PEOPLE", "order, ORDER", "rowid, rowid", "_id, _id", "People, People", "PEOPLE, PEOPLE", "é, é", "a b, a b", "a1$#, A1$#"})
    void namesThatNeedNoQuotesInPostgresNeedNoneInOracle(String source, String target) {
        assertThat(OracleNames.spelled(source)).isEqualTo(target);
        assertThat(OracleNames.spelled(OracleNames.read(target))).isEqualTo(target);
        assertThat(OracleNames.spelled(OracleNames.read("small"))).as("of another hand, in small letters").isEqualTo("\"small\"");
    }
}
