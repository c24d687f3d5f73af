package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows that the target refuses are left out, and kept if that is asked for, while everything else arrives exactly once. */
class DeadLettersIT {

    private static final String[] SOURCE = {
        "CREATE TABLE t (id int PRIMARY KEY, s varchar(50), n int, big text)", "ALTER TABLE t ALTER big SET STORAGE EXTERNAL",
        "CREATE TABLE keyless (a int, s varchar(50))", "ALTER TABLE keyless REPLICA IDENTITY FULL"
    };

    private static void createTargets(Scenario it) {
        String text = it.kind().isMySqlFamily() ? "longtext" : it.kind() == TargetKind.SQLSERVER ? "nvarchar(max)" : it.kind() == TargetKind.ORACLE ? "clob" : "text";
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

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL, TargetKind.SQLITE, TargetKind.SQLSERVER})
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

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL, TargetKind.SQLITE, TargetKind.SQLSERVER})
    void refusedRowsOfTheFirstCopyAreKeptAsDeadLettersAndTheRestArrives(Scenario it) {
        createTargets(it);
        it.source(SOURCE);
        // much is still to be read when the first of them is refused
        it.source("INSERT INTO t SELECT i, CASE WHEN i % 1000 = 500 THEN 'bad' ELSE 's' || i END, i, repeat('0123456789', 200) FROM generate_series(1, 10000) i",
                "INSERT INTO keyless VALUES (1, 'k'), (2, 'bad'), (2, 'bad'), (3, 'k')");
        Stream stream = it.follow(config -> config.onError(OnError.DEAD_LETTER));
        assertThat(letters(it, "operation")).hasSize(12).containsOnly("COPY");
        assertThat(letters(it, "row_key")).contains("{\"id\": \"500\"}", "{\"id\": \"9500\"}");
        assertThat(stream.progress().deadLetters()).isEqualTo(12);
        takeBadRowsBack(it);
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL, TargetKind.SQLITE, TargetKind.SQLSERVER})
    void refusedChangesAreSkippedAndCountedWhereThatIsAskedFor(Scenario it) {
        createTargets(it);
        it.source(SOURCE);
        it.source("INSERT INTO t VALUES (1, 'bad', 1, NULL), (2, 'good', 2, NULL)");
        Stream stream = it.follow(config -> config.onError(OnError.SKIP));
        it.source("INSERT INTO t SELECT i, CASE i % 10 WHEN 0 THEN 'bad' ELSE 's' END, i, NULL FROM generate_series(3, 302) i");
        it.caughtUp();
        Await.until("what was skipped is counted", () -> stream.progress().skippedChanges() == 31); // which follows the commit
        assertThat(letters(it, "id")).isEmpty();
        takeBadRowsBack(it);
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.SQLITE, TargetKind.SQLSERVER})
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

    private static ChildProcess command(Scenario it, String... arguments) {
        ChildProcess child = it.owns(ChildProcess.start("128m", Map.of("CDC_SOURCE_CONNECTION_STRING", it.source().url(), "CDC_DEST_URI", it.target().url(),
                "CDC_REPLICATION_SLOT", it.source().slot(), "CDC_PUBLICATION", it.source().publication()), arguments));
        child.awaitExit();
        return child;
    }

    /** The commands are the same for all targets: what they do to one is done by the code that streams into it. */
    @EachTarget({TargetKind.MARIADB, TargetKind.POSTGRESQL})
    void deadLettersAreListedShownTriedAgainWhileTheStreamRunsAndDropped(Scenario it) {
        createTargets(it);
        it.source(SOURCE);
        it.follow(config -> config.onError(OnError.DEAD_LETTER));
        it.source("INSERT INTO t SELECT i, 'bad', i, 'big' FROM generate_series(1, 5) i", "INSERT INTO keyless VALUES (1, 'bad'), (1, 'bad'), (2, 'good')",
                "UPDATE keyless SET s = 'bad' WHERE a = 2");
        it.caughtUp();
        JsonNode listed = JsonMapper.shared().readTree(command(it, "dead-letter", "list", "--json").output());
        assertThat(listed.size()).isEqualTo(8);
        assertThat(listed.get(0).get("key").get("id").asString()).isEqualTo("1");
        String first = listed.get(0).get("id").asString();
        assertThat(command(it, "dead-letter", "list").output()).contains(first, "public.t", "INSERT", "{\"id\": \"1\"}");
        assertThat(command(it, "dead-letter", "show", first).output()).contains("new row", "s = \"bad\"");
        ChildProcess refusedAgain = command(it, "dead-letter", "retry", first);
        assertThat(refusedAgain.awaitExit()).as(refusedAgain::output).isEqualTo(4);
        assertThat(refusedAgain.output()).contains("kept: refused again");
        assertThat(command(it, "dead-letter", "show", "nonsense").awaitExit()).isEqualTo(2);
        assertThat(command(it, "dead-letter", "retry").awaitExit()).isEqualTo(2);
        allowBadRows(it);
        it.source("UPDATE t SET n = 200 WHERE id = 2", "DELETE FROM t WHERE id = 3", "UPDATE t SET id = 40 WHERE id = 4");
        it.caughtUp();
        ChildProcess retry = command(it, "dead-letter", "retry", "--all");
        assertThat(retry.awaitExit()).as(retry::output).isZero();
        assertThat(retry.output()).contains(first + "  written", "newer version", "no such row any more", "applied as it was kept");
        assertThat(letters(it, "id")).isEmpty();
        it.source("INSERT INTO t VALUES (6, 'after', 6, NULL)");
        it.assertEqual();
        assertThat(command(it, "dead-letter", "list").output()).contains("no dead letters");
        it.target().run("INSERT INTO pg2any_dead_letter (slot, id, source_schema, source_table, operation, error, recorded_at) VALUES ('" + it.source().slot()
                + "', 'a', 'public', 't', 'INSERT', 'e', CURRENT_TIMESTAMP), ('" + it.source().slot() + "', 'b', 'public', 't', 'INSERT', 'e', CURRENT_TIMESTAMP)");
        assertThat(command(it, "dead-letter", "drop", "a").output()).contains("dropped 1 dead letter");
        assertThat(letters(it, "id")).containsExactly("b");
        assertThat(command(it, "dead-letter", "drop", "--all", "--json").output()).contains("\"b\"");
        assertThat(letters(it, "id")).isEmpty();
    }

    private static void allowBadRows(Scenario it) {
        for (String table : List.of("t", "keyless")) {
            String name = it.target().nameOf("public", table);
            it.target().run(it.kind() == TargetKind.POSTGRESQL ? "ALTER TABLE " + name + " DROP CONSTRAINT " + table + "_s_check" : "ALTER TABLE " + name + " MODIFY s varchar(50)");
        }
    }
}
