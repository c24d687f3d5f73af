package io.pg2any.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Text as DuckDB prints it; of a column that may be a list, the type of its elements and each of them. */
    @Override
    public String expression(Category category, String quotedColumn) {
        return switch (category) {
            case BYTEA -> quotedColumn;
            case TEXT -> "CASE WHEN " + quotedColumn + " IS NULL THEN NULL WHEN typeof(" + quotedColumn + ") LIKE '%[]' THEN list_prepend(typeof(" + quotedColumn
                    + "), CAST(" + quotedColumn + " AS VARCHAR[])) ELSE ['', CAST(" + quotedColumn + " AS VARCHAR)] END";
            default -> stored(quotedColumn);
        };
    }

    @Override
    public Object read(ResultSet row, int index, Category category) throws SQLException {
        return switch (category) {
            case BYTEA -> row.getBytes(index);
            case TEXT -> row.getArray(index) == null ? null : text((Object[]) row.getArray(index).getArray());
            default -> row.getString(index) == null ? null : asPostgres(row.getString(index));
        };
    }

    private static String text(Object[] parts) {
        return parts[0].equals("") ? parts[1].toString()
                : Arrays.stream(parts).skip(1).map(element -> element(parts[0].toString(), element)).collect(Collectors.joining(",", "{", "}"));
    }

    private static String element(String type, Object element) {
        if (element == null) {
            return "NULL";
        }
        String text = switch (type) {
            case "BOOLEAN[]" -> element.toString().substring(0, 1);
            case "FLOAT[]", "DOUBLE[]" -> floating(element.toString());
            case "VARCHAR[]" -> element.toString();
            default -> asPostgres(element.toString());
        };
        boolean plain = !text.isEmpty() && !text.toUpperCase(Locale.ROOT).equals("NULL") && text.chars().noneMatch(c -> "{}\",\\".indexOf(c) >= 0 || " \t\n\r\f\u000b".indexOf(c) >= 0);
        return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String floating(String text) {
        return switch (text) {
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            case "nan" -> "NaN";
            default -> text.replaceFirst("\\.0$", "");
        };
    }

    private static String asPostgres(String text) {
        return switch (text) {
            case "inf", "-inf", "nan" -> floating(text);
            default -> text.contains(" (BC)") ? text.replace(" (BC)", "") + " BC" : text;
        };
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
