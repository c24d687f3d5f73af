package io.pg2any.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

import io.pg2any.destination.Reading;

/** A file in a temporary directory. A stream of the same JVM shares it; while a process has it no one else can look. */
final class DuckDbTarget implements Target {

    private static final String DATABASE = "target";

    private final Path directory;
    private final Path file;

    DuckDbTarget() {
        try {
            directory = Files.createTempDirectory("pg2any-it-duckdb");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file = directory.resolve(DATABASE + ".duckdb");
    }

    @Override
    public TargetKind kind() {
        return TargetKind.DUCKDB;
    }

    @Override
    public String url() {
        return "duckdb://" + file;
    }

    @Override
    public String url(int port) {
        throw new UnsupportedOperationException("a file has no port");
    }

    @Override
    public int port() {
        return 0;
    }

    /** Writers do not wait for each other: what meets the stream's own writing is tried again. */
    @Override
    public void run(String... statements) {
        try (Connection connection = connect()) {
            for (String sql : statements) {
                Await.until("no other transaction is in the way of " + sql, () -> !conflicts(connection, sql));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The driver closes a statement that fails. */
    private static boolean conflicts(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return false;
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).startsWith("TransactionContext Error: Conflict")) {
                return true;
            }
            throw e;
        }
    }

    @Override
    public boolean isLockedByItsWriter() {
        return true;
    }

    @Override
    public Connection connect() {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TimeZone = 'UTC'");
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String nameOf(String schema, String table) {
        return DATABASE + "." + quote(schema.equals("public") ? "main" : schema) + "." + quote(table);
    }

    @Override
    public String quote(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    @Override
    public String stored(String quotedColumn) {
        return "CAST(" + quotedColumn + " AS VARCHAR)";
    }

    @Override
    public Reading reading() {
        return Reading.DUCKDB;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : Stream.concat(files, Stream.of(directory)).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
