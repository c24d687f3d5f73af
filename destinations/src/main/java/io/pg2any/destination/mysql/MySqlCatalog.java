package io.pg2any.destination.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Catalog;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.CatalogTable;

/**
 * The information schema.
 *
 * @param namesFold whether table names that differ by case alone are the same name
 * @see <a href="https://dev.mysql.com/doc/refman/en/information-schema-columns-table.html">MySQL, INFORMATION_SCHEMA COLUMNS</a>
 */
record MySqlCatalog(boolean namesFold) implements Catalog {

    private static final String OF_TABLE = " FROM information_schema.%s WHERE table_schema = ? AND table_name = ?";
    private static final String COLUMNS = "SELECT table_name, column_name, data_type, column_type, character_maximum_length, numeric_precision,"
            + " numeric_scale, datetime_precision, is_nullable, column_default, extra, collation_name"
            + OF_TABLE.formatted("columns") + " ORDER BY ordinal_position";
    private static final String UNIQUES = "SELECT table_name, index_name, column_name, sub_part"
            + OF_TABLE.formatted("statistics") + " AND non_unique = 0 ORDER BY index_name, seq_in_index";

    @Override
    public Optional<CatalogTable> find(Connection connection, TargetName name) throws SQLException {
        List<CatalogColumn> columns = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
            select.setString(1, name.schema().isEmpty() ? connection.getCatalog() : name.schema());
            select.setString(2, name.table());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (isMeant(name, row.getString(1))) {
                        columns.add(column(row));
                    }
                }
            }
        }
        return columns.isEmpty() ? Optional.empty() : Optional.of(new CatalogTable(columns, uniques(connection, name)));
    }

    /** The information schema compares names without regard to case on some servers where tables are told apart by it. */
    private boolean isMeant(TargetName name, String table) {
        return namesFold ? table.equalsIgnoreCase(name.table()) : table.equals(name.table());
    }

    private static CatalogColumn column(ResultSet row) throws SQLException {
        String type = row.getString(3).toLowerCase(Locale.ROOT);
        String extra = row.getString(11) == null ? "" : row.getString(11).toLowerCase(Locale.ROOT);
        boolean nullable = row.getString(9).equals("YES");
        boolean temporal = row.getString(8) != null;
        return new CatalogColumn(
                row.getString(2), type, row.getString(4).toLowerCase(Locale.ROOT).startsWith("enum") ? row.getString(4)
                        : row.getString(4).toLowerCase(Locale.ROOT),
                row.getString(5) == null ? -1 : row.getLong(5),
                row.getString(6) == null ? -1 : row.getInt(6),
                temporal ? row.getInt(8) : row.getString(7) == null ? -1 : row.getInt(7),
                nullable,
                nullable || row.getString(10) != null || extra.contains("auto_increment") || extra.contains("generated"),
                extra.contains("virtual generated") || extra.contains("stored generated"),
                row.getString(12));
    }

    private List<CatalogTable.Unique> uniques(Connection connection, TargetName name) throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        Map<String, Boolean> whole = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(UNIQUES)) {
            select.setString(1, name.schema().isEmpty() ? connection.getCatalog() : name.schema());
            select.setString(2, name.table());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (isMeant(name, row.getString(1))) {
                        String column = row.getString(3);
                        String index = row.getString(2);
                        columns.computeIfAbsent(index, _ -> new ArrayList<>()).add(column == null ? "(an expression)" : column);
                        whole.merge(index, column != null && row.getString(4) == null, Boolean::logicalAnd);
                    }
                }
            }
        }
        return columns.entrySet().stream()
                .map(index -> new CatalogTable.Unique(index.getValue(), Boolean.TRUE.equals(whole.get(index.getKey()))))
                .toList();
    }
}
