package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.TableExtras;

/** Makes indexes and foreign keys, each on its own: one that cannot be had is no reason to stop. */
final class TableCompletion {

    private final Target target;
    private final Dialect dialect;
    private final SqlErrors errors;
    private final Connection connection;
    private final List<String> refused = new ArrayList<>();

    /** @param connection in autocommit mode, for this alone */
    TableCompletion(Target target, Dialect dialect, SqlErrors errors, Connection connection) {
        this.target = target;
        this.dialect = dialect;
        this.errors = errors;
        this.connection = connection;
    }

    /** A sentence for each that cannot be had. */
    List<String> complete(List<TableExtras> tables) throws SQLException {
        for (TableExtras extras : tables) {
            TargetTable table = target.table(extras.table()).table();
            for (SecondaryIndex index : extras.indexes()) {
                make("index " + index.name(), table, dialect.afterLoad().index(table, index));
            }
        }
        for (TableExtras extras : tables) {
            TargetTable table = target.table(extras.table()).table();
            for (ForeignKey key : extras.foreignKeys()) {
                make("foreign key " + key.name(), table, dialect.afterLoad().foreignKey(table, key, dialect.identifiers().quote(key.references())));
            }
        }
        target.endReading();
        return refused;
    }

    private void make(String what, TargetTable table, Optional<String> sql) {
        if (sql.isEmpty()) {
            refused.add("The " + what + " of table " + table.schema().target() + " was not made: " + dialect.afterLoad().reason(dialect.product()) + ".");
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql.get());
        } catch (SQLException e) {
            if (!dialect.afterLoad().isThere(e)) {
                refused.add("The " + what + " of table " + table.schema().target() + " was not made: "
                        + errors.translate(e, "making it").getMessage());
            }
        }
    }
}
