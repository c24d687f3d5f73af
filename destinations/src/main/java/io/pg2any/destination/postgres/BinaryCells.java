package io.pg2any.destination.postgres;

import java.util.List;

import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.type.BinaryText;
import io.pg2any.type.TypeRegistry;

/**
 * Rows of one table whose cells came in binary form: all of its columns are {@linkplain PortableTypes portable}. COPY and arrays
 * take them as they are; for single rows they become text.
 */
final class BinaryCells {

    private final TargetTable table;
    private final BinaryText text = new BinaryText(TypeRegistry.NONE);

    BinaryCells(TargetTable table) {
        this.table = table;
    }

    /** Whether the table takes rows with such cells. */
    static boolean fit(TargetTable table) {
        return table.upsertable() && !new CellCheck(table).isNeeded() && table.columns().stream().allMatch(PortableTypes::isPortable);
    }

    /** Whether all of these cells are in binary form, or NULL. */
    static boolean are(List<Row> rows, int[] columns) {
        for (Row row : rows) {
            for (int column : columns) {
                if (row.kind(column) != Row.BINARY && !row.isNull(column)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isIn(Row row) {
        for (int i = 0; i < row.size(); i++) {
            if (row.kind(i) == Row.BINARY) {
                return true;
            }
        }
        return false;
    }

    /** The row with every cell as text. */
    Row asText(Row row) {
        if (!isIn(row)) {
            return row;
        }
        RowBuilder builder = new RowBuilder(row.size());
        for (int i = 0; i < row.size(); i++) {
            if (row.kind(i) == Row.BINARY) {
                int oid = PortableTypes.oid(table.columns().get(i).source().type()).orElseThrow();
                builder.addText(text.toText(oid, row.array(), row.start(i), row.start(i) + row.length(i)));
            } else {
                builder.addCell(row, i);
            }
        }
        return builder.build();
    }
}
