package io.pg2any.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

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

    /** Sets two parameters, from {@code index} on: arrays with the schemas and with the names of tables. */
    static void names(PreparedStatement statement, int index, Collection<TableId> tables) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(index, connection.createArrayOf("text", tables.stream().map(TableId::schema).toArray()));
        statement.setArray(index + 1, connection.createArrayOf("text", tables.stream().map(TableId::table).toArray()));
    }

    /** A string constant, right with {@code standard_conforming_strings} on, which our sessions set. */
    static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
