package io.pg2any.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;

import io.pg2any.destination.Reading;

/** A file in a temporary directory. */
final class SqliteTarget implements Target {

    private final Path directory;
    private final Path file;

    SqliteTarget() {
        try {
            directory = Files.createTempDirectory("pg2any-it-sqlite");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file = directory.resolve("target.db");
    }

    @Override
    public TargetKind kind() {
        return TargetKind.SQLITE;
    }

    @Override
    public String url() {
        return "sqlite://" + file;
    }

    @Override
    public String url(int port) {
        throw new UnsupportedOperationException("a file has no port");
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public Connection connect() {
        try {
            return DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=30000");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String nameOf(String schema, String table) {
        return quote(schema.equals("public") ? table : schema + "_" + table);
    }

    @Override
    public String quote(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    @Override
    public Reading reading() {
        return Reading.OBJECTS;
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
