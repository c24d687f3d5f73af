package io.pg2any.source;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;

/**
 * Reads single rows of the source as they are now, by key: for rows that the stream told only in part. What changed since is
 * told by the stream later. One thread; connects at the first row.
 */
public final class RowFetcher implements AutoCloseable {

    private final SourceConnections source;
    private @Nullable Connection connection;

    public RowFetcher(SourceConnections source) {
        this.source = source;
    }

    /** The rows with the keys of {@code known}; those that the source does not have any more are left out. */
    public List<Row> fetch(TableSchema table, List<Row> known) {
        return fetch(table, known, "");
    }

    /**
     * The same.
     *
     * @param filter only rows for which this condition in SQL holds, such as a publication's; empty: all
     */
    public List<Row> fetch(TableSchema table, List<Row> known, String filter) {
        List<Row> rows = new ArrayList<>(known.size());
        Connection open = connection();
        try (PreparedStatement select = open.prepareStatement(statement(open, table) + (filter.isEmpty() ? "" : " AND (" + filter + ")"))) {
            for (Row row : known) {
                for (int i = 0; i < table.key().size(); i++) {
                    select.setString(i + 1, row.text(table.key().get(i)));
                }
                try (ResultSet found = select.executeQuery()) {
                    if (found.next()) {
                        rows.add(row(found, table.columns().size()));
                    }
                }
            }
            return rows;
        } catch (SQLException e) {
            throw SourceErrors.ofReading(table.source(), e);
        }
    }

    private Connection connection() {
        Connection open = connection;
        if (open == null) {
            open = source.openForText();
            connection = open;
        }
        return open;
    }

    private static String statement(Connection connection, TableSchema table) throws SQLException {
        String columns = table.columns().stream().map(ColumnSchema::name).map(Sql::identifier).collect(Collectors.joining(", "));
        String key = table.key().stream().map(i -> Sql.identifier(table.columns().get(i).name()) + " = ?").collect(Collectors.joining(" AND "));
        return "SELECT " + columns + " FROM " + (isPartitioned(connection, table) ? "" : "ONLY ") + Sql.table(table.source()) + " WHERE " + key;
    }

    private static boolean isPartitioned(Connection connection, TableSchema table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT relkind = 'p' FROM pg_class WHERE oid = ?::text::regclass")) {
            select.setString(1, Sql.table(table.source()));
            try (ResultSet kind = select.executeQuery()) {
                return kind.next() && kind.getBoolean(1);
            }
        }
    }

    private static Row row(ResultSet found, int columns) throws SQLException {
        RowBuilder builder = new RowBuilder(columns);
        for (int i = 1; i <= columns; i++) {
            String text = found.getString(i);
            if (text == null) {
                builder.addNull();
            } else {
                builder.addText(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return builder.build();
    }

    @Override
    public void close() {
        if (connection != null) {
            SourceConnections.closeQuietly(connection);
            connection = null;
        }
    }
}
