package io.pg2any.it;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.pg2any.destination.OnExisting;
import io.pg2any.error.CdcException;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.PostgresServer;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.source.OnLostSlot;

import static org.assertj.core.api.Assertions.assertThat;

/** With {@code --on-lost-slot recopy} a lost slot is made anew and everything copied again, without anyone's help. */
class LostSlotIT {

    private static final String[] ROWS = {
        "CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' || i FROM generate_series(1, 50) i",
        "CREATE TABLE k (a int)", "ALTER TABLE k REPLICA IDENTITY FULL", "INSERT INTO k VALUES (1), (1)"
    };

    private static Stream follow(Scenario it) {
        return it.follow(config -> config.onLostSlot(OnLostSlot.RECOPY));
    }

    private static void stopAndChange(Scenario it) {
        it.source(ROWS);
        follow(it);
        it.caughtUp();
        it.stop();
        it.source("SET synchronous_commit = on", "DELETE FROM t WHERE id <= 10", "UPDATE t SET s = 'changed' WHERE id = 11", "INSERT INTO t VALUES (100, 'new')",
                "DELETE FROM k WHERE ctid = (SELECT min(ctid) FROM k)");
    }

    private static void copiesAgainAndFollows(Scenario it) {
        Stream stream = it.restart();
        assertThat(stream.recorder().copied()).isNotEmpty();
        it.source("UPDATE t SET s = 'streamed' WHERE id = 12", "INSERT INTO k VALUES (2)");
        it.assertEqual();
        it.stop();
        assertThat(it.restart().recorder().copied()).as("copied once more").isEmpty();
        it.source("INSERT INTO k VALUES (3)");
        it.assertEqual();
    }

    private static String slot(Scenario it) {
        return "'" + it.source().slot() + "'";
    }

    @EachTarget
    void aMissingSlotIsMadeAnew(Scenario it) {
        stopAndChange(it);
        it.source("SELECT pg_drop_replication_slot(" + slot(it) + ")");
        copiesAgainAndFollows(it);
    }

    @EachTarget(TargetKind.SQLITE)
    void aSlotMadeBySomeoneElseIsReplaced(Scenario it) {
        stopAndChange(it);
        it.source("SELECT pg_drop_replication_slot(" + slot(it) + ")", "SELECT pg_create_logical_replication_slot(" + slot(it) + ", 'pgoutput')");
        copiesAgainAndFollows(it);
    }

    @EachTarget(TargetKind.SQLITE)
    void aSlotThatWasMovedOnIsReplaced(Scenario it) {
        stopAndChange(it);
        it.source("SELECT pg_replication_slot_advance(" + slot(it) + ", pg_current_wal_insert_lsn())");
        copiesAgainAndFollows(it);
    }

    @EachTarget(TargetKind.SQLITE)
    void aSlotDroppedWhileTheStreamRunsIsMadeAnew(Scenario it) {
        it.source(ROWS);
        Stream stream = follow(it);
        it.caughtUp();
        // between these two the stream may come back to the slot, then the drop waits for the next try
        Await.until("the slot is dropped", Await.PATIENCE, () -> {
            it.source("SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE slot_name = " + slot(it) + " AND active");
            it.source("INSERT INTO t VALUES ((SELECT max(id) + 1 FROM t), 'meanwhile')");
            return it.source().value("SELECT count(pg_drop_replication_slot(slot_name)) FROM pg_replication_slots WHERE slot_name = " + slot(it) + " AND NOT active").equals("1");
        }, () -> stream.progress().toString());
        Await.until("all is copied again", () -> {
            stream.failOnEnd();
            return it.source().value("SELECT count(*) FROM pg_replication_slots WHERE slot_name = " + slot(it) + " AND active").equals("1");
        });
        it.source("INSERT INTO k VALUES (2)");
        it.assertEqual();
    }

    @Test
    void aSlotWhoseLogWasRemovedIsReplaced() {
        try (PostgresServer server = PostgresServer.start(Map.of("max_slot_wal_keep_size", "1MB", "max_wal_size", "64MB", "min_wal_size", "32MB", "wal_keep_size", "0"));
                Scenario it = new Scenario(TargetKind.SQLITE, server)) {
            stopAndChange(it);
            for (int i = 0; i < 6; i++) {
                it.source("INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(" + (1000 + i * 20_000) + ", " + (20_999 + i * 20_000) + ") i", "SELECT pg_switch_wal()", "CHECKPOINT");
            }
            assertThat(it.source().value("SELECT wal_status FROM pg_replication_slots WHERE slot_name = " + slot(it))).isEqualTo("lost");
            it.source("DELETE FROM t WHERE id >= 1000");
            copiesAgainAndFollows(it);
        }
    }

    @EachTarget(TargetKind.SQLITE)
    void rowsOfTheTargetThatAreToBeKeptAndANewCopyContradictEachOther(Scenario it) {
        CdcException refusal = org.assertj.core.api.Assertions.catchThrowableOfType(CdcException.class,
                () -> it.config().onLostSlot(OnLostSlot.RECOPY).onExisting(OnExisting.UPSERT).build());
        assertThat(refusal.explain()).contains("recopying", "upserting");
    }
}
