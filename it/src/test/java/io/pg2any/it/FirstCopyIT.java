package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.pg2any.SnapshotMode;
import io.pg2any.destination.OnExisting;
import io.pg2any.event.TableId;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** What is copied, when, and that nothing is missing or twice where copy and stream meet. */
class FirstCopyIT {

    private static final TableId T = new TableId("public", "t");
    private static final String[] ROWS = {"CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' || i FROM generate_series(1, 100) i"};

    private static String count(Scenario it) {
        return it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "t"));
    }

    @EachTarget
    void theInitialCopyIsMadeOnce(Scenario it) {
        it.source(ROWS);
        assertThat(it.follow().recorder().copied()).containsEntry(T, 100L);
        it.stop();
        assertThat(it.restart().recorder().copied()).isEmpty();
        it.source("UPDATE t SET s = 'x' WHERE id = 1");
        it.assertEqual();
    }

    @EachTarget
    void withoutACopyOnlyWhatComesLaterArrives(Scenario it) {
        it.source(ROWS);
        it.follow(config -> config.snapshotMode(SnapshotMode.NEVER));
        it.source("INSERT INTO t VALUES (101, 'later')", "UPDATE t SET s = 'whole, so it is healed' WHERE id = 5", "UPDATE it_marker SET n = n");
        it.caughtUp();
        assertThat(count(it)).isEqualTo("2");
        it.behind("INSERT INTO t VALUES (102, 'while stopped')");
        it.caughtUp();
        assertThat(count(it)).isEqualTo("3");
    }

    @EachTarget
    void aCopyAloneEndsByItselfAndLeavesNoSlot(Scenario it) {
        it.source(ROWS);
        it.start(config -> config.snapshotMode(SnapshotMode.ONLY)).awaitEndWithoutError();
        it.equality().check();
        assertThat(it.source().value("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()")).isEqualTo("0");
    }

    @EachTarget
    void aCopyAtEveryStartPutsRightWhatWasChangedInTheTarget(Scenario it) {
        it.source(ROWS);
        it.follow(config -> config.snapshotMode(SnapshotMode.ALWAYS));
        it.source("INSERT INTO t VALUES (101, 'streamed')");
        it.caughtUp();
        it.stop();
        it.target().run("DELETE FROM " + it.target().nameOf("public", "t") + " WHERE id < 50", "UPDATE " + it.target().nameOf("public", "t") + " SET s = 'wrong'");
        it.source("DELETE FROM t WHERE id = 60");
        assertThat(it.restart().recorder().copied()).containsEntry(T, 100L);
        it.source("INSERT INTO t VALUES (102, 'streamed')");
        it.assertEqual();
    }

    @EachTarget
    void rowsWrittenWhileTablesAreCopiedAreNeitherMissingNorTwice(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, n int, s text)", "INSERT INTO t SELECT i, 0, repeat('s', 50) FROM generate_series(1, 60000) i",
                "CREATE TABLE k (id int, n int)", "ALTER TABLE k REPLICA IDENTITY FULL", "INSERT INTO k SELECT i % 50, 0 FROM generate_series(1, 300) i");
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Void>> writers = IntStream.range(0, 4).mapToObj(i -> Scenario.beside(() -> write(it, i, done))).toList();
        it.follow();
        done.set(true);
        writers.forEach(CompletableFuture::join);
        it.assertEqual();
    }

    /** Each writer has ids of its own, so that they never wait for each other. */
    private static void write(Scenario it, int writer, AtomicBoolean done) {
        try (Connection connection = it.source().connect()) {
            for (int i = 0; !done.get(); i++) {
                int row = 1 + writer * 15_000 + i % 15_000;
                Sql.run(connection,
                        "UPDATE t SET n = n + 1 WHERE id = " + row,
                        "BEGIN; UPDATE t SET id = id + 1000000 WHERE id = " + (row + 1) + "; DELETE FROM t WHERE id = " + (row + 2) + "; COMMIT",
                        "INSERT INTO t VALUES (" + (100_000 * (writer + 1) + i) + ", 0, 'new')",
                        "INSERT INTO k VALUES (" + writer + ", " + i % 3 + ")",
                        "DELETE FROM k WHERE ctid = (SELECT min(ctid) FROM k WHERE id = " + (10 + writer * 10 + i % 10) + ")",
                        "UPDATE k SET n = n + 1 WHERE ctid = (SELECT max(ctid) FROM k WHERE id = " + writer + ")");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @EachTarget
    void aTableCreatedWhileTheStreamRunsJoinsIt(Scenario it) {
        it.source(ROWS);
        Stream stream = it.follow();
        it.source("CREATE TABLE later (id int PRIMARY KEY, s text)", "INSERT INTO later SELECT i, 'l' FROM generate_series(1, 500) i", "UPDATE later SET s = 'm' WHERE id < 50",
                "UPDATE t SET s = 'meanwhile'");
        it.assertEqual();
        it.source("DELETE FROM later WHERE id < 10", "INSERT INTO later VALUES (1000, 'n')");
        it.assertEqual();
        assertThat(stream.ended()).isFalse();
    }

    /** An index of all rows costs less than one that grows with them, above all where keys come in no order. */
    @EachTarget(TargetKind.POSTGRESQL)
    void aTableOfSeveralPartsGetsItsKeyWhenItsRowsAreThere(Scenario it) {
        it.source("CREATE TABLE t (id uuid PRIMARY KEY, pad text)", "INSERT INTO t SELECT md5(i::text)::uuid, repeat(md5(i::text), 30) FROM generate_series(1, 30000) i",
                "CREATE TABLE small (id uuid PRIMARY KEY)", "INSERT INTO small SELECT md5(i::text)::uuid FROM generate_series(1, 100) i");
        it.follow();
        String apart = "SELECT i.xmin <> a.xmin AND i.indisprimary AND obj_description(a.attrelid) IS NULL FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND attname = 'id'"
                + " WHERE indrelid = 'public.%s'::regclass";
        assertThat(it.target().value(apart.formatted("t"))).as("made in another transaction than the table").isEqualTo("t");
        assertThat(it.target().value(apart.formatted("small"))).isEqualTo("f");
        it.source("UPDATE t SET pad = 'x' WHERE id < '10000000-0000-0000-0000-000000000000'", "DELETE FROM t WHERE id > 'f0000000-0000-0000-0000-000000000000'");
        it.assertEqual();
    }

    @EachTarget
    void tablesWithoutRowsAndWithoutKeyAreCopied(Scenario it) {
        it.source("CREATE TABLE empty (id int PRIMARY KEY, s text)", "CREATE TABLE keyless (a int, b text)", "INSERT INTO keyless VALUES (1, 'x'), (1, 'x'), (NULL, NULL)");
        it.follow();
        it.assertEqual();
        it.source("INSERT INTO empty VALUES (1, 'no more')", "INSERT INTO keyless VALUES (1, 'x')");
        it.assertEqual();
    }

    @EachTarget
    void aLargeTableIsCopiedWhole(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, a text, n numeric(20, 4), at timestamptz)",
                "INSERT INTO t SELECT i, repeat('x', i % 300), i / 7.0, timestamptz '2020-01-01 00:00+00' + i * interval '1 minute' FROM generate_series(1, 110000) i");
        assertThat(it.follow().recorder().copied()).containsEntry(T, 110_000L);
        it.assertEqual();
    }

    @EachTarget
    void partitionedAndInheritedTablesAreCopiedAndFollowed(Scenario it) {
        it.source("CREATE TABLE p (id int, region text, v int, PRIMARY KEY (region, id)) PARTITION BY LIST (region)",
                "CREATE TABLE p_eu PARTITION OF p FOR VALUES IN ('eu')", "CREATE TABLE p_rest (v int, region text NOT NULL, id int NOT NULL)",
                "ALTER TABLE p ATTACH PARTITION p_rest DEFAULT", "INSERT INTO p SELECT i, CASE i % 2 WHEN 0 THEN 'eu' ELSE 'us' END, i FROM generate_series(1, 20) i",
                "CREATE TABLE parent (id int PRIMARY KEY, s text)", "CREATE TABLE child (more int, PRIMARY KEY (id)) INHERITS (parent)",
                "INSERT INTO parent VALUES (1, 'p')", "INSERT INTO child VALUES (2, 'c', 3)");
        it.follow();
        it.source("UPDATE p SET region = 'us' WHERE id = 2", "UPDATE p SET v = v + 1", "DELETE FROM p WHERE id = 3", "INSERT INTO p VALUES (100, 'asia', 1)",
                "UPDATE child SET s = 'cc' WHERE id = 2", "INSERT INTO parent VALUES (3, 'pp')");
        it.caughtUp();
        // reading a parent shows its children's rows too, the target's table holds its own
        it.equality().check("parent");
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "parent"))).isEqualTo("2");
    }

    @EachTarget
    void aNewCopyOverAnOlderOneFindsWhatWasDeletedMeanwhile(Scenario it) {
        it.source(ROWS);
        it.follow();
        it.caughtUp();
        it.stop();
        it.source("SELECT pg_drop_replication_slot('" + it.source().slot() + "')", "DELETE FROM t WHERE id <= 10", "UPDATE t SET s = 'y' WHERE id = 11");
        it.follow(config -> config.snapshotMode(SnapshotMode.ALWAYS).onExisting(OnExisting.TRUNCATE));
        it.source("DELETE FROM t WHERE id = 12");
        it.assertEqual();
    }
}
