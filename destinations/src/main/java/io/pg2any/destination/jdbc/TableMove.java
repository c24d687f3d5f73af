package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.pg2any.destination.TargetName;

/** Gives a table of the target another name, or drops it: as far as that is left to do. */
record TableMove(Dialect dialect, Connection connection) {

    /** Whether the table has the name now. */
    boolean rename(TargetName former, TargetName present) throws SQLException {
        Identifiers names = dialect.identifiers();
        if (names.folded(former).equals(names.folded(present))) {
            return true;
        }
        boolean there = dialect.catalog().find(connection, former).isPresent();
        boolean taken = dialect.catalog().find(connection, present).isPresent();
        if (!there || taken) {
            return !there && taken; // by an earlier try
        }
        Optional<List<String>> statements = dialect.alterations().rename(former, present);
        if (statements.isEmpty()) {
            return false;
        }
        names.requireLength("table", names.tableName(present), dialect.product());
        List<String> all = new ArrayList<>();
        if (names.schemas() && !present.schema().isEmpty() && !present.schema().equals(former.schema())) {
            names.requireLength("schema", present.schema(), dialect.product());
            all.add(dialect.syntax().createSchema(names.quote(present.schema())));
        }
        all.addAll(statements.get());
        execute(all);
        return true;
    }

    void drop(TargetName target) throws SQLException {
        if (dialect.catalog().find(connection, target).isPresent()) {
            execute(List.of("DROP TABLE " + dialect.identifiers().quote(target)));
        }
    }

    private void execute(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
