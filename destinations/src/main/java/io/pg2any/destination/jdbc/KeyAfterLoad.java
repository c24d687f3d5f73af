package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.TableChange.KeyChange;
import io.pg2any.destination.jdbc.TableChange.KeyColumn;
import io.pg2any.error.CdcException;

/** Takes the primary key from a table that is empty, and gives it back once the table is loaded. In the open transaction of a connection. */
final class KeyAfterLoad {

    private final Dialect dialect;
    private final Connection connection;

    KeyAfterLoad(Dialect dialect, Connection connection) {
        this.dialect = dialect;
        this.connection = connection;
    }

    /** Whether a table that was made can be loaded without its key: the key is its only one, and of types in which different values stay different. */
    boolean canDefer(TableSchema table) {
        return dialect.afterLoad().keyFollowsRows() && table.hasKey() && table.key().equals(table.primaryKey())
                && table.key().stream().allMatch(i -> table.columns().get(i).declaredType().isEmpty());
    }

    /** Takes the key away. */
    void defer(TableSchema table) throws SQLException {
        change(table, existing(table), new KeyChange(keyNames(table), List.of(), true));
        execute(List.of(dialect.afterLoad().awaitKey(dialect.identifiers().quote(table.target()), true)));
    }

    /** Gives the key back, if it is missing. */
    void make(TableSchema table) throws SQLException {
        CatalogTable existing = existing(table);
        if (!isThere(existing, table)) {
            List<TargetType> types = dialect.types().create(table);
            List<KeyColumn> columns = table.primaryKey().stream().map(i -> new KeyColumn(table.columns().get(i).name(), types.get(i).sql())).toList();
            change(table, existing, new KeyChange(List.of(), columns, true));
            execute(List.of(dialect.afterLoad().awaitKey(dialect.identifiers().quote(table.target()), false)));
        }
    }

    /** Whether the table has its key. */
    boolean isThere(TableSchema table) throws SQLException {
        return isThere(existing(table), table);
    }

    private static boolean isThere(CatalogTable existing, TableSchema table) {
        Set<String> key = new HashSet<>(keyNames(table));
        return existing.uniques().stream().anyMatch(unique -> key.equals(new HashSet<>(unique.columns())));
    }

    private static List<String> keyNames(TableSchema table) {
        return table.primaryKey().stream().map(i -> table.columns().get(i).name()).toList();
    }

    private CatalogTable existing(TableSchema table) throws SQLException {
        return dialect.catalog().find(connection, table.target())
                .orElseThrow(() -> CdcException.internal("table-missing", "Table " + table.target() + " is gone while its key was changed.", null));
    }

    private void change(TableSchema table, CatalogTable existing, KeyChange key) throws SQLException {
        execute(dialect.alterations().statements(connection, new TableChange(table.target(), dialect.identifiers().quote(table.target()), existing, List.of(), List.of(),
                List.of(), Optional.of(key))));
    }

    private void execute(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
