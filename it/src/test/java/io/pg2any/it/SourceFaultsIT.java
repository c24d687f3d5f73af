package io.pg2any.it;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.event.Lsn;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.FaultProxy;
import io.pg2any.it.harness.PostgresServer;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A source or a network to it that fails: the stream goes on by itself, and nothing is lost or twice. The table without a key would
 * show a change that was applied twice. How the source fails does not depend on the target: most are played on one.
 */
class SourceFaultsIT {

    private static final String[] TABLES = {
        "CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' FROM generate_series(1, 50) i", "CREATE TABLE k (a int)", "ALTER TABLE k REPLICA IDENTITY FULL"
    };
    private static final String LOAD = "DO $$ BEGIN FOR i IN 1..3000 LOOP INSERT INTO k VALUES (i % 5); UPDATE t SET s = i::text WHERE id = 1 + i % 50;"
            + " IF i % 7 = 0 THEN COMMIT; END IF; END LOOP; END $$";

    private static FaultProxy followThroughProxy(Scenario it) {
        FaultProxy proxy = it.owns(new FaultProxy(it.source().server().port()));
        it.source(TABLES);
        it.follow(config -> config.sourceConnectionString(it.source().url("postgres", proxy.port())));
        return proxy;
    }

    @EachTarget
    void connectionsToTheSourceThatAreResetUnderLoadLoseAndRepeatNothing(Scenario it) throws InterruptedException {
        FaultProxy proxy = followThroughProxy(it);
        CompletableFuture<Void> writer = Scenario.beside(() -> it.source(LOAD));
        for (int i = 0; i < 3; i++) {
            long before = it.stream().progress().appliedChanges();
            Await.until("something more is applied", () -> it.stream().progress().appliedChanges() > before || writer.isDone());
            proxy.cut();
            it.stream().awaitState(Progress.State.RETRYING);
            it.stream().awaitFollowing();
        }
        writer.join();
        it.assertEqual();
    }

    @EachTarget(TargetKind.SQLITE)
    void aSenderThatWasTerminatedIsReplaced(Scenario it) {
        it.source(TABLES);
        Stream stream = it.follow();
        it.source("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '" + it.source().slot() + "'", LOAD);
        it.assertEqual();
        assertThat(stream.recorder().retries()).isNotEmpty();
        it.source("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pg2any'", "DELETE FROM t WHERE id < 10");
        it.assertEqual();
    }

    /** The product takes a source for dead that has said nothing for twenty seconds. */
    @EachTarget(TargetKind.SQLITE)
    void aSourceThatFallsSilentIsLeftAndFoundAgain(Scenario it) {
        FaultProxy proxy = followThroughProxy(it);
        it.caughtUp();
        proxy.freeze();
        it.source(LOAD);
        it.stream().awaitState(Progress.State.RETRYING);
        proxy.cut();
        proxy.resume();
        it.assertEqual();
    }

    @EachTarget(TargetKind.SQLITE)
    void aSlowNetworkToTheSourceChangesNothing(Scenario it) {
        FaultProxy proxy = followThroughProxy(it);
        proxy.delay(Duration.ofMillis(100));
        it.source(LOAD.replace("3000", "500"));
        it.assertEqual();
        assertThat(it.stream().recorder().retries()).isEmpty();
    }

    @EachTarget(TargetKind.SQLITE)
    void aFirstCopyThatLosesItsSourceBeginsAgain(Scenario it) {
        FaultProxy proxy = it.owns(new FaultProxy(it.source().server().port()));
        it.source(TABLES);
        it.source("INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(1000, 20000) i", "INSERT INTO k SELECT i % 3 FROM generate_series(1, 1000) i");
        proxy.throttle(2_000_000);
        it.start(config -> config.sourceConnectionString(it.source().url("postgres", proxy.port())));
        Await.until("some rows are copied", () -> it.stream().progress().copiedRows() > 2000);
        proxy.cut();
        it.source("DELETE FROM t WHERE id % 10 = 0", "INSERT INTO k VALUES (77)");
        it.stream().awaitState(Progress.State.RETRYING);
        proxy.resume();
        it.stream().awaitFollowing();
        it.source("UPDATE t SET s = 'followed' WHERE id < 20");
        it.assertEqual();
    }

    @Test
    void aSourceThatIsRestartedFastOrCrashesIsFollowedOn() {
        try (PostgresServer server = PostgresServer.start(Map.of("synchronous_commit", "on")); Scenario it = new Scenario(TargetKind.SQLITE, server)) {
            it.source(TABLES);
            Stream stream = it.follow();
            it.source(LOAD);
            server.stopFast();
            stream.awaitState(Progress.State.RETRYING);
            server.start();
            it.source().reconnect();
            it.source("UPDATE t SET s = 'after the restart' WHERE id = 1");
            it.assertEqual();
            it.source(LOAD);
            server.stopImmediately();
            stream.awaitState(Progress.State.RETRYING);
            server.start();
            it.source().reconnect();
            it.source("UPDATE t SET s = 'after the crash' WHERE id = 1", "INSERT INTO k VALUES (99)");
            it.assertEqual();
        }
    }

    @EachTarget(TargetKind.SQLITE)
    void aSourceThatIsAwayForTooLongEndsTheStreamWithAnError(Scenario it) {
        FaultProxy proxy = it.owns(new FaultProxy(it.source().server().port()));
        it.source(TABLES);
        Stream stream = it.follow(config -> config.retryLimit(Duration.ofSeconds(2)).sourceConnectionString(it.source().url("postgres", proxy.port())));
        proxy.refuse();
        CdcException failure = stream.awaitFailure();
        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(stream.progress().state()).isEqualTo(Progress.State.FAILED);
        assertThat(stream.recorder().retries()).isNotEmpty();
        proxy.resume();
        it.source(LOAD);
        it.restart();
        it.assertEqual();
    }

    /** The order of durability: at no moment does the slot stand beyond what the target had committed. */
    @EachTarget
    void theSlotNeverPassesWhatTheTargetHolds(Scenario it) throws InterruptedException {
        it.source(TABLES);
        AtomicLong durable = new AtomicLong();
        Stream stream = it.start(config -> config.batchBytes(10_000));
        stream.client().observer(new Observer() {
            @Override
            public void applied(Lsn position, int transactions, long changes) {
                durable.set(position.value());
            }
        });
        stream.awaitFollowing();
        it.caughtUp();
        CompletableFuture<Void> writer = Scenario.beside(() -> it.source(LOAD, LOAD));
        int seen = 0;
        while (!writer.isDone()) {
            long confirmed = it.source().confirmed(it.source().slot()).value();
            assertThat(confirmed).isLessThanOrEqualTo(durable.get());
            seen++;
        }
        writer.join();
        assertThat(seen).isPositive();
        it.assertEqual();
    }
}
