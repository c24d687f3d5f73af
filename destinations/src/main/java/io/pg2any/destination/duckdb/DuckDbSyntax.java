package io.pg2any.destination.duckdb;

import java.util.List;
import java.util.stream.Collectors;

import io.pg2any.destination.jdbc.Savepoints;
import io.pg2any.destination.jdbc.Syntax;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.error.CdcException;

/**
 * DuckDB's SQL.
 *
 * @param database the quoted name of the file's database: a name of two parts may mean a database or a schema
 */
record DuckDbSyntax(String database) implements Syntax {

    @Override
    public String placeholder(TargetColumn column) {
        return "CAST(? AS " + column.existing().declared() + ")";
    }

    @Override
    public String read(TargetColumn column) {
        return column.encoder() instanceof DuckDbEncoder encoder ? encoder.read(column.quoted()) : column.quoted();
    }

    @Override
    public String onDuplicate(TargetTable table) {
        List<TargetColumn> key = table.keyColumns();
        String names = key.stream().map(TargetColumn::quoted).collect(Collectors.joining(", "));
        String set = table.columns().stream()
                .filter(column -> !key.contains(column))
                .map(column -> column.quoted() + " = excluded." + column.quoted())
                .collect(Collectors.joining(", "));
        return " ON CONFLICT (" + names + ") DO " + (set.isEmpty() ? "NOTHING" : "UPDATE SET " + set);
    }

    @Override
    public String matches(TargetColumn column) {
        return column.quoted() + " IS NOT DISTINCT FROM " + placeholder(column);
    }

    @Override
    public String whereOne(TargetTable table, String condition) {
        boolean hidden = table.columns().stream().anyMatch(column -> column.source().name().equalsIgnoreCase("rowid"));
        if (hidden && !table.schema().hasKey()) {
            throw CdcException.data("table-unfit",
                    "Table " + table.schema().source() + " has no key and a column named rowid, which in DuckDB hides the number by which equal rows are told apart.",
                    "Give the table a primary key, rename the column, or leave the table out.");
        }
        return " WHERE rowid = (SELECT min(rowid) FROM " + table.quoted() + " WHERE " + condition + ")";
    }

    @Override
    public Savepoints savepoints() {
        return Savepoints.NONE;
    }

    @Override
    public String tableOptions() {
        return "";
    }

    @Override
    public String createSchema(String quoted) {
        return "CREATE SCHEMA IF NOT EXISTS " + database + "." + quoted;
    }
}
