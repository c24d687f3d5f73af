package io.pg2any.destination.sqlite;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.pg2any.destination.jdbc.Syntax;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;

/** SQLite's SQL. */
final class SqliteSyntax implements Syntax {

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
        return column.quoted() + " IS ?";
    }

    /** Of the names by which SQLite knows a row's number, a column of the table may hide some. */
    @Override
    public String whereOne(TargetTable table, String condition) {
        String rowid = Stream.of("rowid", "_rowid_", "oid")
                .filter(name -> table.columns().stream().noneMatch(column -> column.source().name().equalsIgnoreCase(name)))
                .findFirst()
                .orElse("rowid");
        return " WHERE " + rowid + " = (SELECT " + rowid + " FROM " + table.quoted() + " WHERE " + condition + " LIMIT 1)";
    }

    @Override
    public String tableOptions() {
        return " STRICT";
    }

    @Override
    public String createSchema(String quoted) {
        throw new IllegalStateException("SQLite has no schemas");
    }
}
