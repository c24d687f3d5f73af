package io.pg2any.destination.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Catalog;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.CatalogTable;

/**
 * SQLite's schema, read by its table-valued pragmas.
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_table_xinfo">SQLite, PRAGMA table_xinfo</a>
 */
final class SqliteCatalog implements Catalog {

    private static final int ORDINARY = 0;
    /** "cid" of the row number and of an expression in an index. */
    private static final int ROWID = -1;

    @Override
    public Optional<CatalogTable> find(Connection connection, TargetName name) throws SQLException {
        String table = name.schema().isEmpty() ? name.table() : name.schema() + "_" + name.table();
        List<CatalogColumn> columns = new ArrayList<>();
        List<String> primaryKey = columns(connection, table, columns);
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<CatalogTable.Unique> uniques = uniques(connection, table);
        CatalogTable.Unique rowid = new CatalogTable.Unique(primaryKey, true);
        if (primaryKey.size() == 1 && uniques.stream().noneMatch(rowid::equals)) {
            uniques.add(rowid); // INTEGER PRIMARY KEY has no index of its own
        }
        return Optional.of(new CatalogTable(columns, uniques));
    }

    private static List<String> columns(Connection connection, String table, List<CatalogColumn> columns) throws SQLException {
        List<String> primaryKey = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid")) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    boolean inKey = row.getInt(5) > 0;
                    if (inKey) {
                        primaryKey.add(row.getString(1));
                    }
                    boolean required = row.getInt(3) == 1;
                    boolean generated = row.getInt(6) != ORDINARY;
                    boolean optional = generated || !required && !inKey || row.getString(4) != null;
                    columns.add(new CatalogColumn(row.getString(1), row.getString(2).toLowerCase(Locale.ROOT), row.getString(2), -1, -1, -1,
                            !required, optional, generated, null));
                }
            }
        }
        return primaryKey;
    }

    private static List<CatalogTable.Unique> uniques(Connection connection, String table) throws SQLException {
        List<CatalogTable.Unique> uniques = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT name, partial FROM pragma_index_list(?) WHERE \"unique\" = 1 ORDER BY seq")) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    uniques.add(unique(connection, row.getString(1), row.getInt(2) == 1));
                }
            }
        }
        return uniques;
    }

    private static CatalogTable.Unique unique(Connection connection, String index, boolean partial) throws SQLException {
        List<String> columns = new ArrayList<>();
        boolean whole = !partial;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT cid, name, coll FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno")) {
            select.setString(1, index);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    boolean column = row.getInt(1) > ROWID;
                    columns.add(column ? row.getString(2) : "(an expression)");
                    whole &= column && "BINARY".equalsIgnoreCase(row.getString(3));
                }
            }
        }
        return new CatalogTable.Unique(columns, whole);
    }
}
