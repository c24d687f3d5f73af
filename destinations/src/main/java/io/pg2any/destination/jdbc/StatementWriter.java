package io.pg2any.destination.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import io.pg2any.event.Row;

/**
 * Writes by prepared statements of a few fixed numbers of rows, sent as batches: the driver may pipeline them. Few sizes,
 * so that the server prepares each statement once.
 */
final class StatementWriter implements TableWriter {

    /** What the driver may hold of a batch before it is sent. */
    private static final long BATCH_BYTES = 4L << 20;
    /** What a value costs at most beyond its text. */
    private static final int VALUE_OVERHEAD = 9;

    private final Statements statements;
    private final StatementLimits limits;
    private final RowBinding binding;
    private final RowStatements sql;

    StatementWriter(Statements statements, Syntax syntax, TargetTable table, StatementLimits limits) {
        this.statements = statements;
        this.limits = limits;
        this.binding = new RowBinding(table);
        this.sql = new RowStatements(syntax, table);
    }

    /** A statement for any number of rows. */
    private interface Form {
        String sql(int rows);
    }

    @Override
    public void insert(List<Row> rows) throws SQLException {
        write(sql::insert, rows, binding.all());
    }

    @Override
    public void upsert(List<Row> rows, int fresh) throws SQLException {
        write(sql::upsert, rows, binding.all());
    }

    @Override
    public long update(List<Row> rows, int[] columns) throws SQLException {
        return new Repetition(statements, limits).execute(sql.update(columns), rows, (statement, row) -> {
            int next = binding.bind(statement, 1, row, columns);
            binding.bind(statement, next, row, binding.key());
        });
    }

    @Override
    public long delete(List<Row> rows) throws SQLException {
        return write(sql::delete, rows, binding.key());
    }

    private long write(Form form, List<Row> rows, int[] columns) throws SQLException {
        long affected = 0;
        int at = 0;
        while (at < rows.size()) {
            int size = fitting(rows, at, limits.sizeFor(rows.size() - at, columns.length), columns.length);
            PreparedStatement statement = statements.get(form.sql(size));
            int batched = 0;
            long bytes = 0;
            try {
                do {
                    for (int i = 0; i < size; i++) {
                        Row row = rows.get(at + i);
                        binding.bind(statement, i * columns.length + 1, row, columns);
                        bytes += row.bytes();
                    }
                    at += size;
                    batched++;
                    statement.addBatch();
                } while (bytes < BATCH_BYTES && rows.size() - at >= size && fitting(rows, at, size, columns.length) == size);
                affected += found(statement.executeBatch(), batched, size);
            } finally {
                statement.clearBatch();
            }
        }
        return affected;
    }

    /** The largest prepared number of rows up to {@code size} whose data stay below the limit of bytes. */
    private int fitting(List<Row> rows, int at, int size, int columns) {
        long bytes = 0;
        for (int i = 0; i < size; i++) {
            bytes += rows.get(at + i).bytes() + (long) VALUE_OVERHEAD * columns;
            if (bytes > limits.bytes()) {
                return limits.sizeFor(Math.max(1, i), columns);
            }
        }
        return size;
    }

    /** Rows found according to the counts; a driver that does not count is believed. */
    static long found(int[] counts, int batched, int size) {
        long found = 0;
        for (int count : counts) {
            found += count < 0 ? size : count;
        }
        return counts.length < batched ? found + (long) (batched - counts.length) * size : found;
    }
}
