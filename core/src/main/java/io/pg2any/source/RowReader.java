package io.pg2any.source;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TableSchema;
import io.pg2any.event.Lsn;
import io.pg2any.event.Row;
import io.pg2any.type.PgType;

/** Reads rows of the source as they are now, beside a stream, as the texts that PostgreSQL prints. One thread, one connection. */
public final class RowReader implements AutoCloseable {

    private static final int KEYS_AT_ONCE = 100;
    /** Rows that are fetched at once make up about so much. */
    private static final long PORTION_BYTES = 2L << 20;
    private static final int MOST_ROWS = 2000;
    private static final int USUAL_ROWS = 500;

    private final Connection connection;
    private final long blockSize;

    /** Connects. */
    public RowReader(SourceConnections source) {
        this.connection = source.openForText();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SHOW wal_block_size")) {
            blockSize = row.next() ? row.getLong(1) : 8192;
        } catch (SQLException e) {
            throw SourceErrors.of("asking for the size of log pages", e);
        }
    }

    /**
     * What is read of a table.
     *
     * @param condition in SQL; empty: every row
     * @param partitioned whether its rows are in partitions
     */
    public record Scope(TableSchema table, String condition, boolean partitioned) {

        /** The same rows without a condition beyond {@code other}. */
        public Scope where(String other) {
            return new Scope(table, other, partitioned);
        }
    }

    /**
     * A row with what tells one version of it from another.
     *
     * @param version of two reads that give the same, nobody changed the row in between
     */
    public record Versioned(Row row, String version) {}

    /**
     * A position up to which the log holds everything that is visible now. It is not in the header of a page, where nothing ends: a stream of an
     * idle source would never be told of it.
     */
    public Lsn position() {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SELECT pg_current_wal_insert_lsn()::text")) {
            row.next();
            Lsn position = Lsn.parse(row.getString(1));
            long inPage = Long.remainderUnsigned(position.value(), blockSize);
            return inPage == 24 || inPage == 40 ? new Lsn(position.value() - inPage) : position;
        } catch (SQLException e) {
            throw SourceErrors.of("asking for the position", e);
        }
    }

    /** How many rows of the table are to be fetched at once, by its size. */
    public int rowsAtOnce(Scope scope) {
        String sql = "SELECT pg_total_relation_size(oid), reltuples::bigint FROM pg_class WHERE oid = ?::text::regclass";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Sql.table(scope.table().source()));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getLong(2) <= 0 || row.getLong(1) == 0) {
                    return USUAL_ROWS;
                }
                return Math.clamp(PORTION_BYTES * row.getLong(2) / row.getLong(1), 1, MOST_ROWS);
            }
        } catch (SQLException e) {
            throw SourceErrors.of("asking for the size of " + scope.table().source(), e);
        }
    }

    /** Hands out at most {@code most} rows in the order of the key, those behind {@code after}; null: from the first. */
    public void readByKey(Scope scope, @Nullable Row after, int most, int rowsAtOnce, Consumer<Row> rows) {
        List<String> key = key(scope.table());
        String names = "(" + String.join(", ", key) + ")";
        String behind = after == null ? "" : names + " > (" + "?" + ", ?".repeat(key.size() - 1) + ")";
        read(scope, behind, " ORDER BY " + String.join(", ", key) + " LIMIT " + most, after, rowsAtOnce, rows);
    }

    /** Hands out all rows in any order. */
    public void readAll(Scope scope, int rowsAtOnce, Consumer<Row> rows) {
        read(scope, "", "", null, rowsAtOnce, rows);
    }

    private void read(Scope scope, String behind, String tail, @Nullable Row after, int rowsAtOnce, Consumer<Row> rows) {
        try {
            connection.setAutoCommit(false); // only then does the driver read in portions
            try (PreparedStatement statement = connection.prepareStatement(select(scope, "", behind) + tail)) {
                statement.setFetchSize(rowsAtOnce);
                if (after != null) {
                    bindKey(statement, 1, scope.table(), after);
                }
                boolean[] bytes = bytes(scope.table());
                try (ResultSet found = statement.executeQuery()) {
                    while (found.next()) {
                        rows.accept(row(found, bytes));
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw SourceErrors.of("reading " + scope.table().source(), e);
        }
    }

    /** The rows with the keys of {@code keys}, of which only the key's cells count; those that are not there are left out. */
    public List<Versioned> fetch(Scope scope, List<Row> keys) {
        List<Versioned> rows = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            fetchSome(scope, keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE)), rows);
        }
        return rows;
    }

    private void fetchSome(Scope scope, List<Row> keys, List<Versioned> rows) {
        List<String> names = key(scope.table());
        String one = "(" + "?" + ", ?".repeat(names.size() - 1) + ")";
        String condition = "(" + String.join(", ", names) + ") IN (" + one + (", " + one).repeat(keys.size() - 1) + ")";
        try (PreparedStatement statement = connection.prepareStatement(select(scope, ", tableoid || ' ' || ctid || ' ' || xmin", condition))) {
            int next = 1;
            for (Row key : keys) {
                next = bindKey(statement, next, scope.table(), key);
            }
            boolean[] bytes = bytes(scope.table());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(new Versioned(row(found, bytes), found.getString(bytes.length + 1)));
                }
            }
        } catch (SQLException e) {
            if (e.getSQLState() == null || !e.getSQLState().startsWith("22")) {
                throw SourceErrors.of("reading rows of " + scope.table().source(), e);
            }
            if (keys.size() > 1) { // one of them is no value of the key's type, and so nothing that the source could have
                keys.forEach(key -> fetchSome(scope, List.of(key), rows));
            }
        }
    }

    private static String select(Scope scope, String more, String condition) {
        String columns = scope.table().columns().stream().map(column -> Sql.identifier(column.name())).collect(Collectors.joining(", "));
        List<String> conditions = new ArrayList<>();
        if (!scope.condition().isEmpty()) {
            conditions.add("(" + scope.condition() + ")");
        }
        if (!condition.isEmpty()) {
            conditions.add(condition);
        }
        return "SELECT " + columns + more + " FROM " + (scope.partitioned() ? "" : "ONLY ") + Sql.table(scope.table().source())
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
    }

    private static List<String> key(TableSchema table) {
        return table.key().stream().map(i -> Sql.identifier(table.columns().get(i).name())).toList();
    }

    private static int bindKey(PreparedStatement statement, int first, TableSchema table, Row key) throws SQLException {
        int next = first;
        for (int i : table.key()) {
            statement.setString(next++, key.text(i));
        }
        return next;
    }

    /** Of which columns the driver would give the bytes that the text stands for. */
    private static boolean[] bytes(TableSchema table) {
        boolean[] bytes = new boolean[table.columns().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = table.columns().get(i).type().withoutDomain() == PgType.Simple.BYTEA;
        }
        return bytes;
    }

    private static Row row(ResultSet found, boolean[] bytes) throws SQLException {
        byte[] @Nullable [] values = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] ? utf8(found.getString(i + 1)) : found.getBytes(i + 1);
        }
        return Row.ofUtf8(values);
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        SourceConnections.closeQuietly(connection);
    }
}
