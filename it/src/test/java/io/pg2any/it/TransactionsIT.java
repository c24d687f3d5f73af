package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.pg2any.event.Lsn;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Transactions arrive whole or not at all. */
class TransactionsIT {

    private static final String[] TABLE = {"CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' || i FROM generate_series(1, 10) i"};

    @EachTarget
    void aRolledBackTransactionLeavesNothing(Scenario it) {
        it.playBothWays(TABLE, "BEGIN", "INSERT INTO t VALUES (100, 'no')", "UPDATE t SET s = 'no'", "DELETE FROM t WHERE id = 3", "ROLLBACK", "INSERT INTO t VALUES (101, 'yes')");
    }

    @EachTarget
    void whatARolledBackSavepointDidIsLeftOut(Scenario it) {
        it.playBothWays(TABLE,
                "BEGIN", "INSERT INTO t VALUES (100, 'yes')", "SAVEPOINT a", "UPDATE t SET s = 'no' WHERE id = 100", "SAVEPOINT b", "DELETE FROM t WHERE id = 1",
                "RELEASE b", "ROLLBACK TO a", "SAVEPOINT c", "UPDATE t SET s = 'yes' WHERE id = 2", "SAVEPOINT d", "UPDATE t SET s = 'no' WHERE id = 2", "ROLLBACK TO d",
                "INSERT INTO t VALUES (101, 'yes')", "RELEASE c", "COMMIT");
    }

    @EachTarget
    void aBlockThatCatchesItsErrorLeavesOnlyWhatItsHandlerDid(Scenario it) {
        it.playBothWays(TABLE,
                "DO $$ BEGIN FOR i IN 1..20 LOOP BEGIN INSERT INTO t VALUES (200 + i, 'no'); INSERT INTO t VALUES (i, 'no');"
                        + " EXCEPTION WHEN unique_violation THEN UPDATE t SET s = 'handled ' || i WHERE id = i; END; END LOOP; END $$");
    }

    @EachTarget
    void messagesInAndBetweenTransactionsDoNoHarm(Scenario it) {
        it.playBothWays(TABLE,
                "BEGIN", "INSERT INTO t VALUES (100, 'before')", "SELECT pg_logical_emit_message(true, 'it', 'inside')", "INSERT INTO t VALUES (101, 'after')", "COMMIT",
                "SELECT pg_logical_emit_message(true, 'it', 'alone')",
                "SELECT pg_logical_emit_message(false, 'it', 'between')",
                "BEGIN", "SELECT pg_logical_emit_message(false, 'it', 'at once')", "UPDATE t SET s = 'x' WHERE id = 1", "ROLLBACK",
                "BEGIN", "SELECT pg_logical_emit_message(true, 'it', repeat('long', 100000))", "UPDATE t SET s = 'y' WHERE id = 2", "COMMIT");
    }

    @EachTarget
    void messagesInAndBetweenStreamedTransactionsDoNoHarm(Scenario it) {
        it.source(TABLE);
        it.follow(config -> config.streaming(true));
        it.source("BEGIN", "INSERT INTO t SELECT i, 'long ' || i FROM generate_series(1001, 4000) i", "SELECT pg_logical_emit_message(true, 'it', 'inside')",
                "SELECT pg_logical_emit_message(false, 'it', 'at once')", "SAVEPOINT a", "SELECT pg_logical_emit_message(true, 'it', repeat('undone', 10000))", "ROLLBACK TO a",
                "INSERT INTO t SELECT i, 'long ' || i FROM generate_series(4001, 7000) i", "COMMIT");
        it.assertEqual();
    }

    @EachTarget
    void manyTinyTransactionsOfManySessionsKeepTheirOrderAndShareTargetTransactions(Scenario it) {
        it.source("CREATE TABLE hot (id int PRIMARY KEY, n int NOT NULL, who int)", "INSERT INTO hot SELECT i, 0, 0 FROM generate_series(1, 5) i");
        Stream stream = it.follow();
        List<CompletableFuture<Void>> writers = IntStream.rangeClosed(1, 4).mapToObj(who -> Scenario.beside(() -> {
            try (Connection connection = it.source().connect()) {
                Sql.run(connection, "DO $$ BEGIN FOR i IN 1..2500 LOOP UPDATE hot SET n = n + 1, who = " + who + " WHERE id = 1 + (i * " + who + ") % 5; COMMIT; END LOOP; END $$");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        })).toList();
        writers.forEach(CompletableFuture::join);
        it.assertEqual();
        assertThat(stream.progress().appliedTransactions()).isGreaterThanOrEqualTo(10_000);
        assertThat(stream.recorder().commits()).as("target transactions").isLessThan(5_000);
    }

    @EachTarget
    void anOpenTransactionHoldsNobodyBack(Scenario it) throws SQLException {
        it.source(TABLE);
        it.follow();
        try (Connection idle = it.source().connect()) {
            Sql.run(idle, "BEGIN", "INSERT INTO t VALUES (500, 'late')", "UPDATE t SET s = 'late' WHERE id = 1");
            it.source("INSERT INTO t SELECT i, 'early' FROM generate_series(600, 700) i", "UPDATE t SET s = 'early' WHERE id = 2");
            it.assertEqual();
            Lsn end = it.source().end();
            Await.until("the slot is told of what the others committed", () -> it.source().confirmed(it.source().slot()).compareTo(end) >= 0);
            it.behind("UPDATE t SET s = 'while stopped' WHERE id = 3");
            Sql.run(idle, "UPDATE t SET s = 'late' WHERE id = 600", "COMMIT");
        }
        it.assertEqual();
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "t") + " WHERE " + it.target().comparable("s") + " = 'late'")).isEqualTo("3");
    }

    /** Where the stream looks a table up in the source's catalog, it must not wait for it. */
    @EachTarget
    void aTableThatIsLockedInTheSourceHoldsNobodyBack(Scenario it) throws SQLException {
        it.source(TABLE);
        it.source("CREATE TABLE locked (id int PRIMARY KEY, s text)", "CREATE TABLE other (id int PRIMARY KEY)");
        it.follow();
        try (Connection lock = it.source().connect()) {
            it.source("INSERT INTO locked VALUES (1, 'not told of before')", "INSERT INTO t VALUES (11, 'not told of before')");
            Sql.run(lock, "BEGIN", "LOCK TABLE locked, t IN ACCESS EXCLUSIVE MODE");
            it.source("INSERT INTO other VALUES (1)");
            it.caughtUp();
            Sql.run(lock, "TRUNCATE locked", "COMMIT");
        }
        it.assertEqual();
    }

    @EachTarget
    void aReaderOfTheTargetNeverSeesHalfOfATransaction(Scenario it) throws SQLException {
        it.source("CREATE TABLE a (id int PRIMARY KEY, n int)", "CREATE TABLE b (id int PRIMARY KEY, n int)",
                "INSERT INTO a SELECT i, 100 FROM generate_series(1, 50) i", "INSERT INTO b SELECT i, 100 FROM generate_series(1, 50) i");
        it.follow();
        CompletableFuture<Void> writer = Scenario.beside(() -> it.source(
                "DO $$ BEGIN FOR i IN 1..2000 LOOP UPDATE a SET n = n - i % 7 WHERE id = 1 + i % 50; UPDATE b SET n = n + i % 7 WHERE id = 1 + (i * 3) % 50; COMMIT; END LOOP; END $$"));
        String sum = "SELECT (SELECT sum(n) FROM " + it.target().nameOf("public", "a") + ") + (SELECT sum(n) FROM " + it.target().nameOf("public", "b") + ")";
        int reads = 0;
        try (Connection reader = it.target().connect()) {
            for (; !writer.isDone() || reads < 50; reads++) {
                assertThat(Sql.value(reader, sum)).isEqualTo("10000");
            }
        }
        writer.join();
        it.assertEqual();
    }

    @EachTarget
    void aPreparedTransactionArrivesWhenItIsCommittedAlsoAfterARestart(Scenario it) {
        it.source(TABLE);
        it.follow();
        it.source("BEGIN", "INSERT INTO t VALUES (100, 'prepared')", "PREPARE TRANSACTION '" + it.source().name() + "_a'",
                "BEGIN", "UPDATE t SET s = 'no' WHERE id = 2", "PREPARE TRANSACTION '" + it.source().name() + "_b'",
                "BEGIN", "UPDATE t SET s = 'prepared' WHERE id = 3", "PREPARE TRANSACTION '" + it.source().name() + "_c'",
                "UPDATE t SET s = 'other' WHERE id = 4");
        it.assertEqual();
        it.source("COMMIT PREPARED '" + it.source().name() + "_c'");
        it.assertEqual();
        it.behind("UPDATE t SET s = 'while stopped' WHERE id = 5");
        it.source("COMMIT PREPARED '" + it.source().name() + "_a'", "ROLLBACK PREPARED '" + it.source().name() + "_b'");
        it.assertEqual();
    }

    @EachTarget
    void rowsOfUnpublishedTablesDoNotHoldBackAPublishedOne(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "CREATE TABLE unpublished (id int, s text)",
                "CREATE PUBLICATION it_pub FOR TABLE t, it_marker");
        it.follow(config -> config.streaming(true));
        it.source("BEGIN", "INSERT INTO unpublished SELECT i, repeat('u', 100) FROM generate_series(1, 3000) i", "INSERT INTO t VALUES (1, 'published')", "COMMIT");
        it.caughtUp();
        it.equality().check("unpublished");
    }

    @EachTarget
    void logOfUnpublishedTablesIsReleased(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE unpublished (id int, s text)", "CREATE PUBLICATION it_pub FOR TABLE t, it_marker");
        it.follow();
        it.caughtUp();
        it.source("INSERT INTO unpublished SELECT i, repeat('u', 1000) FROM generate_series(1, 50000) i");
        Lsn end = it.source().end();
        Await.until("the slot's position passes what was written elsewhere", Duration.ofSeconds(20),
                () -> it.source().confirmed(it.source().slot()).compareTo(end) >= 0, () -> it.source().confirmed(it.source().slot()) + " of " + end);
    }
}
