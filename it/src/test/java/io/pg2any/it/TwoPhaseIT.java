package io.pg2any.it;

import java.util.List;
import java.util.function.UnaryOperator;

import io.pg2any.Config;
import io.pg2any.event.EventType;
import io.pg2any.event.Lsn;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prepared transactions that are received at their PREPARE. What happens between it and their end is the source's and the reader's
 * side alone: most tests are played on one target.
 */
class TwoPhaseIT {

    private static final UnaryOperator<Config.Builder> TWO_PHASE = config -> config.twoPhase(true);
    private static final String[] TABLES = {
        "CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' || i FROM generate_series(1, 10) i",
        "CREATE TABLE k (a int)", "ALTER TABLE k REPLICA IDENTITY FULL"
    };

    private static String gid(Scenario it, String name) {
        return "'" + it.source().name() + "_" + name + "'";
    }

    private static void prepare(Scenario it, String name, String... statements) {
        it.source("BEGIN");
        it.source(statements);
        it.source("PREPARE TRANSACTION " + gid(it, name));
    }

    private static void commit(Scenario it, String name) {
        it.source("COMMIT PREPARED " + gid(it, name));
    }

    private static Lsn confirmed(Scenario it) {
        return it.source().confirmed(it.source().slot());
    }

    private static void awaitReleased(Scenario it) {
        Lsn end = it.source().end();
        Await.until("the slot's position passes what has ended", Await.PATIENCE, () -> confirmed(it).compareTo(end) >= 0, () -> confirmed(it) + " of " + end);
    }

    @EachTarget
    void aPreparedTransactionIsReceivedAtItsPrepareAndAppliedAtItsCommit(Scenario it) {
        it.source(TABLES);
        Stream stream = it.follow(TWO_PHASE);
        prepare(it, "a", "INSERT INTO t VALUES (100, 'prepared')", "UPDATE t SET s = 'a' WHERE id = 1", "INSERT INTO k VALUES (1), (1)");
        prepare(it, "b", "UPDATE t SET s = 'no' WHERE id = 2", "INSERT INTO k VALUES (2)");
        it.source("UPDATE t SET s = 'other' WHERE id = 3");
        it.assertEqual();
        assertThat(stream.recorder().events(EventType.PREPARE)).isEqualTo(2);
        commit(it, "a");
        it.source("UPDATE t SET s = s || ' and after' WHERE id = 100", "ROLLBACK PREPARED " + gid(it, "b"));
        it.assertEqual();
        assertThat(stream.recorder().events(EventType.COMMIT_PREPARED)).isOne();
        assertThat(stream.recorder().events(EventType.ROLLBACK_PREPARED)).isOne();
        awaitReleased(it);
    }

    @EachTarget({TargetKind.SQLITE, TargetKind.POSTGRESQL})
    void aRestartBetweenPrepareAndCommitLosesNothing(Scenario it) {
        it.source(TABLES);
        it.follow(TWO_PHASE);
        it.caughtUp();
        Lsn before = it.source().end();
        prepare(it, "a", "INSERT INTO t VALUES (100, 'prepared')", "INSERT INTO k VALUES (1), (1)");
        Lsn prepared = it.source().end();
        it.source("INSERT INTO t SELECT i, 'later' FROM generate_series(200, 300) i", "INSERT INTO k SELECT i % 3 FROM generate_series(1, 100) i");
        it.assertEqual();
        for (int i = 0; i < 3; i++) {
            it.stop();
            assertThat(confirmed(it)).as("acknowledged while prepared").isBetween(before, prepared);
            it.restart();
            it.source("INSERT INTO k VALUES (" + (10 + i) + ")");
            it.assertEqual();
        }
        commit(it, "a");
        it.assertEqual();
        awaitReleased(it);
    }

    @EachTarget(TargetKind.SQLITE)
    void transactionsThatEndWhileStoppedArriveOrNotAsTheyEnded(Scenario it) {
        it.source(TABLES);
        it.follow(TWO_PHASE);
        prepare(it, "a", "INSERT INTO k VALUES (1), (1)", "UPDATE t SET s = 'a' WHERE id = 1");
        prepare(it, "b", "INSERT INTO k VALUES (2)", "UPDATE t SET s = 'no' WHERE id = 2");
        it.assertEqual();
        it.stop();
        commit(it, "a");
        it.source("ROLLBACK PREPARED " + gid(it, "b"));
        prepare(it, "c", "INSERT INTO k VALUES (3)", "UPDATE t SET s = 'c' WHERE id = 3");
        it.restart();
        it.assertEqual();
        it.behind("COMMIT PREPARED " + gid(it, "c"), "UPDATE t SET s = 'last' WHERE id = 4");
        it.assertEqual();
        awaitReleased(it);
    }

    @EachTarget(TargetKind.SQLITE)
    void oneThatWasAppliedIsNotAppliedAgainWhileAnotherHoldsTheSlotBack(Scenario it) {
        it.source(TABLES);
        it.follow(TWO_PHASE);
        prepare(it, "held", "INSERT INTO k VALUES (0)");
        prepare(it, "a", "INSERT INTO k VALUES (1), (1)");
        commit(it, "a");
        it.assertEqual();
        it.behind("INSERT INTO k VALUES (2)");
        it.assertEqual();
        commit(it, "held");
        it.assertEqual();
    }

    @EachTarget(TargetKind.SQLITE)
    void aLargePreparedTransactionIsStreamedAndHeld(Scenario it) {
        it.source(TABLES);
        UnaryOperator<Config.Builder> small = config -> config.twoPhase(true).bufferBytes(300_000).batchBytes(100_000);
        Stream stream = it.follow(small);
        prepare(it, "a", "INSERT INTO t SELECT i, repeat('p', 100) FROM generate_series(1000, 9000) i", "SAVEPOINT s", "DELETE FROM t", "ROLLBACK TO s",
                "UPDATE t SET s = 'p' WHERE id % 3 = 0");
        it.source("INSERT INTO t VALUES (11, 'meanwhile')");
        it.caughtUp();
        assertThat(stream.recorder().events(EventType.STREAM_PREPARE)).isOne();
        it.behind("INSERT INTO t VALUES (12, 'while stopped')");
        it.assertEqual();
        commit(it, "a");
        it.assertEqual();
        prepare(it, "b", "DELETE FROM t WHERE id > 20");
        it.source("ROLLBACK PREPARED " + gid(it, "b"));
        it.assertEqual();
    }

    @EachTarget(TargetKind.SQLITE)
    void aSlotThatExistsLearnsOfPreparedTransactionsAndStaysWithThem(Scenario it) {
        it.source(TABLES);
        it.follow(config -> config);
        prepare(it, "before", "INSERT INTO k VALUES (1)");
        it.assertEqual();
        it.stop();
        Stream stream = it.follow(TWO_PHASE);
        prepare(it, "now", "INSERT INTO k VALUES (2)");
        it.assertEqual();
        it.stop();
        // without being asked for: the server goes on to send them
        it.follow(config -> config.protocolVersion(2));
        it.assertEqual();
        it.behind("INSERT INTO k VALUES (3)");
        commit(it, "before");
        commit(it, "now");
        it.assertEqual();
        assertThat(stream.recorder().events(EventType.PREPARE)).isPositive();
        awaitReleased(it);
    }

    /** Why nothing may be acknowledged beyond a PREPARE: afterwards the server tells the commit alone. */
    @EachTarget(TargetKind.SQLITE)
    void theServerSendsAPreparedTransactionOnceOnly(Scenario it) {
        it.source(TABLES);
        String slot = it.source().slot();
        it.source("SET synchronous_commit = on", "CREATE PUBLICATION it_pub FOR ALL TABLES",
                "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput', false, true)");
        String letters = "SELECT chr(get_byte(data, 0)) FROM %s('" + slot + "', NULL, NULL, 'proto_version', '3', 'publication_names', 'it_pub')";
        prepare(it, "a", "INSERT INTO k VALUES (1)");
        String peek = letters.formatted("pg_logical_slot_peek_binary_changes");
        assertThat(it.source().column(peek)).containsSubsequence("b", "I", "P");
        commit(it, "a");
        assertThat(it.source().column(peek)).as("not acknowledged").containsSubsequence("b", "I", "P", "K");
        prepare(it, "b", "INSERT INTO k VALUES (2)");
        assertThat(it.source().column(letters.formatted("pg_logical_slot_get_binary_changes"))).containsSubsequence("K", "b", "I", "P");
        commit(it, "b");
        assertThat(it.source().column(peek)).as("acknowledged").isEqualTo(List.of("K"));
    }
}
