package io.pg2any.source;

import io.pg2any.event.TableId;

/** Quoting for the statements that take no parameters (replication commands, COPY, DDL of publications). */
public final class Sql {

    private Sql() {}

    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String table(TableId table) {
        return identifier(table.schema()) + "." + identifier(table.table());
    }

    /** A string constant, right with {@code standard_conforming_strings} on, which our sessions set. */
    static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
