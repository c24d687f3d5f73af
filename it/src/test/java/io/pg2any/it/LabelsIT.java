package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

import io.pg2any.SnapshotMode;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.LogLines;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Labels of enum types that get another text: the log tells nothing of it, and rows that are there are to follow. */
class LabelsIT {

    private static final Duration SOON = Duration.ofMillis(100);

    private static final String[] TABLES = {
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', '')", "CREATE DOMAIN felt AS mood", "CREATE TYPE note AS (m mood, s text)",
        "CREATE TABLE keyed (id int PRIMARY KEY, m mood, d felt, n int)", "CREATE TABLE inside (id int PRIMARY KEY, a mood[], c note, cs note[])",
        "CREATE TABLE bag (m mood, n int)", "ALTER TABLE bag REPLICA IDENTITY FULL", "CREATE TABLE by_mood (m mood PRIMARY KEY, n int)",
        "INSERT INTO keyed SELECT i, (ARRAY['sad', 'ok', 'happy', NULL])[i % 4 + 1]::mood, 'ok', i FROM generate_series(1, 1500) i",
        "INSERT INTO inside VALUES (1, '{sad,ok,NULL,\"\"}', '(ok,\"it is ok\")', '{\"(sad,)\",NULL}'), (2, NULL, NULL, NULL)", "INSERT INTO bag VALUES ('ok', 1), ('ok', 1), ('sad', 2)",
        "INSERT INTO by_mood VALUES ('sad', 1), ('ok', 2)"
    };

    private static void becomesEqual(Scenario it) {
        Await.until("source and target are equal", Duration.ofSeconds(60), () -> it.equality().differences(Set.of()).isEmpty(), () -> it.equality().differences(Set.of()) + "\n" + it.stream().progress());
    }

    @EachTarget
    void rowsThatAreThereFollowLabelsThatAreRenamed(Scenario it) {
        it.source(TABLES);
        it.follow(config -> config.watchInterval(SOON));
        it.source("ALTER TYPE mood RENAME VALUE 'ok' TO 'it''s \"fine\", thanks'", "INSERT INTO keyed VALUES (2000, 'it''s \"fine\", thanks', 'sad', 0)");
        becomesEqual(it);
        it.stop();
        // each label is another one's for a while, and two change places
        it.source("INSERT INTO keyed VALUES (2001, 'sad', 'happy', 0)", "ALTER TYPE mood RENAME VALUE 'sad' TO 'x'", "INSERT INTO keyed VALUES (2002, 'x', 'happy', 0)",
                "ALTER TYPE mood RENAME VALUE 'happy' TO 'sad'", "INSERT INTO keyed VALUES (2003, 'x', 'sad', 0)", "INSERT INTO bag VALUES ('sad', 3)", "ALTER TYPE mood RENAME VALUE 'x' TO 'happy'",
                "INSERT INTO keyed VALUES (2004, 'happy', 'sad', 0)", "UPDATE keyed SET n = -n WHERE id < 10", "INSERT INTO inside VALUES (3, '{happy,sad}', '(sad,x)', '{}')");
        it.restart();
        becomesEqual(it);
    }

    /** Its rows come after the change, with the label that they were written with. */
    @EachTarget
    void rowsOfTransactionsThatRanMeanwhileFollowToo(Scenario it) throws SQLException {
        it.source(TABLES);
        it.follow(config -> config.watchInterval(SOON));
        try (Connection other = it.source().connect()) {
            Sql.run(other, "BEGIN", "INSERT INTO keyed VALUES (3000, 'sad', 'sad', 0)");
            it.source("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'", "INSERT INTO keyed VALUES (3001, 'blue', 'ok', 0)");
            it.caughtUp();
            Sql.run(other, "INSERT INTO keyed VALUES (3002, 'blue', 'blue', 0)", "COMMIT");
        }
        becomesEqual(it);
    }

    /** A table that would have to be copied again, and must not be. */
    @EachTarget(TargetKind.SQLITE)
    void whatCannotFollowIsSaid(Scenario it) {
        it.source("CREATE TYPE mood AS ENUM ('sad', 'ok')", "CREATE TABLE bag (m mood, n int)", "ALTER TABLE bag REPLICA IDENTITY FULL");
        try (LogLines log = new LogLines()) {
            it.follow(config -> config.watchInterval(SOON).snapshotMode(SnapshotMode.NEVER));
            it.source("INSERT INTO bag VALUES ('ok', 1)");
            it.caughtUp();
            it.source("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'");
            Await.until("it says so", Duration.ofSeconds(30), () -> log.lines().stream().anyMatch(line -> line.startsWith("WARN") && line.contains("public.bag") && line.contains("copy the table again")), () -> log.lines().toString());
        }
        assertThat(it.target().value("SELECT m FROM bag")).isEqualTo("ok");
    }
}
