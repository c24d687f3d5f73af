package io.pg2any.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.EnumLabels;
import io.pg2any.event.Lsn;

/**
 * What the source's catalog says of the labels of enum types, and which columns have values of such types in them. The log tells labels as they were when a
 * row was written, and nothing of a label that gets another text. Uses the connection it is given, on that connection's thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-enum.html">PostgreSQL manual, pg_enum</a>
 */
public final class LabelCatalog {

    private static final String DIGEST = "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(oid || ' ' || enumlabel, 0)), 0) FROM pg_enum";

    /** A label whose row is of another transaction than its type's was added or renamed since. */
    private static final String LABELS = """
            SELECT e.enumtypid::bigint, e.oid::bigint, e.enumlabel, e.xmin <> t.xmin FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid""";

    private static final String MOMENT = """
            SELECT pg_snapshot_xmin(s.now)::text::bigint, pg_snapshot_xmax(s.now)::text::bigint,
                   CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END::text
            FROM (SELECT pg_current_snapshot() AS now) s""";

    /** Types are made of others: domains, arrays, composites, ranges and multiranges. */
    private static final String COLUMNS = """
            WITH RECURSIVE holder(oid) AS (
                SELECT unnest(?::oid[])
                UNION
                SELECT made.oid FROM holder h CROSS JOIN LATERAL (
                    SELECT t.oid FROM pg_type t WHERE t.typbasetype = h.oid OR t.typelem = h.oid
                    UNION ALL SELECT c.reltype FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE a.atttypid = h.oid AND a.attnum > 0 AND c.reltype <> 0
                    UNION ALL SELECT r.rngtypid FROM pg_range r WHERE r.rngsubtype = h.oid
                    UNION ALL SELECT r.rngmultitypid FROM pg_range r WHERE r.rngsubtype = h.oid) made)
            SELECT a.attrelid::bigint, a.attnum, t.typtype = 'e' OR EXISTS (SELECT FROM pg_type b WHERE b.oid = t.typbasetype AND b.typtype = 'e')
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = ANY (?::oid[]) AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN (SELECT oid FROM holder)""";

    private final Connection connection;

    public LabelCatalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * The labels at a moment.
     *
     * @param digest two that are equal have equal labels
     * @param types by their OIDs
     * @param touched types of which a label was added or renamed since they were made
     * @param oldest of the transactions that were running
     * @param next the id of the first transaction that had none yet; those that began before that may have written rows with former labels
     * @param end of the log
     */
    public record Sighting(String digest, Map<Integer, EnumLabels> types, Set<Integer> touched, long oldest, long next, Lsn end) {

        public Sighting {
            types = Map.copyOf(types);
            touched = Set.copyOf(touched);
        }
    }

    /**
     * A column with values of an enum type.
     *
     * @param table OID of its table
     * @param number its {@code attnum}
     * @param plain whether its values are such labels; otherwise they have them inside
     */
    public record LabelColumn(int table, int number, boolean plain) {}

    /** The labels of now. Those of {@code before} are taken if they are the same. The moment is not before that of which the labels are. */
    public Sighting look(@Nullable Sighting before) throws SQLException {
        String digest = digest();
        Map<Integer, EnumLabels> types = before == null ? Map.of() : before.types();
        Set<Integer> touched = before == null ? Set.of() : before.touched();
        if (before == null || !before.digest().equals(digest)) {
            touched = new HashSet<>();
            types = labels(touched);
        }
        try (Statement statement = connection.createStatement(); ResultSet moment = statement.executeQuery(MOMENT)) {
            moment.next();
            return new Sighting(digest, types, touched, moment.getLong(1), moment.getLong(2), Lsn.parse(moment.getString(3)));
        }
    }

    private String digest() throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(DIGEST)) {
            row.next();
            return row.getString(1);
        }
    }

    private Map<Integer, EnumLabels> labels(Set<Integer> touched) throws SQLException {
        Map<Integer, Map<Integer, String>> byType = new HashMap<>();
        try (Statement statement = connection.createStatement(); ResultSet label = statement.executeQuery(LABELS)) {
            while (label.next()) {
                int type = (int) label.getLong(1);
                byType.computeIfAbsent(type, _ -> new HashMap<>()).put((int) label.getLong(2), label.getString(3));
                if (label.getBoolean(4)) {
                    touched.add(type);
                }
            }
        }
        Map<Integer, EnumLabels> types = new HashMap<>();
        byType.forEach((type, labels) -> types.put(type, new EnumLabels(type, labels)));
        return types;
    }

    /** The columns of these tables that have values of these enum types, or of types that are made of them. */
    public List<LabelColumn> columns(Collection<Integer> types, Collection<Integer> tables) {
        List<LabelColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setArray(1, oids(types));
            statement.setArray(2, oids(tables));
            try (ResultSet column = statement.executeQuery()) {
                while (column.next()) {
                    columns.add(new LabelColumn((int) column.getLong(1), column.getInt(2), column.getBoolean(3)));
                }
            }
        } catch (SQLException e) {
            throw SourceErrors.of("looking for columns of enum types", e);
        }
        return columns;
    }

    private Array oids(Collection<Integer> oids) throws SQLException {
        return connection.createArrayOf("bigint", oids.stream().map(Integer::toUnsignedLong).toArray());
    }
}
