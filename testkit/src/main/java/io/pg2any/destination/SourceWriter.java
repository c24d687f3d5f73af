package io.pg2any.destination;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** The tables that a stream is played with, and a session that writes to them until it is closed. */
final class SourceWriter implements AutoCloseable {

    /** Keyed rows, rows of a key in another order than its columns, rows without a key, of which equal ones count, and one column of each kind of value. */
    static final String[] TABLES = {
        "CREATE TABLE people (id int PRIMARY KEY, name varchar(60), note text)",
        "CREATE TABLE pairs (num int, place varchar(20), item int, PRIMARY KEY (item, place))",
        "CREATE TABLE log (word varchar(40), amount numeric(20,5))", "ALTER TABLE log REPLICA IDENTITY FULL",
        "CREATE TABLE facts (id int PRIMARY KEY, num bigint, price numeric(30,10), ratio float8, ok boolean, word text, photo bytea, doc jsonb, born date,"
                + " made timestamp, seen timestamptz)",
        "CREATE TABLE emptied (id int PRIMARY KEY)"
    };

    /** Too large and too random to be stored in line: an update of other columns does not tell it again. */
    static final String LARGE = "(SELECT string_agg(md5(g::text || %s), '') FROM generate_series(1, 300) g)";

    static final String FACTS = "INSERT INTO facts VALUES (%1$s1, 9223372036854775807, -12345678901234567890.0123456789, 0.1, true, E'two\\nlines, \"quoted\" \\\\ é 日本 🎉', '\\x00ff0a5c27',"
            + " '{\"a\": [1.50, null, \"x\"], \"b\": {\"c\": true}}', '2024-02-29', '2024-02-29 12:34:56.789012', '2024-02-29 12:34:56.5+05:30'),"
            + " (%1$s2, -1, 0.5, -1e-300, false, ' blanks ', '\\xff', '[]', '1582-10-15', '1969-12-31 23:59:59.999999', '2200-01-01 00:00:00+00'),"
            + " (%1$s3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)";

    private static final int KEYS = 4000;
    private static final long PACE = Duration.ofMillis(20).toNanos();

    private final TestSource source;
    private final Random random;
    private final CompletableFuture<Void> written = new CompletableFuture<>();
    private volatile boolean stopping;

    SourceWriter(TestSource source, long seed) {
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
