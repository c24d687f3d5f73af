package io.pg2any.destination.jdbc;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The SQL by which rows of one table are written, for any number of rows at once. */
public final class RowStatements {

    private final Syntax syntax;
    private final TargetTable table;
    private final String insertHead;
    private final String insertRow;
    private final String onDuplicate;

    public RowStatements(Syntax syntax, TargetTable table) {
        this.syntax = syntax;
        this.table = table;
        this.insertHead = "INSERT INTO " + table.quoted() + " ("
                + table.columns().stream().map(TargetColumn::quoted).collect(Collectors.joining(", ")) + ")" + syntax.beforeValues() + " VALUES ";
        this.insertRow = "(" + table.columns().stream().map(syntax::placeholder).collect(Collectors.joining(", ")) + ")";
        this.onDuplicate = table.upsertable() ? syntax.onDuplicate(table) : "";
    }

    /** Placeholders: every column of every row. */
    public String insert(int rows) {
        return insertHead + Syntax.repeat(insertRow, rows);
    }

    /** The same; rows of the same key are overwritten. */
    public String upsert(int rows) {
        return insertHead + Syntax.repeat(insertRow, rows) + onDuplicate;
    }

    /** Placeholders: the key's columns of every row. */
    public String delete(int rows) {
        return "DELETE FROM " + table.quoted() + " WHERE " + syntax.keyIn(table, rows);
    }

    /** Placeholders: these columns, then the key's. */
    public String update(int[] columns) {
        String set = IntStream.of(columns).mapToObj(table.columns()::get)
                .map(column -> column.quoted() + " = " + syntax.placeholder(column))
                .collect(Collectors.joining(", "));
        return "UPDATE " + table.quoted() + " SET " + set + " WHERE " + syntax.keyIn(table, 1);
    }
}
