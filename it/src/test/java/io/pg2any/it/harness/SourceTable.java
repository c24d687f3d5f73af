package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pg2any.destination.Category;

/**
 * A table of the source with the columns that are replicated, as the catalog has them.
 *
 * @param key indexes of the primary key's columns; empty: rows are compared as a multiset
 */
record SourceTable(String schema, String name, List<Column> columns, List<Integer> key) {

    /** @param keyPosition place in the primary key from 1, 0 for none */
    record Column(String name, Category category, int keyPosition) {}

    private static final String CATALOG = """
            WITH RECURSIVE base (oid, type) AS (
              SELECT oid, oid FROM pg_type WHERE typtype <> 'd'
              UNION ALL SELECT d.oid, b.type FROM pg_type d JOIN base b ON d.typbasetype = b.oid WHERE d.typtype = 'd')
            SELECT n.nspname, c.relname, a.attname, t.typname, coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            JOIN base b ON b.oid = a.atttypid JOIN pg_type t ON t.oid = b.type
            LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
            ORDER BY n.nspname, c.relname, a.attnum""";

    /** All tables that a stream of everything would carry, except the harness's marker. */
    static List<SourceTable> of(Connection source) throws SQLException {
        Map<List<String>, List<Column>> tables = new LinkedHashMap<>();
        try (Statement statement = source.createStatement(); ResultSet rows = statement.executeQuery(CATALOG)) {
            while (rows.next()) {
                tables.computeIfAbsent(List.of(rows.getString(1), rows.getString(2)), name -> new ArrayList<>())
                        .add(new Column(rows.getString(3), Category.of(rows.getString(4)), rows.getInt(5)));
            }
        }
        tables.remove(List.of("public", SourceDatabase.MARKER));
        return tables.entrySet().stream().map(table -> of(table.getKey(), table.getValue())).toList();
    }

    private static SourceTable of(List<String> name, List<Column> columns) {
        List<Integer> key = columns.stream().filter(column -> column.keyPosition() > 0)
                .sorted(Comparator.comparing(Column::keyPosition)).map(columns::indexOf).toList();
        return new SourceTable(name.get(0), name.get(1), columns, key);
    }

    /** {@code schema.table}, for people and for the tests' exclusions. */
    String title() {
        return schema.equals("public") ? name : schema + "." + name;
    }
}
