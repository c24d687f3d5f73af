package io.pg2any.app.compare;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.pg2any.app.terminal.Quantities;

/**
 * Compares tables of a PostgreSQL with tables of the same names elsewhere, value by value. Rows are counted and the digests of
 * their canonical texts added up, so that order does not matter and memory does not grow; only where the sums differ are rows kept to
 * be named.
 */
public final class Comparison {

    private static final int SHOWN = 5;
    private static final int FETCH_ROWS = 2000;

    private final Connection source;
    private final Connection target;

    /**
     * What came out for a table.
     *
     * @param rows of the source
     * @param differences some rows, where there are any
     */
    public record Result(String table, long rows, long targetRows, boolean equal, List<String> differences) {

        public String summary() {
            return equal ? "equal, " + Quantities.count(rows) + " rows" : Quantities.count(rows) + " rows, " + Quantities.count(targetRows) + " in the destination";
        }
    }

    /** Is shown each row. */
    private interface RowReader {
        void row(List<String> values) throws SQLException;
    }

    private Comparison(Connection source, Connection target) {
        this.source = source;
        this.target = target;
    }

    /** Compares all tables; nobody may be writing to them. */
    public static List<Result> of(Connection source, Connection target, List<String> tables) throws SQLException {
        Comparison comparison = new Comparison(source, target);
        List<Result> results = new ArrayList<>();
        source.setAutoCommit(false); // only then does the driver read in portions
        try {
            for (String table : tables) {
                results.add(comparison.compare(table));
            }
        } finally {
            source.rollback();
            source.setAutoCommit(true);
        }
        return results;
    }

    private Result compare(String table) throws SQLException {
        List<Column> columns = Column.of(source, table);
        Sum here = new Sum();
        Sum there = new Sum();
        readSource(table, columns, here::row);
        readTarget(table, columns, there::row);
        boolean equal = here.isSame(there);
        return new Result(table, here.rows, there.rows, equal, equal ? List.of() : differences(table, columns));
    }

    private List<String> differences(String table, List<Column> columns) throws SQLException {
        Map<List<String>, Integer> surplus = new HashMap<>();
        readSource(table, columns, row -> surplus.merge(row, 1, Integer::sum));
        readTarget(table, columns, row -> surplus.merge(row, -1, Integer::sum));
        List<String> shown = new ArrayList<>();
        surplus.entrySet().stream().filter(row -> row.getValue() != 0).limit(SHOWN)
                .forEach(row -> shown.add("only in the " + (row.getValue() > 0 ? "source: " : "destination: ") + String.join(" | ", row.getKey())));
        return shown;
    }

    private void readSource(String table, List<Column> columns, RowReader reader) throws SQLException {
        read(source, table, columns, reader);
    }

    private void readTarget(String table, List<Column> columns, RowReader reader) throws SQLException {
        target.setAutoCommit(false);
        try {
            read(target, table, columns, reader);
        } finally {
            target.rollback();
            target.setAutoCommit(true);
        }
    }

    /** PostgreSQL and DuckDB are asked for their own text, which no driver has turned into a local time. */
    private static String select(String table, List<Column> columns, String quote, boolean asText) {
        return columns.stream()
                .map(column -> quoted(column.name(), quote) + (asText && column.form() != Column.Form.BYTES ? "::text" : ""))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + quoted(table, quote)));
    }

    private static String quoted(String name, String quote) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    private static void read(Connection connection, String table, List<Column> columns, RowReader reader) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        boolean postgres = "PostgreSQL".equals(product);
        boolean duckDb = "DuckDB".equals(product);
        String sql = select(table, columns, connection.getMetaData().getIdentifierQuoteString(), postgres || duckDb);
        try (Statement statement = connection.createStatement()) {
            if (postgres) {
                statement.execute("SET LOCAL TimeZone = 'UTC'");
            } else if (duckDb) {
                statement.execute("SET TimeZone = 'UTC'");
            }
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    List<String> values = new ArrayList<>(columns.size());
                    for (int i = 0; i < columns.size(); i++) {
                        values.add(columns.get(i).canonical(rows, i + 1));
                    }
                    reader.row(values);
                }
            }
        }
    }

    /** A sum of digests that any order of rows gives. */
    private static final class Sum {
        private final MessageDigest digest = digest();
        private long rows;
        private long high;
        private long low;

        private static MessageDigest digest() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        void row(List<String> values) {
            for (String value : values) {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            ByteBuffer result = ByteBuffer.wrap(digest.digest());
            high += result.getLong();
            low += result.getLong();
            rows++;
        }

        boolean isSame(Sum other) {
            return rows == other.rows && high == other.high && low == other.low;
        }
    }
}
