package io.pg2any.destination.sqlserver;

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

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Catalog;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.CatalogTable;

/**
 * SQL Server's catalog views. A name without a schema is looked for in the connection's default schema only. Names compare by the
 * database's collation, as they do in SQL.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/sys-columns-transact-sql">Microsoft, sys.columns</a>
 * @see <a href="https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/sys-indexes-transact-sql">Microsoft, sys.indexes</a>
 */
final class SqlServerCatalog implements Catalog {

    /** Behind the type of a column that counts by itself. */
    static final String IDENTITY = " identity";

    private static final String TABLE = "SELECT o.object_id FROM sys.objects AS o INNER JOIN sys.schemas AS s ON s.schema_id = o.schema_id"
            + " WHERE s.name = COALESCE(NULLIF(?, N''), SCHEMA_NAME()) AND o.name = ? AND o.type IN ('U', 'V')";

    /** Beneath a type that users made stands the one that holds its values; types of .NET have none. */
    private static final String COLUMNS = "SELECT c.name, b.name, c.max_length, c.precision, c.scale, c.is_nullable, c.is_identity, c.is_computed,"
            + " c.default_object_id, c.collation_name, COLUMNPROPERTY(c.object_id, c.name, 'GeneratedAlwaysType')"
            + " FROM sys.columns AS c LEFT JOIN sys.types AS b ON b.user_type_id = c.system_type_id WHERE c.object_id = ? ORDER BY c.column_id";

    /** A disabled index watches over nothing. */
    private static final String UNIQUES = "SELECT i.index_id, c.name, i.has_filter, i.ignore_dup_key FROM sys.indexes AS i"
            + " INNER JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id"
            + " INNER JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id"
            + " WHERE i.object_id = ? AND i.is_unique = 1 AND i.is_disabled = 0 AND k.key_ordinal > 0 ORDER BY i.index_id, k.key_ordinal";

    @Override
    public Optional<CatalogTable> find(Connection connection, TargetName name) throws SQLException {
        int table;
        try (PreparedStatement select = connection.prepareStatement(TABLE)) {
            select.setString(1, name.schema());
            select.setString(2, name.table());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                table = row.getInt(1);
            }
        }
        List<CatalogColumn> columns = columns(connection, table);
        List<CatalogTable.Unique> uniques = uniques(connection, table);
        return Optional.of(new CatalogTable(columns, uniques, isUpdatable(columns, uniques)));
    }

    private static List<CatalogColumn> columns(Connection connection, int table) throws SQLException {
        List<CatalogColumn> columns = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
            select.setInt(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    columns.add(column(row));
                }
            }
        }
        return columns;
    }

    private static CatalogColumn column(ResultSet row) throws SQLException {
        String type = row.getString(2) == null ? "a .NET type" : row.getString(2).toLowerCase(Locale.ROOT);
        int bytes = row.getInt(3);
        int precision = row.getInt(4);
        int scale = row.getInt(5);
        boolean nullable = row.getBoolean(6);
        boolean identity = row.getBoolean(7);
        boolean generated = row.getBoolean(8) || type.equals("timestamp") || row.getInt(11) != 0;
        boolean optional = nullable || identity || generated || row.getInt(9) != 0;
        String collation = row.getString(10);
        long length = length(type, bytes);
        String declared = declared(type, length, precision, scale) + (identity ? IDENTITY : "");
        boolean number = type.equals("decimal") || type.equals("numeric") || type.equals("float") || type.equals("real");
        return new CatalogColumn(row.getString(1), type, declared, length, number ? precision : -1, scale, nullable, optional, generated, collation);
    }

    /** In characters (units of UTF-16) or bytes; {@link Long#MAX_VALUE} for {@code max}; -1 where the type has none. */
    private static long length(String type, int bytes) {
        return switch (type) {
            case "nvarchar", "nchar" -> bytes < 0 ? Long.MAX_VALUE : bytes / 2;
            case "varchar", "char", "varbinary", "binary" -> bytes < 0 ? Long.MAX_VALUE : bytes;
            default -> -1;
        };
    }

    private static String declared(String type, long length, int precision, int scale) {
        return switch (type) {
            case "nvarchar", "nchar", "varchar", "char", "varbinary", "binary" -> type + "(" + (length == Long.MAX_VALUE ? "max" : length) + ")";
            case "decimal", "numeric" -> type + "(" + precision + ", " + scale + ")";
            case "datetime2", "datetimeoffset", "time" -> type + "(" + scale + ")";
            default -> type;
        };
    }

    /** A column that counts by itself takes values by insert alone. Those of a key are not set anyway. */
    private static boolean isUpdatable(List<CatalogColumn> columns, List<CatalogTable.Unique> uniques) {
        return columns.stream()
                .filter(column -> column.declared().endsWith(IDENTITY))
                .allMatch(column -> uniques.stream().anyMatch(unique -> unique.columns().contains(column.name())));
    }

    private static List<CatalogTable.Unique> uniques(Connection connection, int table) throws SQLException {
        Map<Integer, List<String>> columns = new LinkedHashMap<>();
        Map<Integer, Boolean> whole = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(UNIQUES)) {
            select.setInt(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    columns.computeIfAbsent(row.getInt(1), _ -> new ArrayList<>()).add(row.getString(2));
                    whole.put(row.getInt(1), !row.getBoolean(3) && !row.getBoolean(4));
                }
            }
        }
        return columns.entrySet().stream()
                .map(index -> new CatalogTable.Unique(index.getValue(), Boolean.TRUE.equals(whole.get(index.getKey()))))
                .toList();
    }

    /** The type as it is declared, without that it counts by itself. */
    static String sqlType(CatalogColumn column) {
        String declared = column.declared();
        return declared.endsWith(IDENTITY) ? declared.substring(0, declared.length() - IDENTITY.length()) : declared;
    }

    /** The clause that names a text column's collation, with a leading blank; empty for others. */
    static String collate(@Nullable String collation) {
        if (collation == null) {
            return "";
        }
        if (!collation.matches("[A-Za-z0-9_]+")) {
            throw new IllegalStateException("a collation of a strange name");
        }
        return " COLLATE " + collation;
    }
}
