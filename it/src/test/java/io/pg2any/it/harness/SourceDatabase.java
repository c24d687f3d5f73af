package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.pg2any.event.Lsn;

/**
 * A fresh database of one test, in the shared cluster or one of its own. It holds the table {@code it_marker}, by which the
 * harness sees how far a target is: one row whose number grows.
 */
public final class SourceDatabase implements AutoCloseable {

    public static final String MARKER = "it_marker";

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final long JVM = ProcessHandle.current().pid();

    private final PostgresServer server;
    private final String name;
    private Connection connection;

    public SourceDatabase(PostgresServer server) {
        this.server = server;
        this.name = "it_" + JVM + "_" + NEXT.incrementAndGet();
        server.createDatabase(name);
        this.connection = server.connect(name);
        run("CREATE TABLE it_marker (id int PRIMARY KEY, n bigint NOT NULL)", "INSERT INTO it_marker VALUES (1, 0)");
    }

    /** Runs statements on the test's own session: BEGIN and COMMIT work as they do in psql. */
    public void run(String... statements) {
        Sql.run(connection, statements);
    }

    public String value(String sql) {
        return Sql.value(connection, sql);
    }

    public List<String> column(String sql) {
        return Sql.column(connection, sql);
    }

    /** Another session; the caller closes it. */
    public Connection connect() {
        return server.connect(name);
    }

    /** A session after the server was restarted. */
    public void reconnect() {
        connection = server.connect(name);
    }

    public PostgresServer server() {
        return server;
    }

    public String name() {
        return name;
    }

    /** Names that fit the database, so that slots of tests never meet. */
    public String slot() {
        return name + "_slot";
    }

    public String publication() {
        return "it_pub";
    }

    public String url() {
        return url("postgres", server.port());
    }

    public String url(String user, int port) {
        return "postgresql://" + user + "@127.0.0.1:" + port + "/" + name;
    }

    /** Moves the marker on and tells where to. */
    public long mark() {
        return Long.parseLong(value("UPDATE it_marker SET n = n + 1 WHERE id = 1 RETURNING n"));
    }

    /**
     * Takes the marker's key away, before a stream begins that writes over several connections: rows with a key may be seen before the others of
     * their transaction, while those without come with the position, when all of it is there.
     */
    public void markWithThePosition() {
        run("ALTER TABLE it_marker DROP CONSTRAINT it_marker_pkey", "ALTER TABLE it_marker REPLICA IDENTITY FULL");
    }

    /** End of what is in the log now. */
    public Lsn end() {
        return Lsn.parse(value("SELECT pg_current_wal_insert_lsn()"));
    }

    /** What the slot was told the target holds. */
    public Lsn confirmed(String slot) {
        return Lsn.parse(value("SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + slot + "'"));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        server.run(
                "SELECT pg_terminate_backend(active_pid, 10000) FROM pg_replication_slots WHERE database = '" + name + "' AND active",
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '" + name + "'",
                "DROP DATABASE " + name + " WITH (FORCE)");
    }
}
