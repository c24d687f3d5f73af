package io.pg2any.destination.mysql;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

import org.mariadb.jdbc.BasePreparedStatement;

import io.pg2any.destination.jdbc.RowStatements;
import io.pg2any.destination.jdbc.Statements;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.error.CdcException;
import io.pg2any.event.Row;

/**
 * Writes by server-prepared statements of many rows. The numbers of rows are powers of two, so that the server prepares few of them,
 * and the parameters are used again and again: a row costs no object on its way.
 */
final class MultiRowWriter implements TableWriter {

    /** What a value costs at most beside its bytes: type, length, NULL bit. */
    private static final int VALUE_OVERHEAD = 12;
    private static final int STATEMENT_OVERHEAD = 64;

    private final TargetTable table;
    private final TableWriter oneByOne;
    private final RowStatements sql;
    private final Statements statements;
    private final ParameterPool pool;
    private final PacketLimits limits;
    private final MySqlEncoder[] encoders;
    private final int[] all;
    private final int[] key;

    MultiRowWriter(TargetTable table, TableWriter oneByOne, RowStatements sql, Statements statements, ParameterPool pool, PacketLimits limits) {
        this.table = table;
        this.oneByOne = oneByOne;
        this.sql = sql;
        this.statements = statements;
        this.pool = pool;
        this.limits = limits;
        this.encoders = MySqlEncoder.all(table);
        this.all = IntStream.range(0, encoders.length).toArray();
        this.key = table.schema().key().stream().mapToInt(Integer::intValue).toArray();
    }

    /** A statement for any number of rows. */
    private interface Form {
        String sql(int rows);
    }

    @Override
    public void insert(List<Row> rows) throws SQLException {
        write(sql::insert, rows, all);
    }

    @Override
    public void upsert(List<Row> rows, int fresh) throws SQLException {
        write(sql::upsert, rows, all);
    }

    /** Their statements differ from row to row too much to be one: the driver sends them without waiting for each answer. */
    @Override
    public long update(List<Row> rows, int[] columns) throws SQLException {
        return oneByOne.update(rows, columns);
    }

    @Override
    public long delete(List<Row> rows) throws SQLException {
        return write(sql::delete, rows, key);
    }

    private long write(Form form, List<Row> rows, int[] columns) throws SQLException {
        long affected = 0;
        int at = 0;
        while (at < rows.size()) {
            int size = size(rows, at, columns);
            BasePreparedStatement statement = (BasePreparedStatement) statements.get(form.sql(size));
            for (int i = 0; i < size; i++) {
                aim(statement, i * columns.length, rows.get(at + i), columns);
            }
            affected += statement.executeLargeUpdate();
            at += size;
        }
        pool.forgetRows();
        return affected;
    }

    private void aim(BasePreparedStatement statement, int first, Row row, int[] columns) {
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i];
            CellParameter parameter = pool.at(first + i);
            if (row.isNull(column)) {
                parameter.aimAtNull(encoders[column].form());
            } else {
                try {
                    encoders[column].aim(parameter, row, column);
                } catch (UnfitValue e) {
                    throw table.unfit(row, column, e);
                }
            }
            statement.setParameter(first + i, parameter);
        }
    }

    /** The largest power of two of rows from {@code at} on that one statement may have. */
    private int size(List<Row> rows, int at, int[] columns) {
        int most = Math.min(rows.size() - at, Math.max(1, limits.rowsOf(columns.length)));
        long bytes = STATEMENT_OVERHEAD;
        int fitting = 0;
        while (fitting < most) {
            bytes += rows.get(at + fitting).bytes() + (long) VALUE_OVERHEAD * columns.length;
            if (bytes > limits.statementBytes() && fitting > 0) {
                break;
            }
            fitting++;
        }
        if (fitting == 1) {
            requirePacket(rows.get(at), columns);
        }
        return Integer.highestOneBit(fitting);
    }

    private void requirePacket(Row row, int[] columns) {
        long bytes = STATEMENT_OVERHEAD + (long) VALUE_OVERHEAD * columns.length;
        for (int column : columns) {
            bytes += row.isNull(column) ? 0 : encoders[column].form() == WireForm.BYTES ? row.length(column) / 2 : row.length(column);
        }
        if (bytes > limits.packet()) {
            throw CdcException.data(TargetTable.ROW_TOO_LARGE,
                    "Table " + table.schema().target() + ", " + table.describe(row) + ": the row has " + bytes
                            + " bytes, and the target takes no more than " + limits.packet() + " at once (max_allowed_packet).",
                    "Raise max_allowed_packet of the target, to 1 GB at most, or change the value in the source.");
        }
    }
}
