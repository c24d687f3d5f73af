package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.pg2any.destination.Remark;
import io.pg2any.destination.TargetName;

/** Finds out what the user may do in the target by doing it: makes a table, writes to it, and drops it again. */
final class ScratchTable {

    private static final String REMEDY = "Grant the destination's user CREATE, DROP, ALTER, INDEX, SELECT, INSERT, UPDATE and DELETE in its database or schema.";

    private final Connection connection;
    private final Dialect dialect;
    private final SqlErrors errors;

    ScratchTable(Connection connection, Dialect dialect, SqlErrors errors) {
        this.connection = connection;
        this.dialect = dialect;
        this.errors = errors;
    }

    List<Remark> tryRights() {
        List<Remark> remarks = new ArrayList<>();
        String table = dialect.identifiers().quote(new TargetName("", "pg2any_check_" + UUID.randomUUID().toString().substring(0, 8)));
        ControlTypes types = dialect.control();
        if (!attempt("create tables", "CREATE TABLE " + table + " (id " + types.integer() + " NOT NULL, note " + types.text() + ", PRIMARY KEY (id))"
                + dialect.syntax().tableOptions(), remarks)) {
            return remarks;
        }
        attempt("insert", "INSERT INTO " + table + " (id) VALUES (1)", remarks);
        attempt("update", "UPDATE " + table + " SET id = 2 WHERE id = 1", remarks);
        attempt("select", "SELECT id FROM " + table, remarks);
        attempt("delete", "DELETE FROM " + table + " WHERE id = 2", remarks);
        attempt("drop tables", "DROP TABLE " + table, remarks);
        if (remarks.isEmpty()) {
            remarks.add(Remark.ok("rights", "the user may create, write to, read and drop tables"));
        }
        return remarks;
    }

    private boolean attempt(String what, String sql, List<Remark> remarks) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            remarks.add(Remark.fail("rights", "the user cannot " + what + ": " + errors.translate(e, "trying it").getMessage(), REMEDY));
            return false;
        }
    }
}
