package io.pg2any.destination.jdbc;

import java.util.List;
import java.util.stream.Collectors;

import io.pg2any.destination.RefusedRows;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.Row;

/**
 * A prepared table: the source's description joined with what exists in the target.
 *
 * @param quoted its full name for SQL
 * @param columns in the order of a row's cells
 * @param upsertable whether a row can be written over the one of the same key: there is a unique index on the key, no
 *     other unique index that could catch another row instead, and no column that takes values by insert alone
 */
public record TargetTable(TableSchema schema, String quoted, List<TargetColumn> columns, boolean upsertable) {

    /** The code of {@link #unfit}. */
    public static final String VALUE_UNFIT = RefusedRows.UNFIT;

    /** The code of an error about a row that the target does not take at once. */
    public static final String ROW_TOO_LARGE = "row-too-large";

    private static final int LONGEST_KEY = 200;

    public TargetTable {
        columns = List.copyOf(columns);
    }

    public List<TargetColumn> keyColumns() {
        return schema.key().stream().map(columns::get).toList();
    }

    /** The row's key for a message; of a table without a key nothing is told. */
    public String describe(Row row) {
        if (!schema.hasKey()) {
            return "a row (the table has no key to name it by)";
        }
        String key = schema.key().stream()
                .map(i -> columns.get(i).source().name() + "=" + (row.isNull(i) ? "NULL" : row.text(i)))
                .collect(Collectors.joining(", "));
        return "the row with " + (key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) + "…" : key);
    }

    /** The error of a cell that the target cannot hold. */
    public CdcException unfit(Row row, int cell, UnfitValue problem) {
        TargetColumn column = columns.get(cell);
        return CdcException.data(VALUE_UNFIT,
                "Table " + schema.target() + ", column " + column.source().name() + ", " + describe(row) + ": the target's type "
                        + column.existing().declared() + " cannot hold " + problem.reason() + ".",
                "Give the target's column a type that holds it; or change the value in the source and, since the log still holds it,"
                        + " copy again with --snapshot always.");
    }
}
