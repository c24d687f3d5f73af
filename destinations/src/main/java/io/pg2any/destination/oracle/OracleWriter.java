package io.pg2any.destination.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.pg2any.destination.jdbc.RowBinding;
import io.pg2any.destination.jdbc.Statements;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.event.Row;

/**
 * Writes sets of rows to one table: the driver sends a batch of a statement as one, with an array of parameters. Upserts are MERGE; in a table
 * with large objects an update, then an insert of those that it did not find. Of new rows there it is the insert first, and the rest only if
 * one of them is there already.
 *
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/performance-extensions.html">Oracle, JDBC Developer's
 *     Guide: Update Batching</a>
 */
final class OracleWriter implements TableWriter {

    /** What the driver may hold of a batch before it is sent. */
    private static final long BATCH_BYTES = 4L << 20;
    private static final int BATCH_ROWS = 4_096;
    private static final int THERE_ALREADY = 1;
    private static final String MARK = "SAVEPOINT pg2any_new";
    private static final String BACK = "ROLLBACK TO SAVEPOINT pg2any_new";

    private final Connection connection;
    private final Statements statements;
    private final RowBinding binding;
    private final OracleStatements sql;
    private final boolean merges;
    private final int[] all;

    OracleWriter(Connection connection, Statements statements, OracleSyntax syntax, TargetTable table) {
        this.connection = connection;
        this.statements = statements;
        this.binding = new RowBinding(table);
        this.sql = new OracleStatements(syntax, table);
        this.merges = !sql.hasLarge();
        this.all = sql.inOrder(binding.all());
    }

    @Override
    public void insert(List<Row> rows) throws SQLException {
        write(sql.insert(all), rows, all);
    }

    @Override
    public void upsert(List<Row> rows, int fresh) throws SQLException {
        if (merges) {
            write(sql.merge(all), rows, all);
            return;
        }
        List<Row> rest = rows;
        if (fresh > 0) {
            rest = inserted(rows.subList(0, fresh)) ? rows.subList(fresh, rows.size()) : rows;
        }
        if (!rest.isEmpty()) {
            updateOrInsert(rest);
        }
    }

    /** Inserts the rows if none of them is there. */
    private boolean inserted(List<Row> rows) throws SQLException {
        execute(MARK);
        try {
            insert(rows);
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() != THERE_ALREADY) {
                throw e;
            }
            execute(BACK);
            return false;
        }
    }

    private void updateOrInsert(List<Row> rows) throws SQLException {
        int[] others = sql.inOrder(sql.others());
        int[] counts = write(sql.update(others), rows, withKey(others));
        List<Row> missing = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                missing.add(rows.get(i));
            }
        }
        insert(missing);
    }

    @Override
    public long update(List<Row> rows, int[] columns) throws SQLException {
        int[] ordered = sql.inOrder(columns);
        return found(write(sql.update(ordered), rows, withKey(ordered)));
    }

    @Override
    public long delete(List<Row> rows) throws SQLException {
        return found(write(sql.delete(), rows, binding.key()));
    }

    private int[] withKey(int[] columns) {
        return IntStream.concat(IntStream.of(columns), IntStream.of(binding.key())).toArray();
    }

    /** Executes the statement for every row, and tells how many rows of the table each found. */
    private int[] write(String statement, List<Row> rows, int[] columns) throws SQLException {
        int[] counts = new int[rows.size()];
        PreparedStatement prepared = statements.get(statement);
        int at = 0;
        while (at < rows.size()) {
            int from = at;
            long bytes = 0;
            try {
                while (at < rows.size() && at - from < BATCH_ROWS && bytes < BATCH_BYTES) {
                    Row row = rows.get(at++);
                    binding.bind(prepared, 1, row, columns);
                    prepared.addBatch();
                    bytes += row.bytes();
                }
                int[] part = prepared.executeBatch();
                System.arraycopy(part, 0, counts, from, Math.min(part.length, at - from));
            } finally {
                prepared.clearBatch();
            }
        }
        return counts;
    }

    /** A count that is not known is taken for one. */
    private static long found(int[] counts) {
        return IntStream.of(counts).filter(count -> count != 0).count();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
