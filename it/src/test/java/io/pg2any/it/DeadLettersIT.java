package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.pg2any.destination.OnError;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows that the target refuses are left out, and kept if that is asked for, while everything else arrives exactly once. */
class DeadLettersIT {

    private static final String[] SOURCE = {
        "CREATE TABLE t (id int PRIMARY KEY, s varchar(50), n int, big text)", "ALTER TABLE t ALTER big SET STORAGE EXTERNAL",
        "CREATE TABLE keyless (a int, s varchar(50))", "ALTER TABLE keyless REPLICA IDENTITY FULL"
    };

    private static void createTargets(Scenario it) {
        String text = it.kind().isMySqlFamily() ? "longtext" : "text";
        it.target().run("CREATE TABLE " + it.target().nameOf("public", "t") + " (id int NOT NULL PRIMARY KEY, s varchar(50) CHECK (s <> 'bad'), n int, big " + text + ")"
                + it.target().tableOptions());
        it.target().run("CREATE TABLE " + it.target().nameOf("public", "keyless") + " (a int, s varchar(50) CHECK (s <> 'bad'))" + it.target().tableOptions());
    }

    private static List<String> letters(Scenario it, String columns) {
        try (Connection connection = it.target().connect()) {
            return Sql.column(connection, "SELECT " + columns + " FROM pg2any_dead_letter ORDER BY id");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the source has beside the target is gone once this has arrived. */
    private static void takeBadRowsBack(Scenario it) {
        it.source("DELETE FROM t WHERE s = 'bad'", "DELETE FROM keyless WHERE s = 'bad'");
        it.assertEqual();
    }

    @EachTarget
    void refusedChangesAreKeptAsDeadLettersAndTheRestArrives(Scenario it) {
        createTargets(it);
        it.source(SOURCE);
        it.follow(config -> config.onError(OnError.DEAD_LETTER).batchBytes(64 << 10));
        it.behind("INSERT INTO t SELECT i, CASE WHEN i IN (3, 777, 1900) THEN 'bad' ELSE 's' || i END, i, repeat('x', 100) FROM generate_series(1, 2000) i",
                "INSERT INTO keyless SELECT i % 5, CASE i WHEN 10 THEN 'bad' ELSE 'k' END FROM generate_series(1, 20) i",
                "UPDATE t SET s = 'bad', n = -n WHERE id = 50", "UPDATE t SET s = 'good', big = repeat('0123456789', 1000) WHERE id = 60",
                "UPDATE t SET s = 'bad' WHERE id = 60", "INSERT INTO t VALUES (2001, 'ok', 1, NULL)");
        it.caughtUp();
        assertThat(letters(it, "operation")).containsExactlyInAnyOrder("INSERT", "INSERT", "INSERT", "INSERT", "UPDATE", "UPDATE");
        assertThat(letters(it, "row_key")).containsExactlyInAnyOrder("{\"id\": \"3\"}", "{\"id\": \"777\"}", "{\"id\": \"1900\"}", "{\"id\": \"50\"}", "{\"id\": \"60\"}", null);
        assertThat(letters(it, "new_row")).contains("{\"a\": \"0\", \"s\": \"bad\"}", "{\"id\": \"60\", \"s\": \"bad\", \"n\": \"60\", \"big\": {\"unchanged\": true}}");
        assertThat(letters(it, "commit_lsn")).allMatch(lsn -> lsn.contains("/"));
        assertThat(it.stream().progress().deadLetters()).isEqualTo(6);
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "t"))).isEqualTo("1998");
        assertThat(it.target().value("SELECT s FROM " + it.target().nameOf("public", "t") + " WHERE id = 60")).as("the last that was taken").isEqualTo("good");
        it.source("UPDATE t SET s = 'healed' WHERE id = 777", "UPDATE t SET n = 0 WHERE id = 1900 AND s = 'never'", "UPDATE t SET s = 'fine', n = 7 WHERE id IN (50, 60)");
        takeBadRowsBack(it);
        assertThat(letters(it, "id")).as("none more").hasSize(6);
        assertThat(it.stream().progress().missingRows()).as("deletes of rows that never arrived").isEqualTo(3);
    }

    @EachTarget
    void refusedRowsOfTheFirstCopyAreKeptAsDeadLettersAndTheRestArrives(Scenario it) {
        createTargets(it);
        it.source(SOURCE);
        it.source("INSERT INTO t SELECT i, CASE WHEN i % 1000 = 500 THEN 'bad' ELSE 's' || i END, i, NULL FROM generate_series(1, 10000) i",
                "INSERT INTO keyless VALUES (1, 'k'), (2, 'bad'), (2, 'bad'), (3, 'k')");
        Stream stream = it.follow(config -> config.onError(OnError.DEAD_LETTER));
        assertThat(letters(it, "operation")).hasSize(12).containsOnly("COPY");
        assertThat(letters(it, "row_key")).contains("{\"id\": \"500\"}", "{\"id\": \"9500\"}");
        assertThat(stream.progress().deadLetters()).isEqualTo(12);
        takeBadRowsBack(it);
    }

    @EachTarget
    void refusedChangesAreSkippedAndCountedWhereThatIsAskedFor(Scenario it) {
        createTargets(it);
        it.source(SOURCE);
        it.source("INSERT INTO t VALUES (1, 'bad', 1, NULL), (2, 'good', 2, NULL)");
        Stream stream = it.follow(config -> config.onError(OnError.SKIP));
        it.source("INSERT INTO t SELECT i, CASE i % 10 WHEN 0 THEN 'bad' ELSE 's' END, i, NULL FROM generate_series(3, 302) i");
        it.caughtUp();
        assertThat(stream.progress().skippedChanges()).isEqualTo(31);
        assertThat(letters(it, "id")).isEmpty();
        takeBadRowsBack(it);
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.SQLITE})
    void aValueThatTheTargetHasNotIsKeptAsADeadLetter(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, v double precision)", "INSERT INTO t VALUES (1, 1.5), (2, 'NaN')");
        it.follow(config -> config.onError(OnError.DEAD_LETTER));
        it.source("INSERT INTO t SELECT i, CASE i WHEN 7 THEN 'NaN'::float8 ELSE i END FROM generate_series(3, 20) i");
        it.caughtUp();
        assertThat(letters(it, "new_row")).containsExactly("{\"id\": \"2\", \"v\": \"NaN\"}", "{\"id\": \"7\", \"v\": \"NaN\"}");
        it.source("DELETE FROM t WHERE v = 'NaN'");
        it.assertEqual();
    }

    /** What differs between targets is how a part of a transaction is taken back: here in two ways. */
    @EachTarget({TargetKind.MARIADB, TargetKind.POSTGRESQL})
    void killsAmongRefusedChangesLoseAndRepeatNeitherRowsNorDeadLetters(Scenario it) {
        Random random = new Random(CrashIT.SEED);
        createTargets(it);
        it.source(SOURCE);
        it.source("INSERT INTO t SELECT -i, CASE i % 100 WHEN 0 THEN 'bad' ELSE 's' END, i, NULL FROM generate_series(1, 1000) i");
        CompletableFuture<Void> writer = Scenario.beside(() -> IntStream.range(0, 150).forEach(i -> {
            it.source("BEGIN; INSERT INTO t SELECT " + i + " * 100 + g, CASE g % 9 WHEN 0 THEN 'bad' ELSE 's' END, g, NULL FROM generate_series(1, 30) g;"
                    + " INSERT INTO keyless SELECT g, CASE g WHEN 4 THEN 'bad' ELSE 'k' END FROM generate_series(1, 8) g; COMMIT");
            LockSupport.parkNanos(Duration.ofMillis(12).toNanos());
        }));
        for (int i = 0; i < 3; i++) {
            ChildProcess child = CrashIT.run(it, it.source().url(), "--on-error", "dead-letter", "--batch-bytes", "16k");
            CrashIT.awaitOutput(child, i == 0 ? "first copy begins" : "following");
            CrashIT.killWithin(child, 250, random);
        }
        writer.join();
        CrashIT.run(it, it.source().url(), "--on-error", "dead-letter");
        it.caughtUp(Duration.ofSeconds(60));
        long bad = Long.parseLong(it.source().value("SELECT (SELECT count(*) FROM t WHERE s = 'bad') + (SELECT count(*) FROM keyless WHERE s = 'bad')"));
        Await.until("all letters are there", () -> letters(it, "id").size() == bad);
        assertThat(letters(it, "row_key").stream().filter(key -> key != null).distinct()).hasSize(Math.toIntExact(bad - 150));
        it.source("DELETE FROM t WHERE s = 'bad'", "DELETE FROM keyless WHERE s = 'bad'");
        it.caughtUp();
        it.equality().check();
    }
}
