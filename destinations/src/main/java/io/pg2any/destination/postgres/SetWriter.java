package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.pg2any.destination.jdbc.Statements;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.event.Row;

/**
 * Writes sets of rows to one table over the road that was measured to cost the server least: one statement a row for very few,
 * arrays and {@code unnest} for more, COPY for many that are new. For a 200-byte row of five columns, in microseconds of the
 * server's processor: COPY 2.2, {@code unnest} 4.2, prepared lists of values 4.7, single statements 9, COPY to a staging table and
 * an upsert from there 4.2 to 5.5. Of rows that are updated instead, 8.4, 9.2, 15 and 7.9 to 10.5 (all but COPY).
 */
final class SetWriter implements TableWriter {

    /** Below, a statement a row costs less than taking arrays apart. */
    private static final int ARRAYS_FROM = 4;
    /** Below, the two trips more of COPY cost more than it spares. */
    private static final int COPY_FROM = 64;
    /** Bytes of rows from which on they are not made text for statements of their own. */
    private static final long LARGE = 64 << 10;
    private static final int MOST_ROWS = 10_000;
    private static final long MOST_BYTES = 4L << 20;
    /** How many sets go the safe road after rows thought to be new turned out to be there. */
    private static final int CAUTION = 100;

    private static final String UNIQUE_VIOLATION = "23505";

    private final Connection connection;
    private final TargetTable table;
    private final TableWriter single;
    private final ArrayParameters arrays;
    private final BinaryArrays binaryArrays;
    private final CopySender copy;
    private final int[] all;
    private final int[] key;
    private final String insert;
    private final String upsert;
    private final String delete;
    private final Statements statements;
    private final BinaryCells cells;
    private final boolean takesBinary;
    private int caution;

    SetWriter(Connection connection, Statements statements, TargetTable table, PostgresSyntax syntax, TableWriter single) {
        this.connection = connection;
        this.statements = statements;
        this.table = table;
        this.single = single;
        this.cells = new BinaryCells(table);
        this.takesBinary = BinaryCells.fit(table);
        CellCheck check = new CellCheck(table);
        this.arrays = new ArrayParameters(table, check);
        this.binaryArrays = new BinaryArrays(connection, table);
        this.copy = new CopySender(connection, table, check);
        this.all = IntStream.range(0, table.columns().size()).toArray();
        this.key = table.schema().key().stream().mapToInt(Integer::intValue).toArray();
        this.insert = "INSERT INTO " + table.quoted() + " (" + PostgresSyntax.names(table.columns()) + ")" + syntax.beforeValues() + " SELECT "
                + IntStream.of(all).mapToObj(this::value).collect(Collectors.joining(", ")) + " FROM " + unnest(all);
        this.upsert = table.upsertable() ? insert + syntax.onDuplicate(table) : "";
        this.delete = key.length == 1 && ArrayParameters.isDirect(column(key[0]))
                ? "DELETE FROM " + table.quoted() + " WHERE " + column(key[0]).quoted() + " = ANY (" + ArrayParameters.placeholder(column(key[0])) + ")"
                : key.length == 0 ? "" : "DELETE FROM " + table.quoted() + " AS t USING " + unnest(key) + " WHERE " + sameKey();
    }

    private TargetColumn column(int index) {
        return table.columns().get(index);
    }

    /** Rows of arrays, as {@code u} with the columns {@code c0}, {@code c1} and so on, by their number in the table. */
    private String unnest(int[] columns) {
        return IntStream.of(columns).mapToObj(i -> ArrayParameters.placeholder(column(i))).collect(Collectors.joining(", ", "unnest(", ")"))
                + IntStream.of(columns).mapToObj(i -> "c" + i).collect(Collectors.joining(", ", " AS u(", ")"));
    }

    private String value(int index) {
        return ArrayParameters.value(column(index), "u.c" + index);
    }

    private String sameKey() {
        return IntStream.of(key).mapToObj(i -> "t." + PostgresSyntax.comparable(column(i)) + " = " + value(i)).collect(Collectors.joining(" AND "));
    }

    @Override
    public void insert(List<Row> rows) throws SQLException {
        if (rows.size() >= COPY_FROM) {
            copy(rows);
        } else if (areSingle(rows)) {
            single.insert(asText(rows));
        } else {
            inPieces(rows, all, insert);
        }
    }

    @Override
    public void upsert(List<Row> rows, int fresh) throws SQLException {
        int copied = fresh >= COPY_FROM && copiedFresh(rows.subList(0, fresh)) ? fresh : 0;
        List<Row> rest = rows.subList(copied, rows.size());
        if (areSingle(rest)) {
            single.upsert(asText(rest), 0);
        } else {
            inPieces(rest, all, upsert);
        }
    }

    /** Whether each goes by a statement of its own. Not large ones in binary form: to make text of them takes several times their memory. */
    private boolean areSingle(List<Row> rows) {
        return rows.size() < ARRAYS_FROM && (!takesBinary || rows.stream().mapToLong(Row::bytes).sum() < LARGE);
    }

    @Override
    public boolean takesBinary() {
        return takesBinary;
    }

    @Override
    public Row asText(Row row) {
        return takesBinary ? cells.asText(row) : row;
    }

    private List<Row> asText(List<Row> rows) {
        return takesBinary ? rows.stream().map(cells::asText).toList() : rows;
    }

    /** Whether the rows could be copied. Others may have written to the target, so that some are there already. */
    private boolean copiedFresh(List<Row> rows) throws SQLException {
        if (caution > 0) {
            caution--;
            return false;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT pg2any_copy");
            try {
                copy(rows);
            } catch (SQLException e) {
                if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    throw e;
                }
                statement.execute("ROLLBACK TO SAVEPOINT pg2any_copy");
                caution = CAUTION;
            }
            statement.execute("RELEASE SAVEPOINT pg2any_copy");
        }
        return caution == 0;
    }

    @Override
    public long update(List<Row> rows, int[] columns) throws SQLException {
        if (areSingle(rows)) {
            return single.update(asText(rows), columns);
        }
        int[] bound = IntStream.concat(IntStream.of(columns), IntStream.of(key)).toArray();
        String set = IntStream.of(columns).mapToObj(i -> column(i).quoted() + " = " + value(i)).collect(Collectors.joining(", "));
        return inPieces(rows, bound, "UPDATE " + table.quoted() + " AS t SET " + set + " FROM " + unnest(bound) + " WHERE " + sameKey());
    }

    @Override
    public long delete(List<Row> rows) throws SQLException {
        return areSingle(rows) ? single.delete(asText(rows)) : inPieces(rows, key, delete);
    }

    private long inPieces(List<Row> rows, int[] columns, String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        long affected = 0;
        int from = 0;
        while (from < rows.size()) {
            int to = from;
            long bytes = 0;
            while (to < rows.size() && to - from < MOST_ROWS && bytes < MOST_BYTES) {
                bytes += rows.get(to++).bytes();
            }
            bind(statement, rows.subList(from, to), columns);
            affected += statement.executeUpdate();
            from = to;
        }
        return affected;
    }

    private void copy(List<Row> rows) throws SQLException {
        if (takesBinary && BinaryCells.are(rows, all)) {
            copy.sendBinary(rows);
        } else {
            copy.send(asText(rows));
        }
    }

    private void bind(PreparedStatement statement, List<Row> rows, int[] columns) throws SQLException {
        if (takesBinary && BinaryCells.are(rows, columns)) {
            binaryArrays.bind(statement, rows, columns);
        } else {
            arrays.bind(statement, asText(rows), columns);
        }
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }
}
