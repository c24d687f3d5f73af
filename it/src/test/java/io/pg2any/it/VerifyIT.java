package io.pg2any.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;

import io.pg2any.app.verify.Progress;
import io.pg2any.app.verify.Verification;
import io.pg2any.app.verify.VerifyReport;
import io.pg2any.app.verify.VerifySettings;
import io.pg2any.event.TableId;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Load;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.projection.ColumnRules;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether a comparison finds all that differs and nothing else, while the stream runs. */
class VerifyIT {

    /** How long is looked for a false alarm: {@code -Dpg2any.verify-seconds=600}. */
    private static final Duration UNDER_LOAD = Duration.ofSeconds(Long.getLong("pg2any.verify-seconds", 3));

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROWS = 400;

    private static final Progress QUIET = new Progress() {
        @Override
        public void begun(TableId table, long estimatedRows) {}

        @Override
        public void read(TableId table, long rows) {}

        @Override
        public void done(VerifyReport.Table table) {}
    };

    private static final String COLUMNS = "n int, d numeric(20, 5), s text, b boolean, at timestamptz, j jsonb, f double precision, c char(8), raw bytea,"
            + " list int[], words text[], fs double precision[]";
    private static final String VALUES = "i, i * 1.10, 'row ' || i || ' ß\\''', i % 2 = 0, '2024-03-10 01:55:00.12+00'::timestamptz + i * '1 minute'::interval,"
            + " jsonb_build_object('b', i, 'a', array[1.50, i]), i / 7.0::float8, 'c' || i, decode(md5(i::text), 'hex'), array[i, NULL, -i], array['a b', 'NULL', '', 'c' || i, NULL], array[i / 8.0, 'Infinity', 'NaN', 1e20]::float8[] FROM generate_series(1, " + ROWS + ") i";

    private static VerifyReport verify(Scenario it, boolean repair) {
        return Verification.of(it.config().build(), new VerifySettings(repair, 1000, PATIENCE, false), QUIET);
    }

    /** Corruptions of one target, each of another row, with the rows that were hit. */
    private static final class Corruptions {
        private final Scenario it;
        private final Random random;
        private final Set<String> hit = new TreeSet<>();
        private final List<String> statements = new ArrayList<>();

        Corruptions(Scenario it, long seed) {
            this.it = it;
            this.random = new Random(seed);
        }

        private String name(String table) {
            return it.target().nameOf("public", table);
        }

        /** Changes a row of a table that was not hit yet. */
        void change(String table, String key, int times, String set) {
            hit(table, key, times, where -> "UPDATE " + name(table) + " SET " + set + " WHERE " + where);
        }

        void remove(String table, String key, int times) {
            hit(table, key, times, where -> "DELETE FROM " + name(table) + " WHERE " + where);
        }

        void add(String table, String columns, String values, String key) {
            assertThat(hit.add(table + " " + key)).isTrue();
            statements.add("INSERT INTO " + name(table) + " (" + columns + ") VALUES (" + values + ")");
        }

        private interface Statement {
            String where(String condition);
        }

        private void hit(String table, String key, int times, Statement statement) {
            for (int done = 0; done < times;) {
                String value = key.replace("#", String.valueOf(1 + random.nextInt(ROWS)));
                if (hit.add(table + " " + value.replace("'", "").replace(" AND ", ", "))) {
                    statements.add(statement.where(value));
                    done++;
                }
            }
        }

        void make() {
            it.target().run(statements.toArray(String[]::new));
        }
    }

    private static Set<String> found(VerifyReport report) {
        return report.tables().stream().flatMap(table -> table.rows().stream().map(row -> table.table().table() + " " + row.key().replace(" = ", "=")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @EachTarget({TargetKind.MYSQL, TargetKind.MARIADB, TargetKind.POSTGRESQL, TargetKind.SQLITE, TargetKind.DUCKDB, TargetKind.SQLSERVER})
    void everyOneOfAHundredCorruptionsIsFoundAndRepaired(Scenario it) {
        it.source("CREATE TABLE numbered (id int PRIMARY KEY, " + COLUMNS + ")", "INSERT INTO numbered SELECT i, " + VALUES,
                "CREATE TABLE worded (id text PRIMARY KEY, " + COLUMNS + ")", "INSERT INTO worded SELECT 'Key ' || i, " + VALUES,
                "CREATE TABLE paired (a bigint, id int, " + COLUMNS + ", PRIMARY KEY (a, id))", "INSERT INTO paired SELECT i % 5, i, " + VALUES,
                "CREATE TABLE keyless (n int, s text)", "ALTER TABLE keyless REPLICA IDENTITY FULL", "INSERT INTO keyless SELECT i % 50, 's' FROM generate_series(1, 200) i");
        it.follow();
        it.source("INSERT INTO numbered (id, s, f, d) VALUES (1001, '', -0.0, 0), (1002, NULL, 1e-300, 0.10000), (1003, 'blanks  ', 0.1, -0.5)");
        it.caughtUp();
        assertThat(verify(it, false).isEqual()).as(() -> found(verify(it, false)).toString()).isTrue();
        Corruptions corruptions = new Corruptions(it, 20261125);
        for (String[] table : new String[][] {{"numbered", "id=#"}, {"worded", "id='Key #'"}, {"paired", "id=#"}}) {
            corruptions.change(table[0], table[1], 5, "n = n + 1");
            corruptions.change(table[0], table[1], 3, "d = '77.00001'");
            corruptions.change(table[0], table[1], 3, "s = NULL");
            corruptions.change(table[0], table[1], 2, "s = ''");
            corruptions.change(table[0], table[1], 2, it.kind() == TargetKind.SQLSERVER ? "b = 1 - b" : "b = NOT b");
            corruptions.change(table[0], table[1], 2, it.target().quote("at") + " = '2024-03-10 01:57:00.120001'");
            corruptions.change(table[0], table[1], 2, "j = '{\"a\": [1.5, 1], \"b\": \"1\"}'");
            corruptions.change(table[0], table[1], 2, "f = f + 0.0000000001");
            corruptions.change(table[0], table[1], 1, "raw = NULL");
            corruptions.change(table[0], table[1], 1, "c = 'C1'");
            corruptions.remove(table[0], table[1], 6);
        }
        corruptions.add("numbered", "id, n", "0, 1", "id=0");
        corruptions.add("numbered", "id, n", "-5, 1", "id=-5");
        corruptions.add("numbered", "id, n", "2000000000, 1", "id=2000000000");
        corruptions.add("worded", "id, n", "'key 1', 1", "id=key 1");
        corruptions.add("worded", "id, n", "'', 1", "id=");
        corruptions.add("paired", "a, id, n", "7, 1, 1", "id=1, a=7");
        corruptions.change("numbered", "id=1001", 1, "s = NULL");
        corruptions.change("numbered", "id=1002", 1, "s = ''");
        corruptions.change("numbered", "id=1003", 1, "s = 'blanks'");
        assertThat(corruptions.hit).hasSize(96);
        corruptions.make();
        String keyless = it.target().nameOf("public", "keyless");
        it.target().run("INSERT INTO " + keyless + " VALUES (1, 's')", "INSERT INTO " + keyless + " VALUES (99, 'extra')", "DELETE FROM " + keyless + " WHERE n = 7",
                "UPDATE " + keyless + " SET s = NULL WHERE n = 8");
        VerifyReport report = verify(it, false);
        Set<String> found = found(report).stream().filter(row -> !row.startsWith("keyless")).map(row -> row.replaceFirst("^paired a=(?!7)\\d, ", "paired ")
                .replace("paired a=7, id=1", "paired id=1, a=7")).collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEqualTo(corruptions.hit);
        assertThat(found(report)).contains("keyless n=1, s=s", "keyless n=99, s=extra", "keyless n=7, s=s", "keyless n=8, s=s", "keyless n=8, s=NULL");
        assertThat(report.tables().stream().mapToLong(VerifyReport.Table::unsettled).sum()).isZero();
        VerifyReport repaired = verify(it, true);
        assertThat(repaired.isEqual()).as(() -> String.valueOf(repaired)).isTrue();
        assertThat(repaired.tables().stream().mapToLong(VerifyReport.Table::repaired).sum()).isEqualTo(96 + 1 + 1 + 4 + 4 + 4);
        it.assertEqual();
        assertThat(verify(it, false).tables()).allMatch(table -> table.differences() == 0);
    }

    @EachTarget({TargetKind.MYSQL, TargetKind.MARIADB, TargetKind.POSTGRESQL, TargetKind.SQLITE, TargetKind.DUCKDB, TargetKind.SQLSERVER})
    @Timeout(value = 30, unit = TimeUnit.MINUTES) // as long as it was asked to look, and no default
    void thereIsNoFalseAlarmUnderLoadAndARepairOverwritesNothingNewer(Scenario it) {
        it.source(Load.TABLES);
        it.source("INSERT INTO keyed SELECT i, 0, 's', NULL FROM generate_series(1, 2000) i", "INSERT INTO keyless SELECT i % 20, 'k' FROM generate_series(1, 100) i",
                "CREATE TABLE worded (id text PRIMARY KEY, n int)", "INSERT INTO worded SELECT 'w' || i, i FROM generate_series(1, 500) i");
        it.follow();
        try (Load load = Load.start(it.source(), 7)) {
            long end = System.nanoTime() + UNDER_LOAD.toNanos();
            do {
                VerifyReport report = verify(it, false);
                assertThat(report.isEqual()).as(() -> found(report).toString()).isTrue();
            } while (System.nanoTime() < end);
            String first = it.kind() == TargetKind.SQLSERVER ? "SET DEADLOCK_PRIORITY HIGH" : "SELECT 1"; // the stream is who tries again
            it.target().run(first, "DELETE FROM " + it.target().nameOf("public", "keyed") + " WHERE id < 400",
                    "UPDATE " + it.target().nameOf("public", "worded") + " SET n = -1 WHERE id IN ('w1', 'w20')");
            VerifyReport report = Verification.of(it.config().tables(List.of("keyed", "worded")).build(), new VerifySettings(true, 1000, PATIENCE, false), QUIET);
            assertThat(report.isEqual()).as(() -> String.valueOf(report)).isTrue();
            assertThat(report.tables().stream().mapToLong(VerifyReport.Table::repaired).sum()).isGreaterThan(2);
        }
        it.assertEqual();
    }

    /** What rules make of rows does not depend on the target. */
    @EachTarget(TargetKind.SQLITE)
    void rulesForColumnsAreHeededAndWhatTheyAddIsToldAsNotCompared(Scenario it) {
        ColumnRules rules = ColumnRules.NONE.withColumns(Map.of("public.users", "!password")).withRenames(Map.of("public.users.name", "title"))
                .withMasks(Map.of("public.users.mail", "truncate:2")).withAuditColumns(List.of("public.audited"));
        it.source("CREATE TABLE users (password text, id int PRIMARY KEY, name text, mail text)", "INSERT INTO users SELECT 'p', i, 'n' || i, 'mail' || i FROM generate_series(1, 50) i",
                "CREATE TABLE audited (id int PRIMARY KEY)");
        it.follow(config -> config.columnRules(rules));
        it.caughtUp();
        it.target().run("UPDATE users SET title = 'x' WHERE id = 3", "UPDATE users SET mail = 'full' WHERE id = 4", "DELETE FROM users WHERE id = 5");
        VerifyReport report = Verification.of(it.config().columnRules(rules).tables(List.of("users")).build(), new VerifySettings(true, 1000, PATIENCE, false), QUIET);
        assertThat(report.isEqual()).as(() -> String.valueOf(report)).isTrue();
        assertThat(found(report)).containsExactly("users id=3", "users id=4", "users id=5");
        assertThat(report.tables().getFirst().rows()).extracting(VerifyReport.Row::columns).containsExactly(List.of("title"), List.of("mail"), List.of());
        assertThat(it.target().value("SELECT count(*) FROM users WHERE mail = 'ma' AND title = 'n' || id")).isEqualTo("50");
        VerifyReport added = Verification.of(it.config().columnRules(rules).tables(List.of("audited")).build(), new VerifySettings(false, 1000, PATIENCE, false), QUIET);
        assertThat(added.isEqual()).isFalse();
        assertThat(added.tables().getFirst().problem()).contains("not-comparable");
    }

    /** What the process prints and ends with does not depend on the target. */
    @EachTarget(TargetKind.SQLITE)
    void theCommandNamesTheRowsAndItsExitCodeSaysWhetherAllIsEqual(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text, n int)", "INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)", "CREATE TABLE gone (id int PRIMARY KEY)");
        it.follow();
        it.caughtUp();
        String table = it.target().nameOf("public", "t");
        it.target().run("UPDATE " + table + " SET s = 'x' WHERE id = 2", "DELETE FROM " + table + " WHERE id = 1");
        String[] arguments = {"verify", "--source", it.source().url(), "--destination", it.target().url(), "--slot", it.source().slot(), "--publication", it.source().publication()};
        ChildProcess differs = it.owns(ChildProcess.start("128m", Map.of("CDC_TABLES", "t"), arguments));
        assertThat(differs.awaitExit()).as(differs::output).isEqualTo(1);
        assertThat(differs.output()).contains("id=1 is missing in the target", "id=2 differs in the target: s", "2 differ", "NOT EQUAL");
        List<String> repairing = new ArrayList<>(List.of(arguments));
        repairing.addAll(List.of("--repair", "--json"));
        ChildProcess repairs = it.owns(ChildProcess.start("128m", Map.of("CDC_TABLES", "t"), repairing.toArray(String[]::new)));
        assertThat(repairs.awaitExit()).as(repairs::output).isZero();
        assertThat(repairs.output()).contains("\"repaired\" : 2");
        it.assertEqual();
        it.target().run("DROP TABLE " + it.target().nameOf("public", "gone"));
        ChildProcess missing = it.owns(ChildProcess.start("128m", Map.of("CDC_TABLES", "gone,t"), arguments));
        assertThat(missing.awaitExit()).as(missing::output).isEqualTo(1);
        assertThat(missing.output()).contains("public.gone: NOT COMPARED", "table-missing", "public.t: equal");
    }

    /** Of files that one process alone can open, and of others. */
    @EachTarget({TargetKind.DUCKDB, TargetKind.SQLITE})
    void whereNoStreamRunsTheComparisonRunsItItself(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' || i FROM generate_series(1, 300) i");
        String[] arguments = {"--source", it.source().url(), "--destination", it.target().url(), "--slot", it.source().slot(), "--publication", it.source().publication(),
            "--heartbeat-interval", "200ms"};
        ChildProcess nothing = verify(it, arguments, "--follow");
        assertThat(nothing.awaitExit()).as(nothing::output).isEqualTo(2);
        assertThat(nothing.output()).contains("nothing-to-follow");
        ChildProcess stream = it.owns(ChildProcess.start("128m", Map.of(), with("run", arguments)));
        it.caughtUp();
        if (it.target().isLockedByItsWriter()) {
            ChildProcess locked = verify(it, arguments);
            assertThat(locked.awaitExit()).as(locked::output).isEqualTo(3);
            assertThat(locked.output()).contains("target-busy", "stop it and say --follow");
        }
        stream.terminate();
        assertThat(stream.awaitExit()).as(stream::output).isZero();
        String table = it.target().nameOf("public", "t");
        it.target().run("UPDATE " + table + " SET s = 'x' WHERE id = 2", "DELETE FROM " + table + " WHERE id = 7", "INSERT INTO " + table + " VALUES (900, 'extra')");
        it.source("INSERT INTO t VALUES (400, 'while nobody follows')", "UPDATE t SET s = 'too' WHERE id = 3");
        ChildProcess differs = verify(it, arguments, "--follow");
        assertThat(differs.awaitExit()).as(differs::output).isEqualTo(1);
        assertThat(differs.output()).contains("id=2 differs in the target: s", "id=7 is missing in the target", "id=900", "301 rows", "3 differ");
        ChildProcess repairs = verify(it, arguments, "--follow", "--repair");
        assertThat(repairs.awaitExit()).as(repairs::output).isZero();
        assertThat(repairs.output()).contains("3 repaired");
        it.follow();
        it.assertEqual();
    }

    private static ChildProcess verify(Scenario it, String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(with("verify", arguments)));
        all.addAll(List.of(more));
        return it.owns(ChildProcess.start("128m", Map.of(), all.toArray(String[]::new)));
    }

    private static String[] with(String command, String[] arguments) {
        return Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new);
    }
}
