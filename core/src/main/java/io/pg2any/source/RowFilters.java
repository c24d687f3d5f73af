package io.pg2any.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;
import io.pg2any.event.TablePattern;

/**
 * Conditions on the rows that are replicated, for the publication that pg2any makes: by the first copy and by the stream alike, since both heed the
 * publication.
 *
 * @see <a href="https://www.postgresql.org/docs/current/logical-replication-row-filter.html">PostgreSQL manual, Row Filters</a>
 */
public final class RowFilters {

    /** No conditions. */
    public static final RowFilters NONE = new RowFilters(Map.of());

    private static final int SINCE = 15;

    private static final String IN_PUBLICATION = """
            SELECT n.nspname, c.relname, pg_get_expr(r.prqual, r.prrelid)
            FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid
            JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE p.pubname = ? AND r.prqual IS NOT NULL""";

    /** Columns of conditions that the log does not tell of old rows: the source would refuse every update and delete. */
    private static final String UNTOLD = """
            SELECT n.nspname, c.relname, a.attname
            FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid
            JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_depend d ON d.classid = 'pg_publication_rel'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
            WHERE p.pubname = ? AND r.prqual IS NOT NULL AND d.refobjsubid > 0 AND c.relreplident <> 'f' AND NOT EXISTS (
                SELECT FROM pg_index i WHERE i.indrelid = c.oid AND a.attnum = ANY (i.indkey::int2[])
                AND (c.relreplident = 'd' AND i.indisprimary OR c.relreplident = 'i' AND i.indisreplident))
            ORDER BY 1, 2, 3""";

    private final Map<TablePattern, String> conditions = new LinkedHashMap<>();

    /** @param conditions in SQL, by {@code schema.table}, which may hold {@code *} and {@code ?}; the first that fits a table counts */
    public RowFilters(Map<String, String> conditions) {
        conditions.forEach((table, condition) -> this.conditions.put(TablePattern.of(table), condition));
    }

    boolean isNone() {
        return conditions.isEmpty();
    }

    /** The condition on a table's rows. */
    Optional<String> of(TableId table) {
        return conditions.entrySet().stream().filter(entry -> entry.getKey().test(table)).map(Map.Entry::getValue).findFirst();
    }

    /** Refuses a server that has no such conditions, and those of tables that are not replicated. */
    void check(int serverVersion, List<TableId> tables) {
        if (isNone()) {
            return;
        }
        if (serverVersion < SINCE) {
            throw CdcException.configuration("row-filter", "Row filters need PostgreSQL " + SINCE + " or newer; the source is " + serverVersion + ".",
                    "Leave --row-filter out. What the first copy copies can be chosen with --copy-where.");
        }
        for (TablePattern pattern : conditions.keySet()) {
            if (pattern.isExact() && tables.stream().noneMatch(pattern)) {
                throw CdcException.configuration("row-filter", "There is a row filter for " + pattern.text() + ", which is none of the replicated tables.",
                        "Change --row-filter or --tables.");
            }
        }
    }

    /** Refuses conditions on columns of which the log does not tell the old values, within the transaction that makes the publication. */
    static void checkIdentity(Connection connection, String publication) throws SQLException {
        List<String> untold = new ArrayList<>();
        String first = "";
        try (PreparedStatement select = connection.prepareStatement(UNTOLD)) {
            select.setString(1, publication);
            try (ResultSet column = select.executeQuery()) {
                while (column.next()) {
                    TableId table = new TableId(column.getString(1), column.getString(2));
                    first = first.isEmpty() ? Sql.table(table) : first;
                    untold.add(table + "." + column.getString(3));
                }
            }
        }
        if (!untold.isEmpty()) {
            throw CdcException.configuration("row-filter", "The row filter uses " + String.join(", ", untold) + ", not part of the table's replica identity:"
                            + " the source itself would refuse every update and delete of the table.",
                    "ALTER TABLE " + first + " REPLICA IDENTITY FULL, or filter by columns of the key.");
        }
    }

    /** The conditions of a publication as the server prints them. */
    static Map<TableId, String> inPublication(Connection connection, String publication) throws SQLException {
        Map<TableId, String> found = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(IN_PUBLICATION)) {
            select.setString(1, publication);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(new TableId(row.getString(1), row.getString(2)), row.getString(3));
                }
            }
        }
        return found;
    }
}
