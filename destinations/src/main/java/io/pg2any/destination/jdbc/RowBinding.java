package io.pg2any.destination.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.IntStream;

import io.pg2any.event.Row;

/** Sets the cells of a table's rows as statement parameters. */
public final class RowBinding {

    private final TargetTable table;
    private final Encoder[] encoders;
    private final int[] all;
    private final int[] key;

    public RowBinding(TargetTable table) {
        this.table = table;
        this.encoders = table.columns().stream().map(TargetColumn::encoder).toArray(Encoder[]::new);
        this.all = IntStream.range(0, table.columns().size()).toArray();
        this.key = table.schema().key().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Indexes of all columns; not to be written to. */
    public int[] all() {
        return all;
    }

    /** Indexes of the key's columns, in key order; not to be written to. */
    public int[] key() {
        return key;
    }

    /** Sets the cells of {@code columns} from parameter {@code index} on and returns the parameter after them. */
    public int bind(PreparedStatement statement, int index, Row row, int[] columns) throws SQLException {
        int next = index;
        for (int column : columns) {
            if (row.isNull(column)) {
                encoders[column].setNull(statement, next++);
                continue;
            }
            try {
                encoders[column].set(statement, next++, row, column);
            } catch (UnfitValue e) {
                throw table.unfit(row, column, e);
            }
        }
        return next;
    }

    /** The same for every column, to be compared with them, and returns the parameter after them. */
    int bindToMatch(PreparedStatement statement, int index, Row row) throws SQLException {
        int next = index;
        for (int column : all) {
            try {
                encoders[column].setToMatch(statement, next++, row, column);
            } catch (UnfitValue e) {
                throw table.unfit(row, column, e);
            }
        }
        return next;
    }
}
