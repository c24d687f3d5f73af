package io.pg2any.destination.mysql;

import java.util.List;
import java.util.stream.Collectors;

import io.pg2any.destination.jdbc.Syntax;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;

/** The SQL of MySQL and MariaDB. */
record MySqlSyntax(ServerFacts facts) implements Syntax {

    /** How the new row is called in an upsert, on MySQL. */
    private static final String NEW = "pg2any_new";

    /** MySQL names the new row since 8.0.19 and warns of VALUES(); MariaDB knows only that. */
    @Override
    public String onDuplicate(TargetTable table) {
        List<TargetColumn> key = table.keyColumns();
        List<TargetColumn> others = table.columns().stream().filter(column -> !key.contains(column)).toList();
        if (others.isEmpty()) {
            String first = key.getFirst().quoted();
            return " ON DUPLICATE KEY UPDATE " + first + " = " + table.quoted() + "." + first; // there already: nothing to do
        }
        return others.stream()
                .map(column -> column.quoted() + " = "
                        + (facts.mariaDb() ? "VALUES(" + column.quoted() + ")" : NEW + "." + column.quoted()))
                .collect(Collectors.joining(", ", (facts.mariaDb() ? "" : " AS " + NEW) + " ON DUPLICATE KEY UPDATE ", ""));
    }

    /** Text compares exactly, whatever the column's collation; JSON by its value. */
    @Override
    public String matches(TargetColumn column) {
        String collation = column.existing().collation();
        if (column.existing().type().equals("json") && !facts.mariaDb()) {
            return column.quoted() + " <=> CAST(? AS JSON)";
        }
        return collation == null || collation.equals(facts.exactCollation())
                ? column.quoted() + " <=> ?"
                : "CAST(" + column.quoted() + " AS BINARY) <=> CAST(? AS BINARY)";
    }

    @Override
    public String whereOne(TargetTable table, String condition) {
        return " WHERE " + condition + " LIMIT 1";
    }

    @Override
    public String tableOptions() {
        return " ENGINE=InnoDB ROW_FORMAT=DYNAMIC CHARACTER SET utf8mb4 COLLATE " + facts.exactCollation();
    }

    @Override
    public String createSchema(String quoted) {
        return "CREATE DATABASE IF NOT EXISTS " + quoted + " CHARACTER SET utf8mb4 COLLATE " + facts.exactCollation();
    }
}
