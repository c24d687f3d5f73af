package io.pg2any.destination.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Catalog;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.CatalogTable;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.error.CdcException;

/**
 * DuckDB's schema, read by its metadata functions. Names are equal whatever their case.
 *
 * @see <a href="https://duckdb.org/docs/current/sql/meta/duckdb_table_functions">DuckDB, Metadata Functions</a>
 */
final class DuckDbCatalog implements Catalog {

    private static final String OF_TABLE = " WHERE database_name = current_database() AND lower(schema_name) = lower(coalesce(nullif(?, ''), current_schema()))"
            + " AND lower(table_name) = lower(?)";
    private static final String COLUMNS = "SELECT column_name, data_type, is_nullable, column_default IS NOT NULL, is_generated"
            + " FROM duckdb_columns()" + OF_TABLE + " ORDER BY column_index";
    static final String DEFAULTS = "SELECT column_name, column_default FROM duckdb_columns()" + OF_TABLE + " AND column_default IS NOT NULL AND NOT is_generated";
    private static final String UNIQUES = "SELECT constraint_column_names FROM duckdb_constraints()" + OF_TABLE + " AND constraint_type IN ('PRIMARY KEY', 'UNIQUE')";
    private static final String UNIQUE_INDEXES = "SELECT CAST(expressions AS VARCHAR[]) FROM duckdb_indexes()" + OF_TABLE + " AND is_unique AND NOT is_primary";
    private static final String FOREIGN_KEYS = "SELECT count(*) FROM duckdb_constraints() WHERE database_name = current_database() AND constraint_type = 'FOREIGN KEY'"
            + " AND lower(schema_name) = lower(coalesce(nullif(?, ''), current_schema())) AND (lower(table_name) = lower(?) OR lower(referenced_table) = lower(?))";

    @Override
    public Optional<CatalogTable> find(Connection connection, TargetName name) throws SQLException {
        List<CatalogColumn> columns = new ArrayList<>();
        try (PreparedStatement select = select(connection, COLUMNS, name); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                boolean nullable = row.getBoolean(3);
                boolean generated = row.getBoolean(5);
                columns.add(new CatalogColumn(row.getString(1), row.getString(2).toLowerCase(Locale.ROOT), row.getString(2), -1, -1, -1,
                        nullable, nullable || generated || row.getBoolean(4), generated, null));
            }
        }
        return columns.isEmpty() ? Optional.empty() : Optional.of(new CatalogTable(columns, uniques(connection, name)));
    }

    private static List<CatalogTable.Unique> uniques(Connection connection, TargetName name) throws SQLException {
        List<CatalogTable.Unique> uniques = new ArrayList<>();
        try (PreparedStatement select = select(connection, UNIQUES, name); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                uniques.add(new CatalogTable.Unique(
                        Arrays.stream((Object[]) row.getArray(1).getArray()).map(String::valueOf).toList(), true));
            }
        }
        try (PreparedStatement select = select(connection, UNIQUE_INDEXES, name); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                List<String> parts = Arrays.stream((Object[]) row.getArray(1).getArray()).map(String::valueOf).toList();
                uniques.add(new CatalogTable.Unique(parts.stream().map(DuckDbCatalog::unquoted).toList(), parts.stream().noneMatch(part -> part.startsWith("("))));
            }
        }
        return uniques;
    }

    /** Of a column's name as it stands in SQL; expressions stand in parentheses. */
    private static String unquoted(String part) {
        return part.startsWith("\"") ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part;
    }

    private static PreparedStatement select(Connection connection, String sql, TargetName name) throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        select.setString(1, name.schema());
        select.setString(2, name.table());
        return select;
    }

    /** The names of a table's columns in their order. */
    static List<String> columnNames(Connection connection, TargetName name) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement select = select(connection, COLUMNS, name); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    /** Refuses a table with foreign keys: DuckDB checks them row by row at once, though the source's transaction may end as it should. */
    static void requireNoForeignKeys(Connection connection, TargetTable table) throws SQLException {
        try (PreparedStatement select = select(connection, FOREIGN_KEYS, table.schema().target())) {
            select.setString(3, table.schema().target().table());
            try (ResultSet row = select.executeQuery()) {
                if (row.next() && row.getLong(1) > 0) {
                    throw CdcException.data("table-unfit",
                            "Table " + table.schema().target() + " has a foreign key in the target, or another one refers to it. DuckDB checks foreign keys"
                                    + " before a transaction is complete, and has no way to wait with it.",
                            "Make the target's tables without foreign keys: the source watches over them.");
                }
            }
        }
    }
}
