package io.pg2any.destination.sqlserver;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Failure;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values become what the driver's bulk copy and parameters take for their types, or are refused. */
final class SqlServerEncodersTest {

    private static Object value(SqlServerEncoder encoder, String text) {
        return encoder.value(Row.ofText(text), 0);
    }

    private static void refused(SqlServerEncoder encoder, String text, String reason) {
        assertThatThrownBy(() -> value(encoder, text)).as(text).isInstanceOfSatisfying(UnfitValue.class, e -> assertThat(e.reason()).contains(reason));
    }

    @Test
    void numbersAreOfTheTypesThatABulkCopyCastsTo() {
        assertThat(value(SqlServerEncoders.SMALLINT, "-32768")).isEqualTo(Short.MIN_VALUE);
        assertThat(value(SqlServerEncoders.INT, "2147483647")).isEqualTo(Integer.MAX_VALUE);
        assertThat(value(SqlServerEncoders.BIGINT, "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(value(SqlServerEncoders.BIT, "t")).isEqualTo(true);
        assertThat(value(SqlServerEncoders.INT, "t")).isEqualTo(1);
        assertThat(value(SqlServerEncoders.REAL, "0.1")).isEqualTo(0.1f);
        assertThat(value(SqlServerEncoders.REAL_IN_FLOAT, "0.1")).isEqualTo((double) 0.1f);
        assertThat(value(SqlServerEncoders.FLOAT, "-1.7976931348623157e308")).isEqualTo(-Double.MAX_VALUE);
        assertThat(value(SqlServerEncoders.decimal(12, 2), "1.5")).isEqualTo(new BigDecimal("1.50"));
        assertThat(value(SqlServerEncoders.decimal(38, 18), "-0.000000000000000001")).isEqualTo(new BigDecimal("-0.000000000000000001"));
        assertThat(value(SqlServerEncoders.bytes(3), "\\x00ff0a")).isEqualTo(new byte[] {0, (byte) 0xff, 10});
    }

    @Test
    void momentsAreTextsThatNoSessionReadsInAnotherWay() {
        assertThat(value(SqlServerEncoders.DATE, "0001-01-01")).isEqualTo("0001-01-01");
        assertThat(value(SqlServerEncoders.TIME, "23:59:59.999999")).isEqualTo("23:59:59.999999");
        assertThat(value(SqlServerEncoders.DATETIME, "2024-02-29 12:34:56.789")).isEqualTo("2024-02-29T12:34:56.789");
        assertThat(value(SqlServerEncoders.DATETIME, "2024-02-29 12:34:56+00")).isEqualTo("2024-02-29T12:34:56");
        assertThat(value(SqlServerEncoders.DATETIMEOFFSET, "2024-02-29 12:34:56.789+00")).isEqualTo("2024-02-29T12:34:56.789+00:00");
        assertThat(value(SqlServerEncoders.DATETIMEOFFSET, "2024-02-29 12:34:56.7890000 +00:00")).as("read back").isEqualTo("2024-02-29T12:34:56.7890000+00:00");
    }

    @Test
    void whatNoTypeHoldsIsRefused() {
        refused(SqlServerEncoders.FLOAT, "NaN", "NaN");
        refused(SqlServerEncoders.FLOAT, "4.9e-324", "close to 0");
        refused(SqlServerEncoders.REAL, "-Infinity", "infinity");
        refused(SqlServerEncoders.REAL, "1e-45", "close to 0");
        refused(SqlServerEncoders.decimal(4, 2), "100", "digits");
        refused(SqlServerEncoders.decimal(4, 2), "0.001", "digits");
        refused(SqlServerEncoders.DATE, "0044-03-15 BC", "before the year 1");
        refused(SqlServerEncoders.DATE, "10000-01-01", "after the year 9999");
        refused(SqlServerEncoders.DATETIMEOFFSET, "infinity", "infinite");
        refused(SqlServerEncoders.DATETIMEOFFSET, "2024-01-01 00:00:00+02", "another zone");
        refused(SqlServerEncoders.TIME, "24:00:00", "24:00:00");
        refused(SqlServerEncoders.text(3, true), "🎉🎉", "4 units");
        refused(SqlServerEncoders.bytes(1), "\\x0000", "2 bytes");
        refused(SqlServerEncoders.text(Charset.forName("windows-1252"), 10, true), "日", "code page");
        assertThat(value(SqlServerEncoders.text(Charset.forName("windows-1252"), 2, true), "äß")).isEqualTo("äß");
    }

    /** The nearest value, which the encoder then takes; empty: there is none. */
    private static Optional<String> nearest(SqlServerEncoder encoder, String text) {
        try {
            throw new AssertionError("taken: " + value(encoder, text));
        } catch (UnfitValue e) {
            Optional<String> nearest = Optional.ofNullable(e.nearest()).map(utf8 -> new String(utf8, StandardCharsets.UTF_8));
            nearest.ifPresent(near -> assertThat(value(encoder, near)).isNotNull());
            return nearest;
        }
    }

    @Test
    void whatIsRefusedHasANearestValueWhereThereIsOne() {
        assertThat(nearest(SqlServerEncoders.FLOAT, "NaN")).isEmpty();
        assertThat(nearest(SqlServerEncoders.FLOAT, "-Infinity")).contains("-1.7976931348623157E308");
        assertThat(nearest(SqlServerEncoders.FLOAT, "4.9e-324")).contains("0");
        assertThat(nearest(SqlServerEncoders.REAL, "Infinity")).contains("3.4028235E38");
        assertThat(nearest(SqlServerEncoders.decimal(38, 18), "Infinity")).contains("9".repeat(20) + "." + "9".repeat(18));
        assertThat(nearest(SqlServerEncoders.decimal(38, 18), "-1" + "0".repeat(30))).contains("-" + "9".repeat(20) + "." + "9".repeat(18));
        assertThat(nearest(SqlServerEncoders.decimal(4, 2), "1.005")).contains("1.01");
        assertThat(nearest(SqlServerEncoders.decimal(4, 2), "99.995")).contains("99.99");
        assertThat(nearest(SqlServerEncoders.DATE, "0044-03-15 BC")).contains("0001-01-01");
        assertThat(nearest(SqlServerEncoders.DATE, "20200-05-06")).contains("9999-12-31");
        assertThat(nearest(SqlServerEncoders.DATE, "-infinity")).contains("0001-01-01");
        assertThat(nearest(SqlServerEncoders.DATETIME, "0044-03-15 12:00:00 BC")).contains("0001-01-01 00:00:00");
        assertThat(nearest(SqlServerEncoders.DATETIMEOFFSET, "infinity")).contains("9999-12-31 23:59:59");
        assertThat(nearest(SqlServerEncoders.DATETIMEOFFSET, "2024-01-01 00:00:00+02")).isEmpty();
        assertThat(nearest(SqlServerEncoders.TIME, "24:00:00")).contains("23:59:59");
        assertThat(nearest(SqlServerEncoders.text(3, true), "a🎉🎉")).contains("a🎉");
        assertThat(nearest(SqlServerEncoders.text(3, false), "{\"a\": 1}")).as("a document").isEmpty();
        assertThat(nearest(SqlServerEncoders.text(StandardCharsets.UTF_8, 5, true), "äöü")).contains("äö");
        assertThat(nearest(SqlServerEncoders.text(Charset.forName("windows-1252"), 2, true), "äöü")).contains("äö");
        assertThat(nearest(SqlServerEncoders.text(Charset.forName("windows-1252"), 2, true), "日")).isEmpty();
        assertThat(nearest(SqlServerEncoders.bytes(1), "\\xff00")).contains("\\xff");
    }

    @Test
    void aBulkCopyIsToldTheSizesOfItsColumns() {
        assertThat(bulk(SqlServerEncoders.text(450, true), "nvarchar", "nvarchar(450)", 450, -1, 0)).isEqualTo(new BulkRows.Column("c", Types.NVARCHAR, 450, 0));
        assertThat(bulk(SqlServerEncoders.text(Long.MAX_VALUE, true), "nvarchar", "nvarchar(max)", Long.MAX_VALUE, -1, 0).precision()).isGreaterThan(8000);
        assertThat(bulk(SqlServerEncoders.decimal(12, 2), "decimal", "decimal(12, 2)", -1, 12, 2)).isEqualTo(new BulkRows.Column("c", Types.DECIMAL, 12, 2));
        assertThat(bulk(SqlServerEncoders.UUID, "uniqueidentifier", "uniqueidentifier", -1, -1, 0)).isEqualTo(new BulkRows.Column("c", Types.CHAR, 36, 0));
        assertThat(bulk(SqlServerEncoders.DATETIME, "datetime2", "datetime2(6)", -1, -1, 6)).isEqualTo(new BulkRows.Column("c", Types.TIMESTAMP, 40, 6));
    }

    private static BulkRows.Column bulk(SqlServerEncoder encoder, String type, String declared, long length, int precision, int scale) {
        return BulkRows.Column.of("c", encoder, new CatalogColumn("c", type, declared, length, precision, scale, true, true, false, null));
    }

    @ParameterizedTest
    @CsvSource({"1205, CONTENTION", "1222, CONTENTION", "2627, REFUSED", "2601, REFUSED", "547, REFUSED", "515, REFUSED", "2628, REFUSED", "50000, REFUSED", "208, UNFIT_TABLE",
        "5074, UNFIT_TABLE", "3728, UNFIT_TABLE", "1753, UNFIT_TABLE", "3931, REFUSED", "1505, REFUSED",
        "18456, LOGIN", "4060, NO_DATABASE", "229, PRIVILEGE", "1105, EXHAUSTED", "9002, EXHAUSTED", "3906, READ_ONLY", "40613, UNREACHABLE", "102, UNKNOWN"})
    void errorsAreReadByTheirNumbers(int number, Failure failure) {
        assertThat(new SqlServerErrors().classify(new SQLException("m", "S0001", number))).isEqualTo(failure);
    }

    /** As the driver throws it where a bulk copy looks at its table. */
    @Test
    void whatTheDriverWrapsIsReadByWhatIsInside() {
        SqlServerErrors errors = new SqlServerErrors();
        SQLException deadlock = new SQLException("Unable to retrieve column metadata.", new SQLException("deadlock victim", "40001", 1205));
        assertThat(errors.classify(deadlock)).isEqualTo(Failure.CONTENTION);
        assertThat(errors.message(deadlock)).isEqualTo("deadlock victim");
        assertThat(errors.classify(new SQLException("Unable to retrieve column metadata.", new SQLException("Connection reset", "08S01")))).isEqualTo(Failure.UNREACHABLE);
        assertThat(errors.classify(new SQLException("no column of that name"))).isEqualTo(Failure.UNKNOWN);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsSaidWithTheRemedy() {
        SqlServerErrors errors = new SqlServerErrors();
        SQLException untrusted = new SQLException("\"encrypt\" property is set to \"true\" and \"trustServerCertificate\" property is set to \"false\" but the driver could not"
                + " establish a secure connection to SQL Server by using Secure Sockets Layer (SSL) encryption: Error: PKIX path building failed", "08S01");
        assertThat(errors.classify(untrusted)).isEqualTo(Failure.SETTINGS);
        assertThat(errors.message(untrusted)).contains("trustServerCertificate=true");
    }

    @Test
    void messagesDoNotRepeatARow() {
        SqlServerErrors errors = new SqlServerErrors();
        assertThat(errors.message(new SQLException("Violation of PRIMARY KEY constraint 'PK_t'. Cannot insert duplicate key in object 'dbo.t'."
                + " The duplicate key value is (secret). ClientConnectionId:0-1-2"))).isEqualTo("Violation of PRIMARY KEY constraint 'PK_t'. Cannot insert duplicate key in object 'dbo.t'.");
        assertThat(errors.message(new SQLException("String or binary data would be truncated in table 'd.dbo.t', column 's'. Truncated value: 'secret'.")))
                .isEqualTo("String or binary data would be truncated in table 'd.dbo.t', column 's'.");
        assertThat(errors.message(new SQLException("Conversion failed when converting the nvarchar value 'secret' to data type int.")))
                .isEqualTo("Conversion failed when converting the nvarchar value to data type int.");
    }
}
