package io.pg2any.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableId;
import io.pg2any.source.SourceTable.SourceColumn;

/** Reads what the source's catalog says of tables. Uses the connection it is given, on that connection's thread. */
public final class Catalog {

    /** A leaf partition has no index of the parent's name; keys are read from the relation itself. */
    private static final String KEY = """
            SELECT array_agg(a.attname::text ORDER BY k.place)
            FROM pg_index i
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = c.oid AND k.place <= i.indnkeyatts AND i.indisvalid AND %s""";

    private static final String TABLE = """
            SELECT c.oid, n.nspname, c.relname, c.relreplident, c.relkind, greatest(c.reltuples, 0)::bigint AS estimate,
                   (%s) AS primary_key, (%s) AS identity_key
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')"""
            .formatted(KEY.formatted("i.indisprimary"), KEY.formatted("i.indisreplident"));

    private static final String COLUMNS = """
            SELECT a.attname, a.atttypid, a.atttypmod, a.attnotnull OR (t.typtype = 'd' AND t.typnotnull), a.attgenerated
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    private final Connection connection;
    private final int serverVersion;

    public Catalog(Connection connection) throws SQLException {
        this.connection = connection;
        this.serverVersion = connection.getMetaData().getDatabaseMajorVersion();
    }

    /** The major version of the server. */
    public int serverVersion() {
        return serverVersion;
    }

    /** Which transactions are visible now, as {@code pg_current_snapshot()} prints it. */
    public String snapshot() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_current_snapshot()::text"); ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getString(1);
        }
    }

    /** The tables of a publication; of partitioned tables the roots or the leaves, as the publication publishes them. */
    public List<TableId> publishedTables(String publication) throws SQLException {
        List<TableId> tables = new ArrayList<>();
        String sql = "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ? ORDER BY 1, 2";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, publication);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    tables.add(new TableId(result.getString(1), result.getString(2)));
                }
            }
        }
        return tables;
    }

    /** Every table that can be published: permanent, a user's, and not a partition of another one. */
    public List<TableId> userTables() throws SQLException {
        List<TableId> tables = new ArrayList<>();
        String sql = """
                SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND NOT c.relispartition
                  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
                ORDER BY 1, 2""";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                tables.add(new TableId(result.getString(1), result.getString(2)));
            }
        }
        return tables;
    }

    /**
     * A table as a publication publishes it; empty if there is no such table. Waits while the table is locked exclusively: the
     * server opens it to answer.
     */
    public Optional<SourceTable> table(TableId table, String publication) throws SQLException {
        return table(table, () -> published(table, publication));
    }

    /** A table with all of its columns, whatever is published of it; empty if there is no such table. Waits for no lock. */
    public Optional<SourceTable> table(TableId table) throws SQLException {
        return table(table, () -> Published.WHOLE);
    }

    private interface Publicity {
        Published find() throws SQLException;
    }

    private Optional<SourceTable> table(TableId table, Publicity publicity) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return Optional.empty();
                }
                Published published = publicity.find();
                List<String> leftOut = new ArrayList<>();
                return Optional.of(new SourceTable(
                        table,
                        ReplicaIdentity.of(result.getString("relreplident").charAt(0)),
                        columns(result.getLong("oid"), published, leftOut),
                        leftOut,
                        names(result.getArray("primary_key")),
                        names(result.getArray("identity_key")),
                        published.rowFilter,
                        "p".equals(result.getString("relkind")),
                        result.getLong("estimate")));
            }
        }
    }

    /** What a publication restricts: since PostgreSQL 15 columns and rows; before, nothing but generated columns. */
    private record Published(Optional<Set<String>> columns, String rowFilter, boolean generated) {

        /** With generated columns, too. */
        static final Published WHOLE = new Published(Optional.empty(), "", true);

        boolean has(String column, boolean isGenerated) {
            return columns.map(names -> names.contains(column)).orElse(!isGenerated || generated);
        }
    }

    private Published published(TableId table, String publication) throws SQLException {
        if (serverVersion < 15) {
            return new Published(Optional.empty(), "", false);
        }
        String sql = "SELECT attnames::text[], rowfilter FROM pg_publication_tables WHERE pubname = ? AND schemaname = ? AND tablename = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, publication);
            statement.setString(2, table.schema());
            statement.setString(3, table.table());
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return new Published(Optional.empty(), "", false);
                }
                String filter = result.getString(2);
                return new Published(Optional.of(new HashSet<>(names(result.getArray(1)))), filter == null ? "" : filter, false);
            }
        }
    }

    /**
     * The server lists generated columns in {@code attnames} only if they are published (PostgreSQL 18).
     *
     * @param leftOut is given the names of those that are not
     */
    private List<SourceColumn> columns(long oid, Published published, List<String> leftOut) throws SQLException {
        List<SourceColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, oid);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    String name = result.getString(1);
                    boolean generated = !result.getString(5).isEmpty();
                    boolean wanted = published.has(name, generated) && (!generated || published.generated || serverVersion >= 18);
                    if (wanted) {
                        columns.add(new SourceColumn(name, (int) result.getLong(2), result.getInt(3), result.getBoolean(4)));
                    } else if (generated) {
                        leftOut.add(name);
                    }
                }
            }
        }
        return columns;
    }

    private static List<String> names(@org.jspecify.annotations.Nullable Array array) throws SQLException {
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }
}
