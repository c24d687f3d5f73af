package io.pg2any.destination.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Catalog;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.CatalogTable;

/**
 * Oracle's data dictionary, with names as pg2any knows them. A name without a schema is looked for in the session's current schema only: an
 * empty text is NULL to Oracle.
 *
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/refrn/ALL_TAB_COLS.html">Oracle, Database Reference:
 *     ALL_TAB_COLS</a>
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/refrn/ALL_INDEXES.html">Oracle, Database Reference:
 *     ALL_INDEXES</a>
 */
final class OracleCatalog implements Catalog {

    /** The condition's left side for the owner of what is looked for. */
    static final String OWNER = " = NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'))";

    private static final String COLUMNS = "SELECT column_name, data_type, data_length, char_length, char_used, data_precision, data_scale, nullable,"
            + " default_length, identity_column, virtual_column, collation FROM all_tab_cols WHERE owner" + OWNER
            + " AND table_name = ? AND hidden_column = 'NO' ORDER BY column_id";
    private static final String ALWAYS = "SELECT column_name FROM all_tab_identity_cols WHERE owner" + OWNER + " AND table_name = ? AND generation_type = 'ALWAYS'";
    private static final String UNIQUES = "SELECT i.owner || '.' || i.index_name, c.column_name FROM all_indexes i INNER JOIN all_ind_columns c"
            + " ON c.index_owner = i.owner AND c.index_name = i.index_name WHERE i.table_owner" + OWNER
            + " AND i.table_name = ? AND i.uniqueness = 'UNIQUE' AND i.index_type <> 'LOB' ORDER BY i.owner, i.index_name, c.column_position";
    /** A constraint that can be put off to the end of the transaction has an index that is not unique. */
    private static final String DEFERRABLE = "SELECT k.owner || '.' || k.constraint_name, c.column_name FROM all_constraints k INNER JOIN all_cons_columns c"
            + " ON c.owner = k.owner AND c.constraint_name = k.constraint_name WHERE k.owner" + OWNER
            + " AND k.table_name = ? AND k.constraint_type IN ('P', 'U') AND k.status = 'ENABLED' AND k.deferrable = 'DEFERRABLE' ORDER BY k.constraint_name, c.position";

    @Override
    public Optional<CatalogTable> find(Connection connection, TargetName name) throws SQLException {
        String owner = OracleNames.spelled(name.schema());
        String table = OracleNames.spelled(name.table());
        List<CatalogColumn> columns = new ArrayList<>();
        try (PreparedStatement select = select(connection, COLUMNS, owner, table); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                columns.add(column(row));
            }
        }
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<CatalogTable.Unique> uniques = new ArrayList<>(uniques(connection, UNIQUES, true, owner, table));
        uniques.addAll(uniques(connection, DEFERRABLE, false, owner, table));
        return Optional.of(new CatalogTable(withoutThoseOfTheTarget(connection, columns, owner, table), uniques));
    }

    static PreparedStatement select(Connection connection, String sql, String owner, String table) throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        select.setString(1, owner);
        select.setString(2, table);
        return select;
    }

    private static CatalogColumn column(ResultSet row) throws SQLException {
        String declared = row.getString(2).toLowerCase(Locale.ROOT);
        String type = declared.replaceAll("\\(\\d+\\)", "");
        long bytes = row.getLong(3);
        long characters = row.getLong(4);
        boolean inCharacters = "C".equals(row.getString(5));
        int precision = row.getObject(6) == null ? -1 : row.getInt(6);
        int scale = row.getObject(7) == null ? -1 : row.getInt(7);
        boolean nullable = "Y".equals(row.getString(8));
        boolean virtual = "YES".equals(row.getString(11));
        boolean optional = nullable || virtual || row.getObject(9) != null || "YES".equals(row.getString(10));
        long length = switch (type) {
            case "varchar2", "char" -> inCharacters ? characters : bytes;
            case "nvarchar2", "nchar" -> characters;
            case "raw" -> bytes;
            case "clob", "blob" -> Long.MAX_VALUE;
            default -> -1;
        };
        String whole = switch (type) {
            case "varchar2", "char" -> type + "(" + length + (inCharacters ? " char)" : " byte)");
            case "nvarchar2", "nchar", "raw" -> type + "(" + length + ")";
            case "number" -> precision < 0 ? scale < 0 ? type : type + "(*, " + scale + ")" : type + "(" + precision + (scale == 0 ? "" : ", " + scale) + ")";
            default -> declared;
        };
        return new CatalogColumn(OracleNames.read(row.getString(1)), type, whole, length, precision, scale, nullable, optional, virtual, row.getString(12));
    }

    /** A column that always counts by itself takes no values: it is as one that is computed. */
    private static List<CatalogColumn> withoutThoseOfTheTarget(Connection connection, List<CatalogColumn> columns, String owner, String table) throws SQLException {
        Set<String> always = new HashSet<>();
        try (PreparedStatement select = select(connection, ALWAYS, owner, table); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                always.add(OracleNames.read(row.getString(1)));
            }
        }
        return columns.stream().map(column -> always.contains(column.name())
                ? new CatalogColumn(column.name(), column.type(), column.declared(), column.length(), column.precision(), column.scale(), column.nullable(), true, true, column.collation())
                : column).toList();
    }

    private static List<CatalogTable.Unique> uniques(Connection connection, String query, boolean whole, String owner, String table) throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        try (PreparedStatement select = select(connection, query, owner, table); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                columns.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(OracleNames.read(row.getString(2)));
            }
        }
        return columns.values().stream().map(index -> new CatalogTable.Unique(index, whole)).toList();
    }

    /** Whether values are large objects, which do not compare by {@code =} and have no index. */
    static boolean isLarge(CatalogColumn column) {
        return column.type().equals("clob") || column.type().equals("blob");
    }

    /** Whether the length of a text column counts bytes of the database's character set. */
    static boolean countsBytes(CatalogColumn column) {
        return column.declared().endsWith(" byte)");
    }
}
