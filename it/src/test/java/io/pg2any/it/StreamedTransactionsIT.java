package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;

import io.pg2any.event.EventType;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transactions that are sent before they commit: the source's {@code logical_decoding_work_mem} is 64 kB, so a few thousand rows
 * are enough.
 */
class StreamedTransactionsIT {

    private static final String[] TABLES = {
        "CREATE TABLE t (id int PRIMARY KEY, s text)", "CREATE TABLE k (id int, s text)", "ALTER TABLE k REPLICA IDENTITY FULL",
        "INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 10) i", "INSERT INTO k SELECT i % 4, 'k' FROM generate_series(1, 10) i"
    };

    private static Stream follow(Scenario it) {
        it.source(TABLES);
        return it.follow(config -> config.streaming(true));
    }

    private static String insert(int from, int to) {
        return "INSERT INTO t SELECT i, 'streamed ' || i FROM generate_series(" + from + ", " + to + ") i";
    }

    @EachTarget
    void aStreamedTransactionArrivesWhole(Scenario it) {
        Stream stream = follow(it);
        it.source("BEGIN", insert(1000, 8000), "UPDATE t SET s = upper(s)", "UPDATE t SET id = id + 100000 WHERE id % 7 = 0", "DELETE FROM t WHERE id % 5 = 0",
                "INSERT INTO k SELECT i % 4, 'k' FROM generate_series(1, 3000) i", "DELETE FROM k WHERE ctid IN (SELECT ctid FROM k LIMIT 500)", "COMMIT");
        it.assertEqual();
        assertThat(stream.recorder().events(EventType.STREAM_START)).isPositive();
        assertThat(stream.recorder().events(EventType.STREAM_COMMIT)).isPositive();
    }

    @EachTarget
    void aStreamedTransactionThatRollsBackLeavesNothing(Scenario it) throws SQLException {
        Stream stream = follow(it);
        try (Connection writer = it.source().connect()) {
            Sql.run(writer, "BEGIN", insert(1000, 8000), "UPDATE t SET s = 'no'");
            // what is rolled back before the server comes to it, newer ones leave out
            Await.until("some of it is sent", () -> stream.recorder().events(EventType.STREAM_START) > 0);
            Sql.run(writer, "ROLLBACK", "INSERT INTO t VALUES (11, 'yes')");
        }
        it.assertEqual();
        assertThat(stream.recorder().events(EventType.STREAM_ABORT)).isPositive();
    }

    @EachTarget
    void aRolledBackSavepointOfAStreamedTransactionIsLeftOut(Scenario it) {
        follow(it);
        it.source("BEGIN", insert(1001, 4000),
                "SAVEPOINT a", insert(5001, 8000), "ROLLBACK TO a", insert(9001, 12000), "COMMIT");
        it.assertEqual();
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "t"))).isEqualTo("6010");
    }

    @EachTarget
    void nestedSavepointsOfAStreamedTransactionAreUndoneOneByOne(Scenario it) {
        follow(it);
        it.source("BEGIN", insert(1001, 3000), "SAVEPOINT a", insert(3001, 6000), "SAVEPOINT b", "UPDATE t SET s = 'no' WHERE id > 2000", "ROLLBACK TO b",
                "SAVEPOINT c", "DELETE FROM t WHERE id BETWEEN 1500 AND 2500", "RELEASE c", "SAVEPOINT d", insert(6001, 9000), "ROLLBACK TO d", "RELEASE a", insert(9001, 11000), "COMMIT");
        it.source("DO $$ BEGIN FOR i IN 1..50 LOOP BEGIN " + "INSERT INTO t SELECT g, 'no' FROM generate_series(20000, 20200) g; PERFORM 1 / (i % 2);"
                + " EXCEPTION WHEN division_by_zero OR unique_violation THEN UPDATE t SET s = 'caught ' || i WHERE id = 5; END; END LOOP; END $$");
        it.assertEqual();
    }

    @EachTarget
    void interleavedTransactionsThatCommitInTheOppositeOrderOfTheirStartsArriveInTheOrderOfTheirCommits(Scenario it) throws SQLException {
        follow(it);
        try (Connection first = it.source().connect(); Connection second = it.source().connect()) {
            Sql.run(first, "BEGIN", insert(10_000, 13_000));
            Sql.run(second, "BEGIN", insert(20_000, 23_000));
            Sql.run(first, "UPDATE t SET s = 'first' WHERE id = 1", insert(13_001, 16_000));
            Sql.run(second, insert(23_001, 26_000), "UPDATE t SET s = 'second' WHERE id = 2");
            Sql.run(first, insert(16_001, 18_000));
            Sql.run(second, "COMMIT");
            Sql.run(first, "UPDATE t SET s = s || ' and first' WHERE id = 2", "COMMIT");
        }
        it.assertEqual();
    }

    @EachTarget
    void aStreamedTransactionThatIsOpenAtARestartArrivesAfterIt(Scenario it) throws SQLException {
        follow(it);
        try (Connection open = it.source().connect()) {
            Sql.run(open, "BEGIN", insert(10_000, 14_000));
            it.source("INSERT INTO t VALUES (11, 'meanwhile')");
            it.assertEqual();
            it.behind("INSERT INTO t VALUES (12, 'while stopped')");
            Sql.run(open, insert(14_001, 16_000), "COMMIT");
        }
        it.assertEqual();
    }

    @EachTarget
    void protocolVersionsGiveTheSameRows(Scenario it) {
        it.source(TABLES);
        it.follow(config -> config.protocolVersion(1));
        for (int version = 1; version <= 4; version++) {
            int protocol = version;
            if (version > 1) {
                it.stop();
                it.follow(config -> config.protocolVersion(protocol).streaming(true));
            }
            int from = version * 10_000;
            it.source("BEGIN", insert(from, from + 3000), "SAVEPOINT a", "DELETE FROM t WHERE id > 5", "ROLLBACK TO a",
                    "UPDATE t SET s = 'protocol " + version + "' WHERE id % 10 = " + version, "COMMIT");
            it.assertEqual();
        }
    }
}
