package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Marker;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The program in a process of its own with a small heap: memory is bounded by the configuration, not by what the source does. */
class MemoryIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String HEAP = "64m";
    /** Some 600 bytes, another text for each row. */
    private static final String TEXT = "repeat(md5(i::text), 19)";

    private static List<String> arguments(Scenario it) {
        return List.of("run", "--source", it.source().url(), "--destination", it.target().url(), "--slot", it.source().slot(),
                "--publication", it.source().publication(), "--heartbeat-interval", "200ms");
    }

    private static ChildProcess run(Scenario it, String... more) {
        List<String> arguments = new ArrayList<>(arguments(it));
        arguments.addAll(List.of(more));
        return it.owns(ChildProcess.start(HEAP, Map.of(), arguments.toArray(String[]::new)));
    }

    private static void caughtUp(Scenario it, ChildProcess process) {
        if (it.target().isLockedByItsWriter()) {
            it.caughtUp(PATIENCE);
            it.letGo();
            return;
        }
        Marker marker = new Marker(it.target());
        long mark = it.source().mark();
        Await.until("the target has caught up", PATIENCE, () -> {
            assertThat(process.isAlive()).as(process::output).isTrue();
            return marker.read() >= mark;
        }, process::output);
    }

    private static void following(Scenario it, ChildProcess process) {
        Await.until("it follows", PATIENCE, () -> {
            assertThat(process.isAlive()).as(process::output).isTrue();
            return process.output().contains("following slot");
        }, process::output);
    }

    /** Compares a table of many rows in stretches, which the test's own memory holds. */
    private static void assertSame(Scenario it, String table, int rows) throws SQLException {
        String columns = " WHERE id BETWEEN %s AND %s ORDER BY id";
        try (Connection source = it.source().connect(); Connection target = it.target().connect()) {
            for (int from = 0; from <= rows; from += 20_000) {
                String where = columns.formatted(from, from + 19_999);
                assertThat(Sql.column(target, "SELECT s FROM " + it.target().nameOf("public", table) + where))
                        .isEqualTo(Sql.column(source, "SELECT s FROM " + table + where));
            }
        }
        String count = it.source().value("SELECT count(*) FROM " + table);
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", table))).isEqualTo(count);
    }

    @EachTarget({TargetKind.SQLITE, TargetKind.MARIADB})
    void aTransactionLargerThanTheHeapArrives(Scenario it) throws SQLException {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)");
        ChildProcess process = run(it);
        following(it, process);
        it.source("BEGIN", "INSERT INTO t SELECT i, " + TEXT + " FROM generate_series(1, 350000) i", "UPDATE t SET s = 'changed' WHERE id % 10 = 0", "COMMIT");
        caughtUp(it, process);
        assertSame(it, "t", 350_000);
    }

    @EachTarget(TargetKind.SQLITE)
    void tenLargeTransactionsAtOnceArrive(Scenario it) throws SQLException {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)");
        ChildProcess process = run(it);
        following(it, process);
        List<Connection> writers = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                writers.add(it.source().connect());
                Sql.run(writers.get(i), "BEGIN");
            }
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 10; i++) {
                    int from = i * 30_000 + round * 6_000;
                    Sql.run(writers.get(i), "INSERT INTO t SELECT i, " + TEXT + " FROM generate_series(" + from + ", " + (from + 5_999) + ") i");
                }
            }
            for (int i = 9; i >= 0; i--) {
                Sql.run(writers.get(i), i % 4 == 3 ? "ROLLBACK" : "COMMIT");
            }
        } finally {
            for (Connection writer : writers) {
                writer.close();
            }
        }
        caughtUp(it, process);
        assertSame(it, "t", 300_000);
    }

    /** Also of a table of which hardly anything is wanted. */
    @EachTarget(TargetKind.POSTGRESQL)
    void aTargetThatStandsStillHoldsTheSourceBackAndNothingGrows(Scenario it) throws SQLException {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "CREATE TABLE unwanted (id int PRIMARY KEY, s text)", "CREATE PUBLICATION it_pub FOR ALL TABLES");
        ChildProcess process = run(it, "--tables", "t,it_marker");
        following(it, process);
        try (Connection blocker = it.target().connect()) {
            Sql.run(blocker, "BEGIN", "LOCK TABLE " + it.target().nameOf("public", "t") + " IN ACCESS EXCLUSIVE MODE");
            it.source("DO $$ BEGIN FOR i IN 1..100000 LOOP INSERT INTO unwanted VALUES (i, " + TEXT + ");"
                    + " IF i % 40 = 0 THEN INSERT INTO t VALUES (i, 'wanted'); COMMIT; END IF; END LOOP; END $$");
            it.source("DO $$ BEGIN FOR i IN 200001..350000 LOOP INSERT INTO t VALUES (i, " + TEXT + "); IF i % 40 = 0 THEN COMMIT; END IF; END LOOP; END $$");
            Await.holds("it lives", Duration.ofSeconds(2), process::isAlive);
            Sql.run(blocker, "ROLLBACK");
        }
        caughtUp(it, process);
        assertSame(it, "t", 350_000);
    }

    @EachTarget
    void aLargeValueArrivesByTheCopyAndByTheStream(Scenario it) throws SQLException {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT 1, string_agg(md5(i::text), '') FROM generate_series(1, 200000) i");
        ChildProcess process = run(it);
        following(it, process);
        it.source("INSERT INTO t SELECT 2, string_agg(md5(i::text), '') FROM generate_series(1, 200000) i", "UPDATE t SET s = s || 'x' WHERE id = 1");
        caughtUp(it, process);
        assertSame(it, "t", 2);
    }

    /** The heap that it has where nothing else is said. */
    @EachTarget
    void rowsOfFiftyMegabytesArriveInTheUsualHeap(Scenario it) throws SQLException {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, repeat('fifty megabytes ', 3125000) || i FROM generate_series(1, 1) i");
        ChildProcess process = it.owns(ChildProcess.start("256m", Map.of(), arguments(it).toArray(String[]::new)));
        following(it, process);
        it.source("INSERT INTO t SELECT i, repeat('fifty megabytes ', 3125000) || i FROM generate_series(2, 3) i", "UPDATE t SET s = s || 'x' WHERE id = 1");
        caughtUp(it, process);
        for (int id = 1; id <= 3; id++) { // the test's own memory holds one of each
            assertThat(it.target().value("SELECT s FROM " + it.target().nameOf("public", "t") + " WHERE id = " + id).equals(it.source().value("SELECT s FROM t WHERE id = " + id)))
                    .as("row " + id + " is the same").isTrue();
        }
    }

    @EachTarget
    void aValueTooLargeForTheHeapIsRefusedByName(Scenario it) {
        it.source("CREATE TABLE first (id int PRIMARY KEY, s text)", "INSERT INTO first VALUES (1, repeat('large', 20000000))");
        refused(it, run(it), "first");
        it.source("TRUNCATE first", "CREATE TABLE later (id int PRIMARY KEY, s text)");
        ChildProcess process = run(it, "--on-existing", "truncate");
        following(it, process);
        it.source("INSERT INTO later VALUES (1, 'fits')", "INSERT INTO later VALUES (2, repeat('large', 20000000))");
        refused(it, process, "later");
    }

    private static void refused(Scenario it, ChildProcess process, String table) {
        assertThat(process.awaitExit(PATIENCE)).as(process::output).isEqualTo(2);
        assertThat(process.output()).contains("out-of-memory", "--memory", table);
    }
}
