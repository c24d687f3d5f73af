package io.pg2any.destination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

import io.pg2any.destination.postgres.PostgresProvider;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** One PostgreSQL server for the JVM, with an empty database for each test. */
public final class PostgresDatabases {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private PostgresDatabases() {}

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("autovacuum", "off")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("wal_level", "logical")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An empty database; its superuser is {@code postgres}. */
    public static TestDatabase fresh() {
        String name = "target_" + NEXT.incrementAndGet();
        try {
            try (Connection connection = connect("postgres"); Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return new TestDatabase(new PostgresProvider(), url("postgres", name), connect(name), '"');
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The URL under which a role without a password reaches a database. */
    public static String url(String user, String database) {
        return "postgresql://" + user + "@localhost:" + Server.RUNNING.getPort() + "/" + database;
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:" + url("postgres", database).replace("postgres@", "") + "?user=postgres");
    }

    /** Passes the COPY data of a query at {@code source} on, as a first copy does. */
    public static void pass(Connection source, String query, RawLoader loader) throws SQLException {
        CopyOut out = source.unwrap(PGConnection.class).getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT" + (loader.binary() ? " (FORMAT binary)" : ""));
        for (byte[] data = out.readFromCopy(); data != null; data = out.readFromCopy()) {
            loader.addCopyData(data, 0, data.length);
        }
    }
}
