package io.pg2any.it;

import java.util.List;

import io.pg2any.destination.OnValue;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.LogLines;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Values that a column of the target cannot hold, by each policy. */
class ValuesIT {

    private static final String[] SOURCE = {
        "CREATE TABLE t (id int PRIMARY KEY, n numeric, d double precision, r real, day date, at timestamptz(0), s text)", "CREATE TABLE bag (n numeric)", "ALTER TABLE bag REPLICA IDENTITY FULL"
    };
    private static final String[] VALUES = {
        "INSERT INTO t VALUES (%s, '-Infinity', 'Infinity', '-Infinity', 'infinity', '-infinity', 'äöüß🎉')",
        "INSERT INTO t VALUES (%s, 1e50, 1, 1, '0044-03-15 BC', '20200-01-01 00:00:00+00', 'x')", "INSERT INTO t VALUES (%s, 1.00000000000000000000000000000000005, 2, 2, '10000-01-01', NULL, 'abc')",
        "INSERT INTO t VALUES (%s, 'NaN', 'NaN', 'NaN', NULL, NULL, NULL)"
    };

    /** The copy holds rows 1 to 4, the stream 11 to 14. */
    private static void play(Scenario it, OnValue policy) {
        it.source(SOURCE);
        it.target().run("CREATE TABLE " + it.target().nameOf("public", "t") + " (id int PRIMARY KEY, n decimal(65, 30), d double, r float, day date, at datetime, s varchar(4))" + it.target().tableOptions());
        insert(it, 1);
        it.source("INSERT INTO bag VALUES ('NaN'), ('Infinity'), (1)");
        it.follow(config -> config.onValue(policy));
        insert(it, 11);
        it.source("INSERT INTO bag VALUES ('NaN')", "UPDATE bag SET n = 2 WHERE n = 'Infinity'", "DELETE FROM bag WHERE ctid = (SELECT min(ctid) FROM bag WHERE n = 'NaN')");
        it.caughtUp();
    }

    private static void insert(Scenario it, int first) {
        for (int i = 0; i < VALUES.length; i++) {
            it.source(VALUES[i].formatted(first + i));
        }
    }

    private static List<String> column(Scenario it, String column) {
        return List.of(it.target().value("SELECT GROUP_CONCAT(COALESCE(" + column + ", 'NULL') ORDER BY id SEPARATOR ' ') FROM " + it.target().nameOf("public", "t")).split(" "));
    }

    private static String[] twice(String... values) {
        String[] twice = new String[2 * values.length];
        System.arraycopy(values, 0, twice, 0, values.length);
        System.arraycopy(values, 0, twice, values.length, values.length);
        return twice;
    }

    /** Of the destinations, these have the most that they cannot hold. */
    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL})
    void theNearestValueStandsForOneThatDoesNotFit(Scenario it) {
        try (LogLines log = new LogLines()) {
            play(it, OnValue.CLAMP);
            String largest = "9".repeat(35) + "." + "9".repeat(30);
            assertThat(column(it, "n")).containsExactly(twice("-" + largest, largest, "1." + "0".repeat(30), "NULL"));
            assertThat(column(it, "FORMAT(LOG10(d), 2)")).containsExactly(twice("308.25", "0.00", "0.30", "NULL"));
            assertThat(column(it, "FORMAT(LOG10(-r), 2)")).containsExactly(twice("38.53", "NULL", "NULL", "NULL"));
            assertThat(column(it, "day")).containsExactly(twice("9999-12-31", "0001-01-01", "9999-12-31", "NULL"));
            assertThat(column(it, "DATE_FORMAT(at, '%Y-%m-%dT%T')")).containsExactly(twice("0001-01-01T00:00:00", "9999-12-31T23:59:59", "NULL", "NULL"));
            assertThat(column(it, "s")).containsExactly(twice("äöüß", "x", "abc", "NULL"));
            String bag = it.target().nameOf("public", "bag");
            assertThat(it.target().value("SELECT CONCAT(COUNT(*), ' ', COUNT(n), ' ', SUM(n) = 3) FROM " + bag)).isEqualTo("3 2 1");
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("column=day") && line.contains("the nearest"));
        }
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL})
    void nullStandsForAValueThatDoesNotFit(Scenario it) {
        play(it, OnValue.NULL);
        assertThat(column(it, "n")).containsOnly("NULL");
        assertThat(column(it, "day")).containsOnly("NULL");
        assertThat(column(it, "s")).containsExactly(twice("NULL", "x", "abc", "NULL"));
    }

    private static final String[] SOURCE_OF_DUCKDB = {
        "CREATE TABLE t (id int PRIMARY KEY, n numeric, fix numeric(10, 2), at timestamptz, t timestamp, span interval, fixes numeric(10, 2)[], times timestamp[], numbers int[])"
    };
    private static final String[] VALUES_OF_DUCKDB = {
        "INSERT INTO t VALUES (%s, '-Infinity', 'NaN', '294276-12-31 23:59:59.999999+00', '294276-12-31 23:59:59.999999', 'infinity', '{1.50,NaN,NULL}', '{2024-02-29,294276-01-01,\"0044-03-15 BC\"}', '[0:1]={7,8}')",
        "INSERT INTO t VALUES (%s, 1e50, 1, '0044-03-15 00:00:00+00 BC', '-infinity', '-infinity', '{2}', '{}', '{9}')",
        "INSERT INTO t VALUES (%s, 1.00000000005, 2, 'infinity', NULL, '1 year -2 days', NULL, '{infinity}', NULL)"
    };

    private static void playOnDuckDb(Scenario it, OnValue policy) {
        it.source(SOURCE_OF_DUCKDB);
        it.target().run("CREATE TABLE " + it.target().nameOf("public", "t") + " (id INTEGER PRIMARY KEY, n DECIMAL(38, 10), fix DECIMAL(10, 2), \"at\" TIMESTAMPTZ, t TIMESTAMP, span INTERVAL,"
                + " fixes DECIMAL(10, 2)[], times TIMESTAMP[], numbers INTEGER[])");
        for (int first : new int[] {1, 11}) {
            for (int i = 0; i < VALUES_OF_DUCKDB.length; i++) {
                it.source(VALUES_OF_DUCKDB[i].formatted(first + i));
            }
            if (first == 1) {
                it.follow(config -> config.onValue(policy));
            }
        }
        it.caughtUp();
    }

    private static String of(Scenario it, String column) {
        return it.target().value("SELECT string_agg(COALESCE(CAST(" + it.target().quote(column) + " AS VARCHAR), 'NULL'), ' | ' ORDER BY id) FROM " + it.target().nameOf("public", "t"));
    }

    private static String again(String values) {
        return values + " | " + values;
    }

    @EachTarget(TargetKind.DUCKDB)
    void theNearestValueStandsForOneThatDuckDbCannotHold(Scenario it) {
        try (LogLines log = new LogLines()) {
            playOnDuckDb(it, OnValue.CLAMP);
            String largest = "9".repeat(28) + "." + "9".repeat(10);
            assertThat(of(it, "n")).isEqualTo(again("-" + largest + " | " + largest + " | 1.0000000001"));
            assertThat(of(it, "fix")).isEqualTo(again("NULL | 1.00 | 2.00"));
            assertThat(of(it, "at")).isEqualTo(again("294247-01-10 04:00:54.775806+00 | 0044-03-15 (BC) 00:00:00+00 | infinity"));
            assertThat(of(it, "t")).isEqualTo(again("294247-01-10 04:00:54.775806 | -infinity | NULL"));
            assertThat(of(it, "span")).isEqualTo(again("178000000 years | -178000000 years | 1 year -2 days"));
            assertThat(of(it, "fixes")).isEqualTo(again("[1.50, NULL, NULL] | [2.00] | NULL"));
            assertThat(of(it, "times")).isEqualTo(again("['2024-02-29 00:00:00', '294247-01-10 04:00:54.775806', '0044-03-15 (BC) 00:00:00'] | [] | [infinity]"));
            assertThat(of(it, "numbers")).isEqualTo(again("[7, 8] | [9] | NULL"));
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("column=times") && line.contains("the nearest") && line.contains("an array with a moment after"));
        }
    }

    @EachTarget(TargetKind.DUCKDB)
    void nullStandsForAValueThatDuckDbCannotHold(Scenario it) {
        playOnDuckDb(it, OnValue.NULL);
        assertThat(of(it, "n")).isEqualTo(again("NULL | NULL | NULL"));
        assertThat(of(it, "t")).isEqualTo(again("NULL | -infinity | NULL"));
        assertThat(of(it, "span")).isEqualTo(again("NULL | NULL | 1 year -2 days"));
        assertThat(of(it, "fixes")).isEqualTo(again("NULL | [2.00] | NULL"));
        assertThat(of(it, "numbers")).isEqualTo(again("NULL | [9] | NULL"));
    }

    /** The beginning of a text is near to it; that of a number or a document in a column of text is not. */
    @EachTarget({TargetKind.MARIADB, TargetKind.POSTGRESQL})
    void onlyTextsAndBytesAreCut(Scenario it) {
        boolean postgres = it.kind() == TargetKind.POSTGRESQL;
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text, b bytea, j jsonb)");
        it.target().run("CREATE TABLE " + it.target().nameOf("public", "t") + " (id int PRIMARY KEY, s varchar(4), " + (postgres ? "b bytea, j jsonb" : "b varbinary(2), j varchar(10)") + ")" + it.target().tableOptions());
        it.source("INSERT INTO t VALUES (1, 'äöüß🎉', '\\x0102', '{}')");
        it.follow(config -> config.onValue(OnValue.CLAMP));
        it.source("INSERT INTO t VALUES (2, '🎉🎉🎉🎉    ', '\\x01ff03', '[1]')");
        it.caughtUp();
        String hex = postgres ? "encode(b, 'hex')" : "LOWER(HEX(b))";
        assertThat(it.target().value("SELECT concat_ws(' ', s, " + hex + ") FROM " + it.target().nameOf("public", "t") + " WHERE id = 1")).isEqualTo("äöüß 0102");
        assertThat(it.target().value("SELECT concat_ws(' ', s, " + hex + ") FROM " + it.target().nameOf("public", "t") + " WHERE id = 2")).isEqualTo("🎉🎉🎉🎉 01ff" + (postgres ? "03" : ""));
        if (!postgres) {
            it.source("INSERT INTO t VALUES (3, 'x', NULL, '{\"a\": 1234567890}')");
            assertThat(it.stream().awaitFailure().explain()).contains("column j", "17 characters");
        }
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL})
    void aRowWithAValueThatDoesNotFitBecomesADeadLetter(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, n numeric(20, 2))", "INSERT INTO t VALUES (1, 'NaN'), (2, 2)");
        it.follow(config -> config.onValue(OnValue.DEAD_LETTER));
        it.source("INSERT INTO t VALUES (3, 'NaN'), (4, 4)", "UPDATE t SET n = 'NaN' WHERE id = 2");
        it.caughtUp();
        assertThat(it.target().value("SELECT GROUP_CONCAT(id ORDER BY id) FROM " + it.target().nameOf("public", "t"))).isEqualTo("2,4");
        assertThat(it.target().value("SELECT GROUP_CONCAT(operation ORDER BY id) FROM pg2any_dead_letter")).isEqualTo("COPY,INSERT,UPDATE");
    }

    /** Key values are never changed: rows would become one. */
    @EachTarget(TargetKind.SQLITE)
    void aKeyThatDoesNotFitIsAnErrorWhateverThePolicy(Scenario it) {
        it.source("CREATE TABLE t (k double precision PRIMARY KEY)", "INSERT INTO t VALUES ('NaN')");
        assertThat(it.failure(config -> config.onValue(OnValue.CLAMP)).explain()).contains("column k", "NaN");
    }
}
