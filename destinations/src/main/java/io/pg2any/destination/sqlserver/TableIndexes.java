package io.pg2any.destination.sqlserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.pg2any.destination.jdbc.Identifiers;

/**
 * The indexes of a table, primary key and unique constraints among them: a column in one of them is neither dropped nor changed before the index
 * is gone.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql">Microsoft, ALTER TABLE: ALTER COLUMN, what a
 *     modified column can't be</a>
 */
final class TableIndexes {

    private static final String ALL = "SELECT i.index_id, i.name, i.is_primary_key, i.is_unique_constraint, i.is_unique, i.type, i.filter_definition, c.name,"
            + " k.is_descending_key, k.is_included_column FROM sys.indexes AS i"
            + " INNER JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id"
            + " INNER JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id"
            + " WHERE i.object_id = OBJECT_ID(?) AND i.type IN (1, 2) ORDER BY i.index_id, k.is_included_column, k.key_ordinal, k.index_column_id";
    private static final int CLUSTERED = 1;

    private TableIndexes() {}

    /** @param included whether it is no part of the index's key */
    record Part(String column, boolean descending, boolean included) {}

    /**
     * An index.
     *
     * @param constraint whether it is that of a primary key or unique constraint, which it is dropped and made with
     * @param filter the condition of the rows that it has; empty: all
     */
    record Index(String name, boolean primary, boolean constraint, boolean unique, boolean clustered, String filter, List<Part> parts) {

        List<String> columns() {
            return parts.stream().map(Part::column).toList();
        }

        List<String> key() {
            return parts.stream().filter(part -> !part.included()).map(Part::column).toList();
        }

        String drop(String table, Identifiers names) {
            return constraint ? "ALTER TABLE " + table + " DROP CONSTRAINT " + names.quote(name) : "DROP INDEX " + names.quote(name) + " ON " + table;
        }

        /** The statement that makes it as it was. */
        String make(String table, Identifiers names) {
            String kind = clustered ? "CLUSTERED" : "NONCLUSTERED";
            String key = " (" + list(names, false) + ")";
            if (constraint) {
                return "ALTER TABLE " + table + " ADD CONSTRAINT " + names.quote(name) + (primary ? " PRIMARY KEY " : " UNIQUE ") + kind + key;
            }
            String included = list(names, true);
            return "CREATE " + (unique ? "UNIQUE " : "") + kind + " INDEX " + names.quote(name) + " ON " + table + key
                    + (included.isEmpty() ? "" : " INCLUDE (" + included + ")") + (filter.isEmpty() ? "" : " WHERE " + filter);
        }

        private String list(Identifiers names, boolean included) {
            return parts.stream().filter(part -> part.included() == included).map(part -> names.quote(part.column()) + (part.descending() ? " DESC" : ""))
                    .collect(Collectors.joining(", "));
        }
    }

    static List<Index> of(Connection connection, String quotedTable) throws SQLException {
        Map<Integer, Index> indexes = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(ALL)) {
            select.setString(1, quotedTable);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Part part = new Part(row.getString(8), row.getBoolean(9), row.getBoolean(10));
                    Index known = indexes.get(row.getInt(1));
                    if (known == null) {
                        String filter = row.getString(7);
                        boolean primary = row.getBoolean(3);
                        known = new Index(row.getString(2), primary, primary || row.getBoolean(4), row.getBoolean(5), row.getInt(6) == CLUSTERED,
                                filter == null ? "" : filter, new ArrayList<>());
                        indexes.put(row.getInt(1), known);
                    }
                    known.parts().add(part);
                }
            }
        }
        return List.copyOf(indexes.values());
    }
}
