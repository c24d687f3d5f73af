package io.pg2any.destination.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Executes a statement that is about one row for many, as a batch where the driver can send that without waiting for each answer. */
final class Repetition {

    /** Sets the statement's parameters. */
    interface Binder<T> {
        void bind(PreparedStatement statement, T item) throws SQLException;
    }

    private final Statements statements;
    private final StatementLimits limits;

    Repetition(Statements statements, StatementLimits limits) {
        this.statements = statements;
        this.limits = limits;
    }

    /** Returns how many of the items found a row. */
    <T> long execute(String sql, List<T> items, Binder<T> binder) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (items.size() == 1 || sql.length() > limits.longestBatched()) {
            long found = 0;
            for (T item : items) {
                binder.bind(statement, item);
                found += statement.executeUpdate();
            }
            return found;
        }
        try {
            for (T item : items) {
                binder.bind(statement, item);
                statement.addBatch();
            }
            return StatementWriter.found(statement.executeBatch(), items.size(), 1);
        } finally {
            statement.clearBatch();
        }
    }
}
