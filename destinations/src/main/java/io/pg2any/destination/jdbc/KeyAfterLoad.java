package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.TableChange.KeyChange;
import io.pg2any.destination.jdbc.TableChange.KeyColumn;
import io.pg2any.error.CdcException;

/** Takes the primary key from a table that is empty, and gives it back once the table is loaded. */
final class KeyAfterLoad {

    private final Dialect dialect;
    private final Connection connection;

    KeyAfterLoad(Dialect dialect, Connection connection) {
        this.dialect = dialect;
        this.connection = connection;
    }

    /** Whether a table can be loaded without its key: it has no other one, and this dialect says of tables that they await theirs. */
    boolean canDefer(TableSchema table) {
        return table.hasKey() && table.key().equals(table.primaryKey()) && dialect.afterLoad().awaitKey("", true).isPresent();
    }

    /** Takes the key away, in the open transaction. */
    void defer(TableSchema table) throws SQLException {
        List<String> names = columns(table).stream().map(KeyColumn::name).toList();
        change(table, new KeyChange(names, List.of(), true), true);
    }

    /** Gives the key back to a table that awaits it, in the open transaction. */
    void make(TableSchema table) throws SQLException {
        if (dialect.afterLoad().awaitsKey(connection, table.target())) {
            change(table, new KeyChange(List.of(), columns(table), true), false);
        }
    }

    private void change(TableSchema table, KeyChange key, boolean awaited) throws SQLException {
        String quoted = dialect.identifiers().quote(table.target());
        CatalogTable existing = dialect.catalog().find(connection, table.target())
                .orElseThrow(() -> CdcException.internal("table-missing", "Table " + table.target() + " is gone while its key was changed.", null));
        List<String> statements = new ArrayList<>(dialect.alterations().statements(connection,
                new TableChange(table.target(), quoted, existing, List.of(), List.of(), List.of(), Optional.of(key))));
        dialect.afterLoad().awaitKey(quoted, awaited).ifPresent(statements::add);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<KeyColumn> columns(TableSchema table) throws SQLException {
        List<TargetType> types = dialect.types().create(table);
        return table.primaryKey().stream().map(i -> new KeyColumn(table.columns().get(i).name(), types.get(i).sql())).toList();
    }
}
