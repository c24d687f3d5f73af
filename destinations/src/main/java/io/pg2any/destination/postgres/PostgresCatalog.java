package io.pg2any.destination.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.Catalog;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.CatalogTable;
import io.pg2any.type.BuiltinTypes;
import io.pg2any.type.PgType;

/**
 * PostgreSQL's catalog. A name without a schema is looked for in the session's current schema only, not along the whole
 * search path.
 */
final class PostgresCatalog implements Catalog {

    /** The casts keep a longer name whole: as {@code name} it would be cut and another table be found. */
    private static final String TABLE = """
            SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = coalesce(nullif(?::text, ''), current_schema()) AND c.relname = ?::text AND c.relkind IN ('r', 'p', 'v', 'm', 'f')""";

    /** Beneath a domain stands the type whose values it holds; beneath an array that of its elements. */
    private static final String COLUMNS = """
            WITH RECURSIVE held AS (
                SELECT a.attnum, a.atttypid AS type, a.atttypmod AS modifier, a.attnotnull AS required
                FROM pg_catalog.pg_attribute a WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT h.attnum, t.typbasetype, t.typtypmod, h.required OR t.typnotnull
                FROM held h JOIN pg_catalog.pg_type t ON t.oid = h.type WHERE t.typtype = 'd')
            SELECT a.attname, e.oid, h.modifier, e.oid <> t.oid, en.nspname = 'pg_catalog', e.typname,
                   quote_ident(en.nspname) || '.' || quote_ident(e.typname), pg_catalog.format_type(a.atttypid, a.atttypmod),
                   h.required, a.atthasdef, a.attidentity, a.attgenerated, c.collname
            FROM held h
            JOIN pg_catalog.pg_type t ON t.oid = h.type AND t.typtype <> 'd'
            JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_type i WHERE i.oid = t.typelem AND i.typarray = t.oid)
                                                      THEN t.typelem ELSE t.oid END
            JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = ?::oid AND a.attnum = h.attnum
            LEFT JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation AND NOT c.collisdeterministic
            ORDER BY a.attnum""";

    /** An exclusion constraint is like a unique index of which nothing is known. */
    private static final String UNIQUES = """
            SELECT array_agg(coalesce(a.attname::text, '(an expression)') ORDER BY k.place),
                   i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
            FROM pg_catalog.pg_index i
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0
            WHERE i.indrelid = ?::oid AND (i.indisunique OR i.indisexclusion) AND k.place <= i.indnkeyatts
            GROUP BY i.indexrelid ORDER BY i.indexrelid""";

    /** A column GENERATED ALWAYS AS IDENTITY can be inserted but never set. Those of a key are not set anyway. */
    private static final String INSERT_ONLY = """
            SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = ?::oid AND a.attidentity = 'a' AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND a.attnum = ANY (i.indkey::int2[]))""";

    @Override
    public Optional<CatalogTable> find(Connection connection, TargetName name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(TABLE)) {
            select.setString(1, name.schema());
            select.setString(2, name.table());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                long oid = row.getLong(1);
                return Optional.of(new CatalogTable(columns(connection, oid), uniques(connection, oid), updatable(connection, oid)));
            }
        }
    }

    private static List<CatalogColumn> columns(Connection connection, long table) throws SQLException {
        List<CatalogColumn> columns = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
            select.setLong(1, table);
            select.setLong(2, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    columns.add(column(row));
                }
            }
        }
        return columns;
    }

    private static boolean updatable(Connection connection, long table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(INSERT_ONLY)) {
            select.setLong(1, table);
            try (ResultSet row = select.executeQuery()) {
                return !row.next();
            }
        }
    }

    private static CatalogColumn column(ResultSet row) throws SQLException {
        String declared = row.getString(8);
        Size size = Size.of(BuiltinTypes.of((int) row.getLong(2), row.getInt(3), declared));
        String type = (row.getBoolean(5) ? row.getString(6) : row.getString(7)) + (row.getBoolean(4) ? "[]" : "");
        boolean generated = !row.getString(12).isEmpty();
        boolean required = row.getBoolean(9);
        boolean optional = generated || !required || row.getBoolean(10) || !row.getString(11).isEmpty();
        return new CatalogColumn(row.getString(1), type, declared, size.length, size.precision, size.scale, !required, optional, generated,
                row.getString(13));
    }

    /** What limits the values of a type. */
    private record Size(long length, int precision, int scale) {
        static Size of(PgType type) {
            return switch (type) {
                case PgType.Char(var _, int length) -> new Size(length, -1, -1);
                case PgType.Varchar(var _, int length) -> new Size(length, -1, -1);
                case PgType.Bits(var _, int length, var _) -> new Size(length, -1, -1);
                case PgType.Numeric(var _, int precision, int scale) -> new Size(-1, precision, scale);
                case PgType.Time(var _, int precision, var _) -> new Size(-1, -1, precision);
                case PgType.Timestamp(var _, int precision, var _) -> new Size(-1, -1, precision);
                case PgType.Simple _, PgType.Text _, PgType.Interval _, PgType.Enumeration _, PgType.Array _, PgType.Domain _, PgType.Other _ ->
                    new Size(-1, -1, -1);
            };
        }
    }

    private static List<CatalogTable.Unique> uniques(Connection connection, long table) throws SQLException {
        List<CatalogTable.Unique> uniques = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(UNIQUES)) {
            select.setLong(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Array columns = row.getArray(1);
                    uniques.add(new CatalogTable.Unique(Arrays.asList((String[]) columns.getArray()), row.getBoolean(2)));
                }
            }
        }
        return uniques;
    }
}
