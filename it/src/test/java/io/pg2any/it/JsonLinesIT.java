package io.pg2any.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.pg2any.destination.jsonl.JsonLinesProvider;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.JsonLines;
import io.pg2any.it.harness.Load;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The example destination: whoever plays its lines in their order gets what the source holds, each change once. */
class JsonLinesIT {

    private static final int KILLS = 4;

    @TempDir
    private Path folder;

    private String url() {
        return "jsonl://" + folder + "?max_file_mb=1";
    }

    private void assertEqual(Scenario it, String... tables) {
        long mark = it.source().mark();
        Await.until("the lines have caught up", Duration.ofSeconds(60), () -> JsonLines.read(folder).marker() >= mark, () -> "");
        JsonLines lines = JsonLines.read(folder);
        for (String table : tables) {
            assertThat(lines.rows(table)).as(table).isEqualTo(JsonLines.rows(it.source(), table));
        }
    }

    /** Seed: {@code -Dpg2any.seed=N}. */
    @Test
    void aProcessKilledAtRandomMomentsUnderLoadLosesAndRepeatsNothing() {
        long seed = Long.getLong("pg2any.seed", System.nanoTime());
        System.out.println("JsonLinesIT: -Dpg2any.seed=" + seed);
        Random random = new Random(seed);
        try (Scenario it = new Scenario(TargetKind.SQLITE)) {
            it.source(Load.TABLES);
            it.source("INSERT INTO keyed SELECT i, 0, 'first', repeat('x', 100) FROM generate_series(1, 3000) i",
                    "INSERT INTO keyless SELECT i % 20, 'k' || i % 7 FROM generate_series(1, 500) i");
            try (Load load = Load.start(it.source(), seed)) {
                for (int i = 0; i < KILLS; i++) {
                    ChildProcess child = run(it);
                    Await.until("it copies or follows", Duration.ofSeconds(60), () -> child.output().contains("first copy begins") || child.output().contains("following"), child::output);
                    Await.holds("the process lives", Duration.ofMillis(random.nextInt(700)), child::isAlive);
                    child.kill();
                }
            }
            ChildProcess last = run(it);
            assertEqual(it, "keyed", "keyless");
            last.terminate();
            assertThat(last.awaitExit()).as(last::output).isZero();
        }
    }

    private ChildProcess run(Scenario it) {
        return it.owns(ChildProcess.start("run", "--source", it.source().url(), "--destination", url(), "--slot", it.source().slot(),
                "--publication", it.source().publication(), "--heartbeat-interval", "200ms"));
    }

    /** As a program uses a destination of its own: without a service file, named to the builder. */
    @Test
    void aDestinationGivenToTheBuilderFollowsEveryKindOfChange() {
        try (Scenario it = new Scenario(TargetKind.SQLITE)) {
            it.source("CREATE TABLE t (id int PRIMARY KEY, s text, n numeric(10,2), j jsonb, big text)",
                    "INSERT INTO t SELECT i, 'copied \"' || i, i / 4.0, '{\"a\": [1.50, \"x\"]}', string_agg(md5(g::text), '') FROM generate_series(1, 3) i, generate_series(1, 300) g GROUP BY i",
                    "CREATE TABLE full_row (a int, s text)", "ALTER TABLE full_row REPLICA IDENTITY FULL", "CREATE TABLE emptied (id int PRIMARY KEY)", "INSERT INTO emptied VALUES (1)");
            it.follow(config -> config.destination(new JsonLinesProvider()).destinationConnectionString(url()));
            it.source("UPDATE t SET s = E'line\\nend é🎉' WHERE id = 1", "UPDATE t SET id = 20 WHERE id = 2", "DELETE FROM t WHERE id = 3",
                    "BEGIN; INSERT INTO t VALUES (4, NULL, -0.10, 'null', ''); SAVEPOINT a; DELETE FROM t; ROLLBACK TO a; COMMIT",
                    "INSERT INTO full_row VALUES (1, 'x'), (1, 'x'), (2, NULL)", "DELETE FROM full_row WHERE ctid = (SELECT min(ctid) FROM full_row)", "UPDATE full_row SET a = 3 WHERE a = 2",
                    "INSERT INTO emptied VALUES (2)", "TRUNCATE emptied", "INSERT INTO emptied VALUES (3)");
            assertEqual(it, "t", "full_row", "emptied");
            it.source("ALTER TABLE t ADD COLUMN later int DEFAULT 5", "UPDATE t SET later = 7 WHERE id = 1", "UPDATE t SET later = 8 WHERE id IN (20, 4)");
            it.stop();
            it.restart();
            assertEqual(it, "t");
        }
    }
}
