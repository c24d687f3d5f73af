package io.pg2any.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
            FROM unnest(?::text[], ?::text[]) AS wanted (schema, name)
            JOIN pg_namespace n ON n.nspname = wanted.schema
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name AND c.relkind IN ('r', 'p')"""
            .formatted(KEY.formatted("i.indisprimary"), KEY.formatted("i.indisreplident"));

    private static final String COLUMNS = """
            SELECT a.attrelid::bigint, a.attname, a.atttypid, a.atttypmod, a.attnotnull OR (t.typtype = 'd' AND t.typnotnull), a.attgenerated <> ''
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = ANY (?::bigint[]::oid[]) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum""";

    private static final String PUBLISHED = """
            SELECT schemaname, tablename, attnames::text[], rowfilter FROM pg_publication_tables
            WHERE pubname = ? AND (schemaname, tablename) IN (SELECT * FROM unnest(?::text[], ?::text[]))""";

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
     * Tables as a publication publishes them, without those that are not there. Waits while one of them is locked exclusively: the server opens it to answer.
     */
    public Map<TableId, SourceTable> tables(Collection<TableId> tables, String publication) throws SQLException {
        Map<TableId, Published> published = published(tables, publication);
        return tables(tables, table -> published.getOrDefault(table, Published.UNRESTRICTED));
    }

    /** A table with all of its columns, whatever is published of it; empty if there is no such table. Waits for no lock. */
    public Optional<SourceTable> table(TableId table) throws SQLException {
        return Optional.ofNullable(tables(List.of(table), _ -> Published.WHOLE).get(table));
    }

    private Map<TableId, SourceTable> tables(Collection<TableId> wanted, Function<TableId, Published> published) throws SQLException {
        List<Relation> relations = relations(wanted);
        Map<Long, List<Attribute>> attributes = attributes(relations);
        Map<TableId, SourceTable> tables = new HashMap<>();
        for (Relation relation : relations) {
            Published what = published.apply(relation.name);
            List<SourceColumn> columns = new ArrayList<>();
            List<String> leftOut = new ArrayList<>();
            for (Attribute attribute : attributes.getOrDefault(relation.oid, List.of())) {
                if (isWanted(attribute, what)) {
                    columns.add(attribute.column);
                } else if (attribute.generated) {
                    leftOut.add(attribute.column.name());
                }
            }
            tables.put(relation.name, new SourceTable(relation.name, relation.identity, columns, leftOut, relation.primaryKey, relation.identityKey, what.rowFilter,
                    relation.partitioned, relation.estimate));
        }
        return tables;
    }

    /** The server lists generated columns in {@code attnames} only if they are published (PostgreSQL 18). */
    private boolean isWanted(Attribute attribute, Published what) {
        return what.has(attribute.column.name(), attribute.generated) && (!attribute.generated || what.generated || serverVersion >= 18);
    }

    private record Relation(long oid, TableId name, ReplicaIdentity identity, List<String> primaryKey, List<String> identityKey, boolean partitioned, long estimate) {}

    private record Attribute(SourceColumn column, boolean generated) {}

    private List<Relation> relations(Collection<TableId> wanted) throws SQLException {
        List<Relation> relations = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            Sql.names(statement, 1, wanted);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    relations.add(new Relation(
                            result.getLong("oid"),
                            new TableId(result.getString("nspname"), result.getString("relname")),
                            ReplicaIdentity.of(result.getString("relreplident").charAt(0)),
                            names(result.getArray("primary_key")),
                            names(result.getArray("identity_key")),
                            "p".equals(result.getString("relkind")),
                            result.getLong("estimate")));
                }
            }
        }
        return relations;
    }

    private Map<Long, List<Attribute>> attributes(List<Relation> relations) throws SQLException {
        Map<Long, List<Attribute>> attributes = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setArray(1, connection.createArrayOf("int8", relations.stream().map(Relation::oid).toArray()));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    SourceColumn column = new SourceColumn(result.getString(2), (int) result.getLong(3), result.getInt(4), result.getBoolean(5));
                    attributes.computeIfAbsent(result.getLong(1), _ -> new ArrayList<>()).add(new Attribute(column, result.getBoolean(6)));
                }
            }
        }
        return attributes;
    }

    /** What a publication restricts: since PostgreSQL 15 columns and rows; before, nothing but generated columns. */
    private record Published(Optional<Set<String>> columns, String rowFilter, boolean generated) {

        /** With generated columns, too. */
        static final Published WHOLE = new Published(Optional.empty(), "", true);

        static final Published UNRESTRICTED = new Published(Optional.empty(), "", false);

        boolean has(String column, boolean isGenerated) {
            return columns.map(names -> names.contains(column)).orElse(!isGenerated || generated);
        }
    }

    private Map<TableId, Published> published(Collection<TableId> tables, String publication) throws SQLException {
        Map<TableId, Published> published = new HashMap<>();
        if (serverVersion < 15) {
            return published;
        }
        try (PreparedStatement statement = connection.prepareStatement(PUBLISHED)) {
            statement.setString(1, publication);
            Sql.names(statement, 2, tables);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    String filter = result.getString(4);
                    published.put(new TableId(result.getString(1), result.getString(2)),
                            new Published(Optional.of(new HashSet<>(names(result.getArray(3)))), filter == null ? "" : filter, false));
                }
            }
        }
        return published;
    }

    private static List<String> names(@org.jspecify.annotations.Nullable Array array) throws SQLException {
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }
}
