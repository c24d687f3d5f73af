package io.pg2any.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

import io.pg2any.SnapshotMode;
import io.pg2any.destination.OnExisting;
import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.FaultProxy;
import io.pg2any.it.harness.PostgresServer;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a stream goes on, and where it refuses to because something is lost. The source's side of it does not depend on the
 * target: such tests are played on one.
 */
class StartPositionIT {

    private static final String[] ROWS = {
        "CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' || i FROM generate_series(1, 50) i",
        "CREATE TABLE k (a int)", "ALTER TABLE k REPLICA IDENTITY FULL", "INSERT INTO k VALUES (1), (1)"
    };

    private static void copyAnew(Scenario it) {
        it.follow(config -> config.snapshotMode(SnapshotMode.ALWAYS).onExisting(OnExisting.TRUNCATE));
        it.source("UPDATE t SET s = 'streamed' WHERE id = 1");
        it.assertEqual();
    }

    /** Its message comes in one piece with the answer that the stream begins; nothing else would bring it to light before ten seconds. */
    @EachTarget(TargetKind.SQLITE)
    void whatWasCommittedBeforeAStartDoesNotWaitForTheNextMessage(Scenario it) {
        FaultProxy proxy = it.owns(new FaultProxy(it.source().server().port()));
        it.source(ROWS);
        it.follow(config -> config.sourceConnectionString(it.source().url("postgres", proxy.port())).heartbeatInterval(Duration.ofMinutes(10))
                .watchInterval(Duration.ZERO).probe(false));
        it.caughtUp();
        proxy.delay(Duration.ofMillis(20));
        for (int id = 100; id < 103; id++) {
            it.behind("INSERT INTO t VALUES (" + id + ", 'before a start')");
            String row = "SELECT count(*) FROM t WHERE id = " + id;
            Await.until("the row has arrived", Duration.ofSeconds(5), () -> it.target().value(row).equals("1"), () -> it.stream().progress().toString());
        }
    }

    @EachTarget
    void aStopInMidStreamLosesAndRepeatsNothing(Scenario it) throws Exception {
        it.source(ROWS);
        it.follow();
        CompletableFuture<Void> writer = Scenario.beside(() -> it.source("DO $$ BEGIN FOR i IN 1..4000 LOOP INSERT INTO k VALUES (i % 3);"
                + " UPDATE t SET s = i::text WHERE id = 1 + i % 50; IF i % 10 = 0 THEN COMMIT; END IF; END LOOP; END $$"));
        for (int i = 0; i < 4; i++) {
            it.stop();
            it.restart();
        }
        writer.join();
        it.assertEqual();
    }

    @EachTarget
    void aStopInTheMiddleOfALargeTransactionLosesAndRepeatsNothing(Scenario it) throws Exception {
        it.source(ROWS);
        it.follow(config -> config.batchBytes(100_000).bufferBytes(200_000));
        it.source("BEGIN", "INSERT INTO t SELECT i, repeat('x', 200) FROM generate_series(1000, 30000) i", "INSERT INTO k SELECT i % 7 FROM generate_series(1, 5000) i", "COMMIT");
        Await.until("part of it has come", () -> it.stream().progress().receivedChanges() > 1000);
        it.stop();
        it.restart();
        it.assertEqual();
    }

    @EachTarget(TargetKind.SQLITE)
    void aMissingSlotIsRefusedWithTheWayOut(Scenario it) {
        it.source(ROWS);
        it.follow();
        it.caughtUp();
        it.stop();
        it.source("SELECT pg_drop_replication_slot('" + it.source().slot() + "')", "DELETE FROM t WHERE id < 10");
        CdcException refusal = it.failure(config -> config);
        assertThat(refusal.kind()).isEqualTo(Kind.POSITION);
        assertThat(refusal.explain()).contains("slot-missing", it.source().slot(), "--snapshot always");
        copyAnew(it);
    }

    @EachTarget(TargetKind.SQLITE)
    void aSlotAheadOfTheTargetIsRefusedWithTheWayOut(Scenario it) {
        it.source(ROWS);
        it.follow();
        it.caughtUp();
        it.stop();
        it.source("SET synchronous_commit = on", "INSERT INTO t VALUES (100, 'would be lost')",
                "SELECT pg_replication_slot_advance('" + it.source().slot() + "', pg_current_wal_insert_lsn())");
        CdcException refusal = it.failure(config -> config);
        assertThat(refusal.kind()).isEqualTo(Kind.POSITION);
        assertThat(refusal.explain()).contains("slot-ahead", "--snapshot always");
        copyAnew(it);
    }

    @EachTarget(TargetKind.SQLITE)
    void aSlotMadeAnewIsRefused(Scenario it) {
        it.source(ROWS);
        it.follow();
        it.caughtUp();
        it.stop();
        it.source("SELECT pg_drop_replication_slot('" + it.source().slot() + "')", "INSERT INTO t VALUES (100, 'would be lost')",
                "SELECT pg_create_logical_replication_slot('" + it.source().slot() + "', 'pgoutput')");
        assertThat(it.failure(config -> config).explain()).contains("slot-ahead");
        copyAnew(it);
    }

    @EachTarget(TargetKind.SQLITE)
    void aTargetRestoredFromABackupIsRefused(Scenario it) throws IOException {
        it.source(ROWS);
        it.follow();
        it.caughtUp();
        it.stop();
        Path file = Path.of(it.target().url().substring("sqlite://".length()));
        Path backup = file.resolveSibling("backup.db");
        Files.copy(file, backup);
        it.behind("UPDATE t SET s = 'after the backup'");
        it.caughtUp();
        it.stop();
        Files.move(backup, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(it.failure(config -> config).explain()).contains("slot-ahead");
        copyAnew(it);
    }

    @EachTarget(TargetKind.SQLITE)
    void aSlotInUseByAnotherProgramIsRefusedByItsProcess(Scenario it) throws SQLException {
        it.source(ROWS);
        it.follow();
        it.caughtUp();
        it.stop();
        String url = "jdbc:postgresql://127.0.0.1:" + it.source().server().port() + "/" + it.source().name() + "?user=postgres&replication=database&preferQueryMode=simple&assumeMinServerVersion=14";
        try (Connection other = DriverManager.getConnection(url);
                PGReplicationStream stream = other.unwrap(PGConnection.class).getReplicationAPI().replicationStream().logical().withSlotName(it.source().slot())
                        .withSlotOption("proto_version", 1).withSlotOption("publication_names", it.source().publication()).withAutomaticFlush(false).start()) {
            String pid = it.source().value("SELECT active_pid FROM pg_replication_slots WHERE slot_name = '" + it.source().slot() + "'");
            CdcException refusal = it.failure(config -> config);
            assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(refusal.explain()).contains("slot-in-use", pid);
            stream.close();
        }
        it.restart();
        it.source("UPDATE t SET s = 'again'");
        it.assertEqual();
    }

    @EachTarget(TargetKind.SQLITE)
    void aSecondRunnerOfOneStreamIsRefusedAndTheFirstGoesOn(Scenario it) {
        it.source(ROWS);
        Stream first = it.follow();
        CdcException refusal = it.failure(config -> config);
        assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(refusal.explain()).contains("already-running", it.source().slot());
        it.source("UPDATE t SET s = 'the first goes on'", "INSERT INTO k VALUES (5)");
        Await.until("the first applies it", () -> it.equality().differences(java.util.Set.of()).isEmpty());
        assertThat(first.ended()).isFalse();
    }

    @EachTarget(TargetKind.SQLITE)
    void aTargetOfAnotherSourceIsRefused(Scenario it) {
        it.source(ROWS);
        it.follow();
        it.caughtUp();
        it.stop();
        try (Scenario other = new Scenario(TargetKind.SQLITE)) {
            other.source(ROWS);
            CdcException refusal = other.failure(config -> config.destinationConnectionString(it.target().url()).replicationSlotName(it.source().slot()));
            assertThat(refusal.kind()).isEqualTo(Kind.POSITION);
            assertThat(refusal.explain()).contains("other-source", it.source().name(), other.source().name());
        }
    }

    @Test
    void aSlotWhoseLogWasRemovedIsRefusedWithTheWayOut() {
        try (PostgresServer server = PostgresServer.start(Map.of("max_slot_wal_keep_size", "1MB", "max_wal_size", "64MB", "min_wal_size", "32MB", "wal_keep_size", "0"));
                Scenario it = new Scenario(TargetKind.SQLITE, server)) {
            it.source(ROWS);
            it.follow();
            it.caughtUp();
            it.stop();
            for (int i = 0; i < 6; i++) {
                it.source("INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(" + (1000 + i * 20_000) + ", " + (20_999 + i * 20_000) + ") i", "SELECT pg_switch_wal()", "CHECKPOINT");
            }
            assertThat(it.source().value("SELECT wal_status FROM pg_replication_slots WHERE slot_name = '" + it.source().slot() + "'")).isEqualTo("lost");
            CdcException refusal = it.failure(config -> config);
            assertThat(refusal.kind()).isEqualTo(Kind.POSITION);
            assertThat(refusal.explain()).contains("slot-lost", "max_slot_wal_keep_size");
            it.source("SELECT pg_drop_replication_slot('" + it.source().slot() + "')");
            copyAnew(it);
        }
    }

    @EachTarget(TargetKind.SQLITE)
    void aDamagedPositionIsRefused(Scenario it) {
        it.source(ROWS);
        it.follow();
        it.caughtUp();
        it.stop();
        it.target().run("UPDATE pg2any_checkpoint SET position = 'rubbish'");
        assertThat(it.failure(config -> config).explain()).contains("checkpoint-damaged");
    }

    @EachTarget(TargetKind.SQLITE)
    void aSourceThatCannotStreamLogicallyIsRefusedAtTheStart(Scenario it) {
        try (PostgresServer server = PostgresServer.start(Map.of("wal_level", "replica")); Scenario physical = new Scenario(TargetKind.SQLITE, server)) {
            physical.source(ROWS);
            CdcException refusal = physical.failure(config -> config);
            assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(refusal.explain()).contains("wal_level");
        }
    }
}
