package io.pg2any.destination;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.pg2any.CdcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The whole way out of a real PostgreSQL: the first copy, the stream after it, stops and kills. In the end the target holds what the source holds, value by
 * value, whatever the destination is. What is compared is what the slot was told the target holds for good.
 */
public interface StreamContract {

    TestTarget fresh() throws Exception;

    /** A superuser of a PostgreSQL with {@code wal_level = logical}; where {@value TestSource#URL} does not name one, these tests are left out. */
    default String sourceUrl() {
        String url = System.getenv(TestSource.URL);
        assumeTrue(url != null, "SKIPPED: no PostgreSQL; set " + TestSource.URL + " to postgresql://user:password@host:port/database");
        return url;
    }

    private static CdcClient started(TestSource source, TestTarget target) {
        CdcClient client = CdcClient.create(StreamProcess.config(source.url(), source.slot(), target.provider(), target.url()));
        client.start();
        return client;
    }

    private static void assertEqual(TestSource source, TestTarget target, String... tables) {
        for (String table : tables) {
            List<String> expected = source.contents(table);
            List<String> actual = target.contents(table, source.columns(table));
            assertThat(shown(expected, actual)).as("only in the source's " + table + "; in the target's: " + shown(actual, expected)).isEmpty();
            assertThat(shown(actual, expected)).as("only in the target's " + table).isEmpty();
        }
    }

    /** The first rows of which {@code of} has more than {@code other}. */
    private static List<String> shown(List<String> of, List<String> other) {
        Map<String, Integer> counts = new HashMap<>();
        other.forEach(row -> counts.merge(row, 1, Integer::sum));
        return of.stream().filter(row -> counts.merge(row, -1, Integer::sum) < 0).limit(5).map(row -> row.length() > 200 ? row.substring(0, 200) + "…" : row).toList();
    }

    @Test
    default void whatWasThereAndEveryChangeAfterItEndUpInTheTarget() throws Exception {
        try (TestSource source = new TestSource(sourceUrl()); TestTarget target = fresh()) {
            source.run(SourceWriter.TABLES);
            source.run("INSERT INTO people SELECT i, 'copied ' || i, " + SourceWriter.LARGE.formatted("i") + " FROM generate_series(1, 20) i",
                    "INSERT INTO pairs SELECT i, 'p' || i % 4, i / 4 FROM generate_series(1, 40) i", "INSERT INTO log SELECT 'w' || i % 3, i % 2 + 0.5 FROM generate_series(1, 30) i",
                    SourceWriter.FACTS.formatted("1"), "INSERT INTO emptied VALUES (1)");
            try (CdcClient client = started(source, target)) {
                source.awaitConfirmed(client);
                assertEqual(source, target, "people", "pairs", "log", "facts", "emptied");
                source.run("INSERT INTO people VALUES (100, 'new', NULL)", "UPDATE people SET name = 'changed' WHERE id = 1", "UPDATE people SET name = name WHERE id = 2",
                        "DELETE FROM people WHERE id = 3", "UPDATE people SET id = 200 WHERE id = 4", "UPDATE people SET id = 201, name = 'moved' WHERE id = 5",
                        "BEGIN; UPDATE people SET id = -6 WHERE id = 6; UPDATE people SET id = 6 WHERE id = 7; UPDATE people SET id = 7 WHERE id = -6; COMMIT",
                        "BEGIN; DELETE FROM people WHERE id = 8; INSERT INTO people VALUES (8, 'again', 'short'); COMMIT",
                        "BEGIN; UPDATE people SET name = 'gone' WHERE id = 9; ROLLBACK",
                        "BEGIN; INSERT INTO people VALUES (300, 'kept', NULL); SAVEPOINT a; DELETE FROM people; ROLLBACK TO a; UPDATE people SET note = NULL WHERE id = 10; COMMIT",
                        "BEGIN; INSERT INTO people VALUES (301, 'short-lived', 'x'); UPDATE people SET id = 302 WHERE id = 301; DELETE FROM people WHERE id = 302; COMMIT",
                        "UPDATE pairs SET num = -num WHERE item = 2", "UPDATE pairs SET item = item + 100 WHERE place = 'p1'", "DELETE FROM pairs WHERE place = 'p2' AND item < 5",
                        "DELETE FROM log WHERE ctid = (SELECT min(ctid) FROM log)", "INSERT INTO log VALUES ('w0', 1.5), (NULL, NULL), (NULL, NULL)",
                        "UPDATE log SET amount = amount + 1 WHERE ctid = (SELECT min(ctid) FROM log WHERE word = 'w1')", "DELETE FROM log WHERE ctid = (SELECT min(ctid) FROM log WHERE word IS NULL)",
                        SourceWriter.FACTS.formatted("2"), "UPDATE facts SET num = 7, ok = NOT ok, born = born + 1, doc = '\"text\"' WHERE id IN (11, 12)",
                        "BEGIN; INSERT INTO emptied VALUES (2); TRUNCATE emptied; INSERT INTO emptied VALUES (3); COMMIT",
                        "INSERT INTO people SELECT i, 'many', 'n' || i FROM generate_series(1000, 4000) i", "UPDATE people SET name = 'more' WHERE id BETWEEN 1500 AND 3000");
                source.awaitConfirmed(client);
                assertEqual(source, target, "people", "pairs", "log", "facts", "emptied");
            }
        }
    }

    @Test
    default void aStopLosesAndRepeatsNothing() throws Exception {
        try (TestSource source = new TestSource(sourceUrl()); TestTarget target = fresh()) {
            source.run(SourceWriter.TABLES);
            source.run("INSERT INTO people SELECT i, 'copied ' || i, NULL FROM generate_series(1, 500) i", "INSERT INTO log SELECT 'w' || i % 3, 1 FROM generate_series(1, 100) i");
            for (int i = 0; i < 2; i++) {
                try (CdcClient client = started(source, target)) {
                    source.awaitConfirmed(client);
                    source.run("INSERT INTO log VALUES ('followed', " + i + ")", "UPDATE people SET name = 'n" + i + "' WHERE id % 3 = " + i);
                }
                source.run("INSERT INTO log SELECT 'behind', " + i + " FROM generate_series(1, 300)", "UPDATE people SET id = id + 10000 WHERE id % 7 = " + i, "DELETE FROM people WHERE id % 31 = " + i,
                        "BEGIN; DELETE FROM log WHERE ctid = (SELECT min(ctid) FROM log); INSERT INTO people VALUES (" + -i + ", 'while nobody followed', NULL); COMMIT");
            }
            try (CdcClient client = started(source, target)) {
                source.awaitConfirmed(client);
                assertEqual(source, target, "people", "log");
            }
        }
    }

    /** Seed: {@code -Dpg2any.seed=N}; more kills: {@code -Dpg2any.kills=N}. Equal rows without a key are compared where the destination promises that they do not come twice. */
    @Test
    default void aProcessKilledAtRandomMomentsUnderLoadLosesAndRepeatsNothing() throws Exception {
        long seed = Long.getLong("pg2any.seed", System.nanoTime());
        Random random = new Random(seed);
        try (TestSource source = new TestSource(sourceUrl()); TestTarget target = fresh()) {
            source.run(SourceWriter.TABLES);
            source.run("INSERT INTO people SELECT i, 'copied ' || i, repeat('x', 100) FROM generate_series(1, 3000) i", "INSERT INTO log SELECT 'w' || i % 20, i % 7 FROM generate_series(1, 300) i");
            try (SourceWriter _ = new SourceWriter(source, seed)) {
                for (int i = 0; i < Integer.getInteger("pg2any.kills", 2); i++) {
                    try (StreamProcess killed = StreamProcess.start(source, target)) {
                        killed.lives(Duration.ofMillis(random.nextInt(1000)));
                    }
                }
            }
            try (StreamProcess last = StreamProcess.start(source, target)) {
                source.awaitConfirmed(last::follows, last::output);
            }
            assertEqual(source, target, promises(target) == Guarantee.AT_LEAST_ONCE ? new String[] {"people"} : new String[] {"people", "log"});
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with -Dpg2any.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private static Guarantee promises(TestTarget target) {
        try (DestinationHandler handler = target.handler(true)) {
            return handler.capabilities().guarantee();
        }
    }
}
