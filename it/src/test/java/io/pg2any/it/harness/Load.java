package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A session that writes to the source until it is closed: transactions of one to thousands of changes, to a table with a key and to one
 * without, of which the second shows every change that was lost or applied twice.
 */
public final class Load implements AutoCloseable {

    public static final String[] TABLES = {
        "CREATE TABLE keyed (id int PRIMARY KEY, n int NOT NULL, s text, big text)",
        "CREATE TABLE keyless (a int, s text)", "ALTER TABLE keyless REPLICA IDENTITY FULL"
    };

    private static final int KEYS = 3000;

    /** So many transactions leave few dead rows, which every statement would have to read. */
    private static final int VACUUM_AFTER = 50;

    /** Leaves the machine to those that have to keep up: of a table without a key, a target that has no index for it reads all for each row that goes. */
    private static final long PACE = Duration.ofMillis(20).toNanos();

    private final SourceDatabase source;
    private final Random random;
    private final CompletableFuture<Void> writer;
    private volatile boolean stopping;

    private Load(SourceDatabase source, long seed) {
        this.source = source;
        this.random = new Random(seed);
        this.writer = Scenario.beside(this::write);
    }

    public static Load start(SourceDatabase source, long seed) {
        return new Load(source, seed);
    }

    private void write() {
        try (Connection connection = source.connect()) {
            for (int i = 1; !stopping; i++) {
                int size = random.nextInt(40) == 0 ? 2000 : 1 + random.nextInt(30);
                boolean rollback = random.nextInt(20) == 0;
                Sql.run(connection, "BEGIN; " + statements(size) + (rollback ? "ROLLBACK" : "COMMIT"));
                if (i % VACUUM_AFTER == 0) {
                    Sql.run(connection, "VACUUM keyed, keyless");
                }
                LockSupport.parkNanos(PACE);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String statements(int size) {
        int from = random.nextInt(KEYS);
        int key = random.nextInt(KEYS);
        String keyless = "INSERT INTO keyless SELECT g % 20, 'k' || g % 7 FROM generate_series(" + from + ", " + (from + size / 2) + ") g;"
                + " DELETE FROM keyless WHERE ctid IN (SELECT ctid FROM keyless ORDER BY ctid LIMIT " + (size / 2) + ");"
                + " UPDATE keyless SET a = a + 1 WHERE ctid = (SELECT max(ctid) FROM keyless);";
        return switch (random.nextInt(5)) {
            case 0 -> keyless;
            case 1 -> "INSERT INTO keyed SELECT g, g, 'new', repeat(md5(g::text), 100) FROM generate_series(" + from + ", " + (from + size) + ") g"
                    + " ON CONFLICT (id) DO UPDATE SET s = 'again', n = keyed.n + 1;";
            case 2 -> "UPDATE keyed SET n = n + 1, s = 'u" + key + "' WHERE id BETWEEN " + key + " AND " + (key + size) + ";" + keyless;
            case 3 -> "DELETE FROM keyed WHERE id = " + (key + 1_000_000) + "; UPDATE keyed SET id = id + 1000000 WHERE id = " + key + ";";
            default -> "DELETE FROM keyed WHERE id BETWEEN " + key + " AND " + (key + size / 3) + "; SAVEPOINT a; UPDATE keyed SET n = -1 WHERE id BETWEEN " + from + " AND " + (from + 500) + "; ROLLBACK TO a;" + keyless;
        };
    }

    /** Ends it after the transaction it is in; throws what it failed with. */
    @Override
    public void close() {
        stopping = true;
        writer.join();
    }
}
