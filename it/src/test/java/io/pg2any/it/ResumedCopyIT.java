package io.pg2any.it;

import java.time.Duration;

import io.pg2any.SnapshotMode;
import io.pg2any.event.TableId;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.source.OnLostSlot;

import static org.assertj.core.api.Assertions.assertThat;

/** A first copy that was cut off goes on where it was, and nothing that happened meanwhile is lost. */
class ResumedCopyIT {

    private static final TableId T = new TableId("public", "t");
    private static final int ROWS = 40_000;
    private static final String LARGE = "(SELECT string_agg(md5((i * j)::text), '') FROM generate_series(1, 100) j)";

    private static void fill(Scenario it, String key) {
        it.source("CREATE TABLE t (id int " + key + ", n int, pad text, large text)",
                "INSERT INTO t SELECT i, 0, repeat(md5(i::text), 30), CASE WHEN i % 50 = 0 THEN " + LARGE + " END FROM generate_series(1, " + ROWS + ") i");
    }

    /** Starts a copy and stops it when a part is finished and others are not. */
    private static void cutOff(Scenario it) {
        Stream first = begin(it);
        it.stop();
        assertThat(first.recorder().copied()).doesNotContainKey(T);
    }

    /** Starts a slow copy and waits for its first part. */
    private static Stream begin(Scenario it) {
        Stream first = it.start(config -> config.copyParallelism(2).copyBytesPerSecond(8 << 20));
        String chunks = "SELECT count(*) FROM " + it.target().nameOf("public", "pg2any_chunk");
        Await.until("a part of the copy", Duration.ofSeconds(60), () -> {
            first.failOnEnd();
            return first.progress().copiedRows() > ROWS / 5 && Integer.parseInt(it.target().value(chunks)) > 0;
        }, () -> first.progress().toString());
        return first;
    }

    @EachTarget
    void finishedPartsAreNotReadAgainAndWhatHappenedInBetweenArrives(Scenario it) {
        fill(it, "PRIMARY KEY");
        cutOff(it);
        // rows change in place and move to other blocks, in parts that are copied and in parts that are not
        it.source("UPDATE t SET n = n + 1 WHERE id % 7 = 0",
                "UPDATE t SET n = n + 1 WHERE id % 50 = 0",
                "DELETE FROM t WHERE id % 11 = 0",
                "VACUUM t",
                "UPDATE t SET n = n + 10 WHERE id % 50 = 0",
                "UPDATE t SET id = id + 100000 WHERE id % 13 = 0",
                "UPDATE t SET id = id + 100000, pad = 'short' WHERE id % 150 = 0",
                "INSERT INTO t SELECT i, 1, 'new', NULL FROM generate_series(200001, 200500) i",
                "UPDATE t SET large = 'another' WHERE id % 100 = 0");
        Stream second = it.restart();
        assertThat(second.progress().copiedRows()).isLessThan(Long.parseLong(it.source().value("SELECT count(*) FROM t")));
        // a row that the rest of the copy shows already comes and goes in one batch
        it.source("DELETE FROM t WHERE id > 200400", "UPDATE t SET n = -n WHERE id % 3 = 0");
        it.assertEqual();
        it.behind("INSERT INTO t VALUES (300000, 1, 'x', 'y')");
        it.assertEqual();
    }

    /** Killed between the last part and the record that the table is complete: there is nothing left to copy, and it goes on. */
    @EachTarget({TargetKind.SQLITE, TargetKind.POSTGRESQL})
    void aTableOfWhichOnlyTheEndIsNotRecordedIsComplete(Scenario it) {
        fill(it, "PRIMARY KEY");
        cutOff(it);
        boolean sqlite = it.kind() == TargetKind.SQLITE;
        String copies = it.target().nameOf("public", "pg2any_copy");
        if (sqlite) {
            it.target().run("CREATE TRIGGER no BEFORE INSERT ON " + copies + " WHEN NEW.done = 1 AND NEW.source_table = 't' BEGIN SELECT RAISE(ABORT, 'no'); END");
        } else {
            it.target().run("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
                    "CREATE TRIGGER no BEFORE INSERT ON " + copies + " FOR EACH ROW WHEN (NEW.done = 1 AND NEW.source_table = 't') EXECUTE FUNCTION no()",
                    "ALTER TABLE " + copies + " ENABLE ALWAYS TRIGGER no");
        }
        it.failure(config -> config);
        it.target().run("DROP TRIGGER no" + (sqlite ? "" : " ON " + copies));
        Stream last = it.follow();
        assertThat(last.recorder().copied()).as("copied once more").doesNotContainKey(T);
        it.source("UPDATE t SET n = 5 WHERE id % 5 = 0");
        it.assertEqual();
    }

    private static String keys(Scenario it) {
        return it.target().value("SELECT count(*) FROM pg_index WHERE indrelid = 'public.t'::regclass AND indisprimary");
    }

    /** What is loaded without its key is not left so, however it goes on. */
    @EachTarget(TargetKind.POSTGRESQL)
    void aTableThatAwaitsItsKeyGetsItWhereItsCopyIsNotGoneOnWith(Scenario it) {
        fill(it, "PRIMARY KEY");
        cutOff(it);
        assertThat(keys(it)).as("keys of a table that is being copied").isEqualTo("0");
        it.source("UPDATE t SET n = n + 1 WHERE id < 100");
        it.start(config -> config.snapshotMode(SnapshotMode.NEVER));
        it.source("UPDATE t SET n = n + 1 WHERE id < 50", "INSERT INTO t VALUES (300000, 1, 'x', 'y')");
        it.caughtUp();
        assertThat(keys(it)).isEqualTo("1");
        assertThat(it.target().value("SELECT n FROM t WHERE id = 300000")).isEqualTo("1");
    }

    @EachTarget(TargetKind.POSTGRESQL)
    void aTableThatAwaitsItsKeyAndGetsAnotherShapeGetsBoth(Scenario it) {
        fill(it, "PRIMARY KEY");
        cutOff(it);
        it.source("ALTER TABLE t ADD COLUMN more int DEFAULT 5", "UPDATE t SET n = id", "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (n, id)");
        it.restart();
        it.source("UPDATE t SET pad = 'x' WHERE id < 100");
        it.assertEqual();
        assertThat(keys(it)).isEqualTo("1");
        assertThat(it.target().value("SELECT count(obj_description('public.t'::regclass, 'pg_class'))")).isEqualTo("0");
    }

    @EachTarget(TargetKind.POSTGRESQL)
    void aCommentOfSomebodyElseTakesNoKey(Scenario it) {
        fill(it, "PRIMARY KEY");
        begin(it);
        it.target().run("COMMENT ON TABLE t IS 'theirs'");
        it.assertEqual();
        assertThat(keys(it)).isEqualTo("1");
    }

    /** What somebody wrote into a table that awaits its key may keep it from being made; the next run empties the table. */
    @EachTarget(TargetKind.POSTGRESQL)
    void aTableWhoseKeyCannotBeMadeIsCopiedAnew(Scenario it) {
        fill(it, "PRIMARY KEY");
        Stream first = begin(it);
        it.target().run("INSERT INTO t (id) VALUES (-1), (-1)");
        assertThat(first.awaitFailure().getMessage()).contains("making the primary key of table t");
        it.follow();
        it.source("UPDATE t SET pad = 'x' WHERE id < 100");
        it.assertEqual();
        assertThat(keys(it)).isEqualTo("1");
    }

    /** So may it when a copy that was cut off goes on. */
    @EachTarget(TargetKind.POSTGRESQL)
    void aTableWhoseKeyCannotBeMadeToGoOnIsCopiedAnew(Scenario it) {
        fill(it, "PRIMARY KEY");
        cutOff(it);
        it.target().run("INSERT INTO t (id) VALUES (-1), (-1)");
        assertThat(it.failure(config -> config).getMessage()).contains("making the primary key of table t");
        it.follow();
        it.assertEqual();
        assertThat(keys(it)).isEqualTo("1");
    }

    /** With the slot the records of the copy are gone, too. */
    @EachTarget(TargetKind.POSTGRESQL)
    void aTableThatAwaitsItsKeyIsCopiedAnewAfterItsSlotIsLost(Scenario it) {
        fill(it, "PRIMARY KEY");
        cutOff(it);
        it.source("SELECT pg_drop_replication_slot('" + it.source().slot() + "')", "DELETE FROM t WHERE id % 3 = 0");
        it.follow(config -> config.onLostSlot(OnLostSlot.RECOPY));
        assertThat(keys(it)).isEqualTo("1");
        it.source("UPDATE t SET n = n + 1 WHERE id < 100");
        it.assertEqual();
    }

    @EachTarget
    void aTableWithoutAKeyIsCopiedAnew(Scenario it) {
        fill(it, "");
        it.source("ALTER TABLE t REPLICA IDENTITY FULL");
        cutOff(it);
        it.source("DELETE FROM t WHERE id % 2 = 0", "INSERT INTO t SELECT 7, 7, 'same', NULL FROM generate_series(1, 3)");
        it.restart();
        it.source("DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t WHERE id = 7 AND n = 7)");
        it.assertEqual();
    }

    @EachTarget
    void aTableThatWasRewrittenMeanwhileIsCopiedAnew(Scenario it) {
        fill(it, "PRIMARY KEY");
        cutOff(it);
        it.source("DELETE FROM t WHERE id % 3 = 0", "VACUUM FULL t");
        Stream second = it.restart();
        assertThat(second.progress().copiedRows()).isGreaterThanOrEqualTo(ROWS * 2 / 3);
        it.source("UPDATE t SET n = 5 WHERE id % 5 = 0");
        it.assertEqual();
    }
}
