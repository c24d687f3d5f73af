package io.pg2any.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TableShape;
import io.pg2any.event.TableDefinition;
import io.pg2any.event.TableDefinition.DefinedColumn;
import io.pg2any.event.TableId;

/**
 * What the catalog says of a table now that its Relation messages do not tell: the numbers of its columns, and what rows have in columns
 * that were added later. Waits for no lock. Uses the connection it is given, on that connection's thread.
 */
public final class ShapeCatalog {

    private static final String TABLE = """
            SELECT c.oid::bigint, n.nspname, c.relname, c.relkind = 'p', coalesce(pg_relation_filenode(c.oid), 0)::bigint
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY (?::bigint[]::oid[])""";

    /** {@code attmissingval}, an array of one value, is what rows have that are older than the column. */
    private static final String COLUMNS = """
            SELECT a.attrelid::bigint, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attisdropped, a.atthasdef OR a.attidentity <> '', a.atthasmissing,
                   (a.attmissingval::text::text[])[1], a.xmin::text::bigint
            FROM pg_attribute a WHERE a.attrelid = ANY (?::bigint[]::oid[]) AND a.attnum > 0 ORDER BY a.attrelid, a.attnum""";

    private static final String OIDS = """
            SELECT n.nspname, c.relname, c.oid::bigint FROM unnest(?::text[], ?::text[]) AS wanted (schema, name)
            JOIN pg_namespace n ON n.nspname = wanted.schema
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name AND c.relkind IN ('r', 'p')""";

    private final Connection connection;

    public ShapeCatalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * A table as it is now.
     *
     * @param partitioned whether its rows are in partitions
     * @param file its {@code relfilenode}; 0 if it has none of its own
     * @param columns those that are not dropped, in their order
     * @param dropped numbers of those that are
     */
    public record Present(TableId name, boolean partitioned, long file, List<PresentColumn> columns, Set<Integer> dropped) {

        public Optional<PresentColumn> column(String column) {
            return columns.stream().filter(each -> each.name().equals(column)).findFirst();
        }

        /** Whether name and columns are those of {@code other}. */
        public boolean hasColumnsOf(Present other) {
            return name.equals(other.name) && columns.size() == other.columns.size() && columns.stream().allMatch(column -> other.column(column.name())
                    .filter(same -> same.number() == column.number() && same.typeOid() == column.typeOid() && same.typeModifier() == column.typeModifier())
                    .isPresent());
        }

        /** Whether there is a column of this number, and it is not dropped. */
        public boolean has(int number) {
            return columns.stream().anyMatch(each -> each.number() == number);
        }
    }

    /**
     * A column.
     *
     * @param hasDefault whether inserts that leave it out may find something else in it than NULL
     * @param hasMissing whether rows that are older than the column all have one value in it
     * @param missing that value as text
     * @param version the transaction that last changed anything about the column
     */
    public record PresentColumn(
            int number, String name, int typeOid, int typeModifier, boolean hasDefault, boolean hasMissing, @Nullable String missing, long version) {}

    /** The table with this OID; empty if it was dropped. */
    public Optional<Present> find(int oid) {
        return Optional.ofNullable(find(List.of(oid)).get(oid));
    }

    /** The tables with these OIDs, by them, without those that were dropped. */
    public Map<Integer, Present> find(Collection<Integer> oids) {
        Array wanted;
        Map<Integer, Present> tables = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            wanted = connection.createArrayOf("int8", oids.stream().map(Integer::toUnsignedLong).toArray());
            statement.setArray(1, wanted);
            try (ResultSet table = statement.executeQuery()) {
                while (table.next()) {
                    tables.put((int) table.getLong(1), new Present(new TableId(table.getString(2), table.getString(3)), table.getBoolean(4), table.getLong(5),
                            new ArrayList<>(), new HashSet<>()));
                }
            }
            if (!tables.isEmpty()) {
                columns(wanted, tables);
            }
            return tables;
        } catch (SQLException e) {
            throw SourceErrors.of("reading the catalog", e);
        }
    }

    /** The tables with these OIDs, by the names that belong to the OIDs, without those that were dropped. */
    public Map<TableId, Present> present(Map<TableId, Integer> oids) {
        Map<Integer, Present> found = find(oids.values());
        Map<TableId, Present> tables = new HashMap<>();
        oids.forEach((table, oid) -> {
            Present present = found.get(oid);
            if (present != null) {
                tables.put(table, present);
            }
        });
        return tables;
    }

    private void columns(Array wanted, Map<Integer, Present> tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setArray(1, wanted);
            try (ResultSet column = statement.executeQuery()) {
                while (column.next()) {
                    Present table = tables.get((int) column.getLong(1));
                    if (table != null && column.getBoolean(6)) {
                        table.dropped().add(column.getInt(2));
                    } else if (table != null) {
                        table.columns().add(new PresentColumn(column.getInt(2), column.getString(3), (int) column.getLong(4), column.getInt(5), column.getBoolean(7),
                                column.getBoolean(8), column.getString(9), column.getLong(10)));
                    }
                }
            }
        }
    }

    /**
     * Which columns a publication publishes.
     *
     * @param numbers those that it names; empty: all
     * @param generated whether generated ones are among all
     */
    public record Published(Optional<Set<Integer>> numbers, boolean generated) {

        /** Whether the column is. */
        public boolean has(DefinedColumn column) {
            return numbers.map(named -> named.contains(column.number())).orElse(generated || !column.generated());
        }
    }

    /**
     * What a publication publishes of a table now; empty: nothing. Since PostgreSQL 15 it may name columns and schemas, since 18 it may have generated
     * columns.
     */
    public Optional<Published> published(int oid, String publication) {
        try {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            String numbers = version < 15 ? "NULL::int2[]" : "r.prattrs::int2[]";
            String schema = version < 15 ? "" : " OR EXISTS (SELECT FROM pg_publication_namespace s JOIN pg_class c ON c.relnamespace = s.pnnspid WHERE s.pnpubid = p.oid AND c.oid = o.oid)";
            String sql = "SELECT " + numbers + ", " + (version >= 18 ? "p.pubgencols = 's'" : "false") + " FROM pg_publication p CROSS JOIN (SELECT ?::oid AS oid) o"
                    + " LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = o.oid WHERE p.pubname = ? AND (p.puballtables OR r.oid IS NOT NULL" + schema + ")";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, Integer.toUnsignedLong(oid));
                statement.setString(2, publication);
                try (ResultSet result = statement.executeQuery()) {
                    return result.next() ? Optional.of(new Published(numbers(result.getArray(1)), result.getBoolean(2))) : Optional.empty();
                }
            }
        } catch (SQLException e) {
            throw SourceErrors.of("reading the publication", e);
        }
    }

    private static Optional<Set<Integer>> numbers(@Nullable Array array) throws SQLException {
        if (array == null) {
            return Optional.empty();
        }
        Set<Integer> numbers = new HashSet<>();
        for (Object number : (Object[]) array.getArray()) {
            numbers.add(((Number) number).intValue());
        }
        return Optional.of(numbers);
    }

    /** A table as it was defined at some moment. */
    public static Present present(TableDefinition told) {
        return new Present(told.table(), told.partitioned(), told.file(), told.columns().stream().map(column -> new PresentColumn(column.number(), column.name(),
                column.typeOid(), column.typeModifier(), column.hasDefault(), column.hasMissing(), column.missing(), column.version())).toList(), told.dropped());
    }

    /** A table as the target was last brought in line with it: which columns have which names. */
    public static Present expected(TableShape shape) {
        return new Present(shape.table(), false, shape.file(), shape.columns().stream().map(column -> new PresentColumn(column.number(), column.name(), column.typeOid(),
                column.typeModifier(), false, false, null, column.version())).toList(), Set.of());
    }

    /** The OID of the table that has this name now. */
    public Optional<Integer> oid(TableId table) {
        return Optional.ofNullable(oids(List.of(table)).get(table));
    }

    /** The OIDs of the tables that have these names now. */
    public Map<TableId, Integer> oids(Collection<TableId> tables) {
        Map<TableId, Integer> oids = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(OIDS)) {
            Sql.names(statement, 1, tables);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    oids.put(new TableId(result.getString(1), result.getString(2)), (int) result.getLong(3));
                }
            }
            return oids;
        } catch (SQLException e) {
            throw SourceErrors.of("reading the catalog", e);
        }
    }
}
