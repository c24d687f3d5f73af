package io.pg2any.it;

import java.util.Arrays;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.EveryWay;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;

import static io.pg2any.it.harness.TargetKind.DUCKDB;
import static io.pg2any.it.harness.TargetKind.MARIADB;
import static io.pg2any.it.harness.TargetKind.MYSQL;
import static io.pg2any.it.harness.TargetKind.ORACLE;
import static io.pg2any.it.harness.TargetKind.SQLITE;
import static io.pg2any.it.harness.TargetKind.SQLSERVER;

/** Every value that a target's type table holds arrives unchanged, on every way and as a key. */
class TypesIT {

    /** Those with numbers and moments of fixed size. */
    private static final TargetKind[] LIMITED = {MARIADB, MYSQL, SQLSERVER, ORACLE};
    private static final TargetKind[] ONLY_SQLSERVER = {SQLSERVER};
    private static final TargetKind[] ONLY_ORACLE = {ORACLE};
    /** Those that do not promise numbers too close to 0 for full precision. */
    private static final TargetKind[] NORMAL = {SQLSERVER, ORACLE};

    @EachTarget
    void integersAndBooleans(Scenario it) {
        new EveryWay(it)
                .ofKey("smallint", "0", "-32768", "32767").ofKey("integer", "0", "1", "-2147483648", "2147483647")
                .ofKey("bigint", "-9223372036854775808", "9223372036854775807", "9007199254740993", "0")
                .ofKey("oid", "0", "4294967295").ofKey("boolean", "true", "false").of("xid8", "18446744073709551615", "0").of("pg_lsn", "0/0", "FFFFFFFF/FFFFFFFF")
                .prove();
    }

    @EachTarget
    void decimals(Scenario it) {
        new EveryWay(it)
                .ofKey("numeric(10, 2)", "0", "0.10", "-99999999.99", "99999999.99", "1").of("numeric(38, 10)", "1234567890123456789012345678.0123456789", "-0.0000000001", "100")
                .of("numeric(5, -3)", "12345000", "-99999000", "0").of("numeric(3, 6)", "0.000999", "-0.000001").of("numeric(20, 0)", "18446744073709551616", "-1")
                .of("numeric", "0", "1.100", "-12345678901234567890.123456789", "0.000000000000000001")
                .except(ONLY_SQLSERVER, "numeric", "0.00000000000000000001", "100000000000000000000").except(LIMITED, "numeric", "NaN", "Infinity", "-Infinity", "9".repeat(100), "0." + "0".repeat(60) + "1", "1e500")
                .of("numeric(1000, 500)", "1" + "2".repeat(400) + "." + "3".repeat(500), "-1", "NaN")
                .prove();
    }

    @EachTarget
    void floatingPointNumbers(Scenario it) {
        new EveryWay(it)
                .of("real", "0", "0.1", "1.5", "-3.4028235e38", "3.4028235e38", "1.17549435e-38", "16777216", "16777217", "0.3333333333")
                .of("double precision", "0", "0.1", "-1.7976931348623157e308", "2.2250738585072014e-308", "9007199254740993", "0.30000000000000004", "1e23", "123456789012345680000")
                .except(NORMAL, "real", "1e-45").except(NORMAL, "double precision", "5e-324")
                .except(LIMITED, "real", "Infinity", "-Infinity").except(LIMITED, "double precision", "Infinity", "-Infinity")
                .except(new TargetKind[] {MARIADB, MYSQL, SQLITE, SQLSERVER}, "real", "NaN")
                .except(new TargetKind[] {MARIADB, MYSQL, SQLITE, SQLSERVER}, "double precision", "NaN")
                .except(new TargetKind[] {SQLITE, SQLSERVER, ORACLE}, "real", "-0").except(new TargetKind[] {SQLITE, SQLSERVER, ORACLE}, "double precision", "-0")
                .prove();
    }

    @EachTarget
    void texts(Scenario it) {
        String controls = "\u0001\u0002\u0007\b\t\n\u000b\f\r\u001b\u001f\u007f\u0085\u2028\u2029\ufeff\ufffd";
        String[] texts = {
            "", " ", "a", "A", "a ", " a", "ä", "a\u0308", "ß", "ss", "İ", "ı", "日本語", "🎉👩‍👩‍👧", "\ud83d\ude00\u0301", controls, "\\", "\\N", "\\n", "\\.", "\\x41", "'", "\"", "`", "''", "a'b\"c`d\\e",
            "CR LF \r\n, CR \r, LF \n", "tab\tnull", "NULL", "null", "t", "f", "true", "0", "infinity", "NaN", "%s ? :x $1 ${x}", "-- ; /*", "0x41", "1e5", "007", "1.0"
        };
        new EveryWay(it)
                .of("text", texts).of("varchar", texts).ofKey("varchar(40)", keys(it, texts)).of("varchar(3)", "🎉👩‍", "äöü", "a")
                .of("char(5)", "", "a", "ab   ", "日本語", "🎉🎉🎉🎉🎉").of("char(1)", "t", "f", "", "🎉").of("\"char\"", "t", "", "\\").of("name", "name", "x".repeat(63))
                .of("text", "x".repeat(300_000), "ä🎉\\\n".repeat(50_000))
                .prove();
    }

    /** Keys that a case-insensitive, an accent-insensitive or a padding collation takes for equal. */
    @EachTarget
    void textKeysThatDifferByCaseAccentOrBlanksAreDifferentRows(Scenario it) {
        String[] keys = {"", " ", "a", "A", "a ", "ä", "a\u0308", "Ä", "ss", "ß", "a\t", "i", "I", "ı", "İ", "e", "é", "\u00e9\u200b", "🎉", "🎊", "\u0001", "\u0002"};
        new EveryWay(it).ofKey("varchar(50)", keys(it, keys)).ofKey("text", keys(it, keys)).prove();
    }

    /** Of keys that differ by blanks at their end alone SQL Server takes one: an error names the other. To Oracle an empty one is NULL. */
    private static String[] keys(Scenario it, String[] all) {
        if (it.kind() == ORACLE) {
            return Arrays.stream(all).filter(text -> !text.isEmpty()).toArray(String[]::new);
        }
        return it.kind() == SQLSERVER ? Arrays.stream(all).filter(text -> text.isEmpty() || !text.endsWith(" ")).toArray(String[]::new) : all;
    }

    @EachTarget
    void bytes(Scenario it) {
        StringBuilder all = new StringBuilder("\\x");
        for (int i = 0; i < 256; i++) {
            all.append("%02x".formatted(i));
        }
        new EveryWay(it).of("bytea", "", "\\x00", all.toString(), "\\x00ff0a5c27", "\\x" + "deadbeef".repeat(100_000), "\\x5c78").prove();
    }

    @EachTarget
    void bitStrings(Scenario it) {
        new EveryWay(it)
                .of("bit(1)", "0", "1").of("bit(8)", "00000000", "10000001").of("bit(65)", "1" + "0".repeat(64)).of("bit varying", "", "0", "00", "0101", "1".repeat(200))
                .of("bit varying(10)", "", "000", "1".repeat(10))
                .prove();
    }

    @EachTarget
    void money(Scenario it) {
        new EveryWay(it).of("money", "0", "1.00", "-12.34", "-92233720368547758.08", "92233720368547758.07").prove();
    }

    @EachTarget
    void dates(Scenario it) {
        new EveryWay(it)
                .ofKey("date", "2024-02-29", "1970-01-01", "1969-12-31", "1000-01-01", "0001-01-01", "9999-12-31", "2038-01-20")
                .except(ONLY_ORACLE, "date", "1582-10-10").except(LIMITED, "date", "4713-01-01 BC", "0001-12-31 BC", "10000-01-01", "20200-05-06", "5874897-12-31", "infinity", "-infinity")
                .prove();
    }

    @EachTarget
    void timestamps(Scenario it) {
        String[] moments = {
            "2024-02-29 12:34:56.789012", "1970-01-01 00:00:00", "1969-12-31 23:59:59.999999", "2038-01-19 03:14:08", "1000-01-01 00:00:00",
            "9999-12-31 23:59:59.999999", "2024-03-31 01:30:00", "2024-10-27 01:30:00.5", "1900-01-01 00:00:00.000001", "0001-01-01 00:00:00"
        };
        String[] beyond = {"4713-01-01 00:00:00 BC", "0044-03-15 12:00:00 BC", "20200-01-01 00:00:00", "294246-12-31 23:59:59.999999", "infinity", "-infinity"};
        String[] lastOfPostgres = {"294276-12-31 23:59:59.999999"};
        new EveryWay(it)
                .ofKey("timestamp", moments).of("timestamp(0)", moments[0], moments[1]).of("timestamp(3)", moments[0], moments[2])
                .ofKey("timestamptz", zoned(moments, "+00")).of("timestamptz", "2024-06-30 23:59:60+00", "2024-01-01 00:00:00+14", "2024-01-01 00:00:00.5-11:30", "1850-01-01 12:00:00+00:17:30")
                .of("timestamptz(0)", moments[0] + "+00").of("timestamptz(3)", moments[0] + "+05:30")
                .except(ONLY_ORACLE, "timestamp", "1582-10-10 10:10:10").except(ONLY_ORACLE, "timestamptz", "1582-10-10 10:10:10+00")
                .except(LIMITED, "timestamp", beyond).except(LIMITED, "timestamptz", beyond)
                .except(new TargetKind[] {MARIADB, MYSQL, DUCKDB, SQLSERVER, ORACLE}, "timestamp", lastOfPostgres).except(new TargetKind[] {MARIADB, MYSQL, DUCKDB, SQLSERVER, ORACLE}, "timestamptz", lastOfPostgres)
                .prove();
    }

    private static String[] zoned(String[] moments, String zone) {
        String[] zoned = new String[moments.length];
        for (int i = 0; i < moments.length; i++) {
            zoned[i] = moments[i] + zone;
        }
        return zoned;
    }

    @EachTarget
    void timesAndIntervals(Scenario it) {
        new EveryWay(it)
                .of("time", "00:00:00", "12:34:56.789012", "23:59:59.999999", "00:00:00.000001").of("time(0)", "12:34:56")
                .except(ONLY_SQLSERVER, "time", "24:00:00").except(ONLY_SQLSERVER, "time(0)", "24:00:00").of("time(3)", "12:34:56.789")
                .of("timetz", "00:00:00+00", "12:34:56.789012+05:30", "23:59:59-15:59", "24:00:00+15:59:59", "01:02:03.4-00:00:01")
                .of("interval", "0", "1 year 2 months 3 days 4 hours 5 minutes 6.123456 seconds", "-1 year +2 days -03:04:05.000001", "178000000 years", "-178000000 years",
                        "P1Y2M3DT4H5M6.123456S", "1 microsecond", "-0.5 seconds", "2562047788:00:54.775807", "1 mon -1 day", "infinity", "-infinity")
                .of("interval day to second(3)", "1 day 02:03:04.567").of("interval year to month", "5 years 6 months")
                .prove();
    }
}
