package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.FaultProxy;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.Stream;
import io.pg2any.observe.Progress;

import static io.pg2any.it.harness.TargetKind.DUCKDB;
import static io.pg2any.it.harness.TargetKind.MARIADB;
import static io.pg2any.it.harness.TargetKind.MYSQL;
import static io.pg2any.it.harness.TargetKind.ORACLE;
import static io.pg2any.it.harness.TargetKind.POSTGRESQL;
import static io.pg2any.it.harness.TargetKind.SQLITE;
import static io.pg2any.it.harness.TargetKind.SQLSERVER;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A target, or a network to it, that fails: the stream goes on by itself, and nothing is lost or twice. SQLite is a file in the same
 * process: there is no network to fail, only its lock.
 */
class TargetFaultsIT {

    private static final String[] TABLES = {
        "CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' FROM generate_series(1, 50) i", "CREATE TABLE k (a int)", "ALTER TABLE k REPLICA IDENTITY FULL"
    };
    private static final String LOAD = "DO $$ BEGIN FOR i IN 1..3000 LOOP INSERT INTO k VALUES (i % 5); UPDATE t SET s = i::text WHERE id = 1 + i % 50;"
            + " IF i % 7 = 0 THEN COMMIT; END IF; END LOOP; END $$";

    private static FaultProxy proxy(Scenario it) {
        return it.owns(new FaultProxy(it.target().host(), it.target().port()));
    }

    @EachTarget({MARIADB, MYSQL, POSTGRESQL, SQLSERVER, ORACLE})
    void connectionsToTheTargetThatAreResetUnderLoadLoseAndRepeatNothing(Scenario it) throws InterruptedException {
        FaultProxy proxy = proxy(it);
        it.source(TABLES);
        it.follow(config -> config.destinationConnectionString(it.target().url(proxy.port())));
        CompletableFuture<Void> writer = Scenario.beside(() -> it.source(LOAD, LOAD));
        for (int i = 0; i < 5; i++) {
            long before = it.stream().progress().appliedChanges();
            Await.until("something more is applied", () -> it.stream().progress().appliedChanges() > before || writer.isDone());
            proxy.cut();
            it.source().server().run("SELECT 1");
            it.stream().awaitState(Progress.State.FOLLOWING);
        }
        writer.join();
        it.assertEqual();
    }

    @EachTarget({MARIADB, MYSQL, POSTGRESQL, SQLSERVER, ORACLE})
    void aTargetThatRefusesConnectionsForAWhileIsWaitedFor(Scenario it) {
        FaultProxy proxy = proxy(it);
        it.source(TABLES);
        Stream stream = it.follow(config -> config.destinationConnectionString(it.target().url(proxy.port())));
        proxy.refuse();
        it.source(LOAD);
        Await.until("several tries", () -> stream.recorder().retries().size() >= 3);
        proxy.resume();
        it.assertEqual();
    }

    @EachTarget({MARIADB, MYSQL, POSTGRESQL, SQLSERVER, ORACLE})
    void aTargetThatIsAwayForTooLongEndsTheStreamWithAnError(Scenario it) {
        FaultProxy proxy = proxy(it);
        it.source(TABLES);
        Stream stream = it.follow(config -> config.retryLimit(Duration.ofSeconds(2)).destinationConnectionString(it.target().url(proxy.port())));
        proxy.refuse();
        it.source(LOAD);
        CdcException failure = stream.awaitFailure();
        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        proxy.resume();
        it.restart();
        it.assertEqual();
    }

    @EachTarget({MARIADB, MYSQL, POSTGRESQL, SQLSERVER, ORACLE})
    void aTargetThatFallsSilentIsLeftAfterTheQueryTimeoutAndFoundAgain(Scenario it) {
        FaultProxy proxy = proxy(it);
        it.source(TABLES);
        Stream stream = it.follow(config -> config.queryTimeout(Duration.ofSeconds(2)).destinationConnectionString(it.target().url(proxy.port())));
        it.caughtUp();
        proxy.freeze();
        it.source(LOAD);
        stream.awaitState(Progress.State.RETRYING);
        proxy.cut();
        proxy.resume();
        it.assertEqual();
    }

    @EachTarget({MARIADB, MYSQL, POSTGRESQL, SQLSERVER, ORACLE})
    void aFirstCopyThatLosesItsTargetBeginsAgain(Scenario it) {
        FaultProxy proxy = proxy(it);
        it.source(TABLES);
        it.source("INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(1000, 20000) i", "INSERT INTO k SELECT i % 3 FROM generate_series(1, 1000) i");
        proxy.throttle(2_000_000);
        it.start(config -> config.destinationConnectionString(it.target().url(proxy.port())));
        Await.until("some rows are copied", () -> it.stream().progress().copiedRows() > 2000);
        proxy.cut();
        it.source("DELETE FROM t WHERE id % 10 = 0", "INSERT INTO k VALUES (77)");
        it.stream().awaitState(Progress.State.RETRYING);
        proxy.resume();
        it.stream().awaitFollowing();
        it.assertEqual();
    }

    /** DuckDB has no locks to wait for: who comes second is refused, and tries again. */
    @EachTarget
    void aRowThatSomeoneLocksInTheTargetIsWaitedFor(Scenario it) throws SQLException {
        it.source(TABLES);
        Stream stream = it.follow();
        it.caughtUp();
        try (Connection other = it.target().connect()) {
            other.setAutoCommit(false);
            Sql.run(other, "UPDATE " + it.target().nameOf("public", "t") + " SET " + it.target().quote("s") + " = 'locked' WHERE " + it.target().quote("id") + " = 7");
            it.source("UPDATE t SET s = 'by the source' WHERE id = 7", "INSERT INTO k VALUES (1)");
            Await.until("the change has come", () -> stream.progress().receivedChanges() >= 3);
            Await.holds("the stream waits", Duration.ofSeconds(1), () -> !stream.ended() && (it.kind() == DUCKDB || stream.recorder().retries().isEmpty()));
            other.commit();
        }
        it.assertEqual();
    }

    /**
     * The source gives up a receiver that it has not heard of for two seconds. In DuckDB there is nothing by which someone else could hold a
     * writer up.
     */
    @EachTarget({MARIADB, MYSQL, POSTGRESQL, SQLITE})
    void aSlowTargetBoundsTheMemoryAndKeepsTheSourceContent(Scenario it) throws SQLException {
        it.source().server().run("ALTER DATABASE " + it.source().name() + " SET wal_sender_timeout = '2s'");
        it.source(TABLES);
        long buffer = 2_000_000;
        long mostBuffered;
        if (it.target().port() > 0) {
            FaultProxy proxy = proxy(it);
            it.follow(config -> config.bufferBytes(buffer).batchBytes(500_000).destinationConnectionString(it.target().url(proxy.port())));
            proxy.throttle(1_500_000);
            writeMuch(it);
            mostBuffered = watch(it, Duration.ofSeconds(4));
            proxy.resume();
        } else {
            it.follow(config -> config.bufferBytes(buffer).batchBytes(500_000));
            try (Connection other = it.target().connect()) {
                Sql.run(other, "BEGIN IMMEDIATE");
                writeMuch(it);
                mostBuffered = watch(it, Duration.ofSeconds(4));
                Sql.run(other, "COMMIT");
            }
        }
        it.assertEqual();
        assertThat(mostBuffered).isGreaterThan(buffer / 2).isLessThan(2 * buffer);
        assertThat(it.stream().recorder().retries()).isEmpty();
    }

    private static void writeMuch(Scenario it) {
        it.source("DO $$ BEGIN FOR i IN 1..100 LOOP INSERT INTO t SELECT 1000 + i * 200 + g, repeat(md5(g::text), 32) FROM generate_series(1, 200) g; COMMIT; END LOOP; END $$");
    }

    private static long watch(Scenario it, Duration time) {
        long[] most = new long[1];
        Await.holds("the stream goes on", time, () -> {
            most[0] = Math.max(most[0], it.stream().progress().bufferedBytes());
            return !it.stream().ended();
        });
        return most[0];
    }
}
