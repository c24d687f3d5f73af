package io.pg2any.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.TableExtras;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.TableId;

/** Reads which secondary indexes and foreign keys the source's tables have. Uses the connection it is given. */
public final class ExtrasCatalog {

    /** Columns are told only of what every database has: an ascending index on whole columns and all rows. */
    private static final String INDEXES = """
            SELECT c.relname,
                   CASE WHEN i.indpred IS NULL AND i.indexprs IS NULL AND m.amname = 'btree' AND NOT 0 < ANY (i.indoption::int2[]) THEN
                       (SELECT array_agg(a.attname::text ORDER BY k.place)
                        FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
                        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum WHERE k.place <= i.indnkeyatts) END,
                   pg_get_indexdef(i.indexrelid),
                   format('CREATE %sINDEX %I ON %s%I.%I USING ', CASE WHEN i.indisunique THEN 'UNIQUE ' END, c.relname,
                          CASE WHEN t.relkind = 'p' THEN 'ONLY ' END, n.nspname, t.relname)
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_am m ON m.oid = c.relam
            JOIN pg_class t ON t.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE i.indrelid = ?::text::regclass AND NOT i.indisprimary AND i.indisvalid
            ORDER BY c.relname""";

    private static final String FOREIGN_KEYS = """
            SELECT f.conname, n.nspname, t.relname,
                   (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(f.conkey) WITH ORDINALITY AS k(attnum, place)
                    JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.attnum),
                   (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(f.confkey) WITH ORDINALITY AS k(attnum, place)
                    JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.attnum)
            FROM pg_constraint f
            JOIN pg_class t ON t.oid = f.confrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE f.conrelid = ?::text::regclass AND f.contype = 'f' AND f.conparentid = 0
            ORDER BY f.conname""";

    private final Connection connection;

    public ExtrasCatalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * What a table has.
     *
     * @param tables all that are replicated: foreign keys to others are left out
     */
    public TableExtras of(TableSchema table, Map<TableId, TableSchema> tables) {
        try {
            return new TableExtras(table, indexes(table), foreignKeys(table, tables));
        } catch (SQLException e) {
            throw SourceErrors.of("reading the indexes of " + table.source(), e);
        }
    }

    private List<SecondaryIndex> indexes(TableSchema table) throws SQLException {
        List<SecondaryIndex> indexes = new ArrayList<>();
        List<String> key = table.key().stream().map(i -> table.columns().get(i).name()).toList();
        try (PreparedStatement select = connection.prepareStatement(INDEXES)) {
            select.setString(1, Sql.table(table.source()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<String> columns = names(row.getArray(2));
                    String definition = row.getString(3);
                    int using = definition.indexOf(" USING ", Math.max(0, commonLength(definition, row.getString(4)) - " USING ".length()));
                    if (!columns.equals(key)) {
                        indexes.add(new SecondaryIndex(row.getString(1), columns, definition.substring(using + " USING ".length())));
                    }
                }
            }
        }
        return indexes;
    }

    /** Names are quoted a little differently by the two functions, if ever: what follows the name of the table is looked for from there. */
    private static int commonLength(String definition, String expected) {
        int length = 0;
        while (length < Math.min(definition.length(), expected.length()) && definition.charAt(length) == expected.charAt(length)) {
            length++;
        }
        return length;
    }

    private List<ForeignKey> foreignKeys(TableSchema table, Map<TableId, TableSchema> tables) throws SQLException {
        List<ForeignKey> foreignKeys = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(FOREIGN_KEYS)) {
            select.setString(1, Sql.table(table.source()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    TableSchema referenced = tables.get(new TableId(row.getString(2), row.getString(3)));
                    if (referenced != null) {
                        foreignKeys.add(new ForeignKey(row.getString(1), names(row.getArray(4)), referenced.target(), names(row.getArray(5))));
                    }
                }
            }
        }
        return foreignKeys;
    }

    private static List<String> names(@org.jspecify.annotations.Nullable Array array) throws SQLException {
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }
}
