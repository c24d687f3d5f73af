package io.pg2any.destination;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import io.pg2any.CdcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The whole way out of a real PostgreSQL: the first copy, the stream after it, stops and kills. In the end the target holds what the source holds, value by
 * value, whatever the destination is. What is compared is what the slot was told the target holds for good.
 */
public interface StreamContract {

    /** Keyed rows, rows of a key in another order than its columns, rows without a key, of which equal ones count, and one column of each kind of value. */
    String[] TABLES = {
        "CREATE TABLE people (id int PRIMARY KEY, name varchar(60), note text)",
        "CREATE TABLE pairs (num int, place varchar(20), item int, PRIMARY KEY (item, place))",
        "CREATE TABLE log (word varchar(40), amount numeric(20,5))", "ALTER TABLE log REPLICA IDENTITY FULL",
        "CREATE TABLE facts (id int PRIMARY KEY, num bigint, price numeric(30,10), ratio float8, ok boolean, word text, photo bytea, doc jsonb, born date,"
                + " made timestamp, seen timestamptz)",
        "CREATE TABLE emptied (id int PRIMARY KEY)"
    };

    /** Too large and too random to be stored in line: an update of other columns does not tell it again. */
    String LARGE = "(SELECT string_agg(md5(g::text || %s), '') FROM generate_series(1, 300) g)";

    String FACTS = "INSERT INTO facts VALUES (%1$s1, 9223372036854775807, -12345678901234567890.0123456789, 0.1, true, E'two\\nlines, \"quoted\" \\\\ é 日本 🎉', '\\x00ff0a5c27',"
            + " '{\"a\": [1.50, null, \"x\"], \"b\": {\"c\": true}}', '2024-02-29', '2024-02-29 12:34:56.789012', '2024-02-29 12:34:56.5+05:30'),"
            + " (%1$s2, -1, 0.5, -1e-300, false, ' blanks ', '\\xff', '[]', '1582-10-15', '1969-12-31 23:59:59.999999', '2200-01-01 00:00:00+00'),"
            + " (%1$s3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)";

    int KILLS = Integer.getInteger("pg2any.kills", 2);
    int SHOWN = 5;

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
        return of.stream().filter(row -> counts.merge(row, -1, Integer::sum) < 0).limit(SHOWN).map(row -> row.length() > 200 ? row.substring(0, 200) + "…" : row).toList();
    }

    @Test
    default void whatWasThereAndEveryChangeAfterItEndUpInTheTarget() throws Exception {
        try (TestSource source = new TestSource(sourceUrl()); TestTarget target = fresh()) {
            source.run(TABLES);
            source.run("INSERT INTO people SELECT i, 'copied ' || i, " + LARGE.formatted("i") + " FROM generate_series(1, 20) i",
                    "INSERT INTO pairs SELECT i, 'p' || i % 4, i / 4 FROM generate_series(1, 40) i", "INSERT INTO log SELECT 'w' || i % 3, i % 2 + 0.5 FROM generate_series(1, 30) i",
                    FACTS.formatted("1"), "INSERT INTO emptied VALUES (1)");
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
                        FACTS.formatted("2"), "UPDATE facts SET num = 7, ok = NOT ok, born = born + 1, doc = '\"text\"' WHERE id IN (11, 12)",
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
            source.run(TABLES);
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
            source.run(TABLES);
            source.run("INSERT INTO people SELECT i, 'copied ' || i, repeat('x', 100) FROM generate_series(1, 3000) i", "INSERT INTO log SELECT 'w' || i % 20, i % 7 FROM generate_series(1, 300) i");
            try (Writer _ = new Writer(source, seed)) {
                for (int i = 0; i < KILLS; i++) {
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

    /** A session that writes to the source until it is closed. */
    final class Writer implements AutoCloseable {

        private static final int KEYS = 4000;
        private static final long PACE = Duration.ofMillis(20).toNanos();

        private final TestSource source;
        private final Random random;
        private final CompletableFuture<Void> written = new CompletableFuture<>();
        private volatile boolean stopping;

        private Writer(TestSource source, long seed) {
            this.source = source;
            this.random = new Random(seed);
            Thread.ofPlatform().daemon().name("pg2any-testkit-writer").start(this::write);
        }

        private void write() {
            try (Connection connection = source.connect()) {
                while (!stopping) {
                    TestSource.run(connection, "BEGIN; " + String.join("; ", statements()) + (random.nextInt(10) == 0 ? "; ROLLBACK" : "; COMMIT"));
                    LockSupport.parkNanos(PACE);
                }
                written.complete(null);
            } catch (SQLException | RuntimeException e) {
                written.completeExceptionally(e);
            }
        }

        private List<String> statements() {
            int key = random.nextInt(KEYS);
            int size = random.nextInt(30) == 0 ? 1000 : 1 + random.nextInt(20);
            return List.of("INSERT INTO log SELECT 'k" + key % 20 + "', g FROM generate_series(1, " + (1 + size / 4) + ") g",
                    "DELETE FROM log WHERE ctid IN (SELECT ctid FROM log ORDER BY ctid LIMIT " + size / 4 + ")",
                    switch (random.nextInt(4)) {
                        case 0 -> "INSERT INTO people SELECT g, 'new', NULL FROM generate_series(" + key + ", " + (key + size) + ") g ON CONFLICT (id) DO UPDATE SET name = 'again'";
                        case 1 -> "DELETE FROM people WHERE id BETWEEN " + key + " AND " + (key + size / 2);
                        case 2 -> "UPDATE people SET id = id + 1000000 * (1 + " + random.nextInt(1000) + ") WHERE id = " + key + " AND NOT EXISTS (SELECT FROM people WHERE id > 1000000 AND id % 1000000 = " + key + ")";
                        default -> "UPDATE people SET name = 'u" + key + "' WHERE id BETWEEN " + key + " AND " + (key + size);
                    });
        }

        /** Ends it after the transaction it is in; throws what it failed with. */
        @Override
        public void close() {
            stopping = true;
            written.join();
        }
    }
}
