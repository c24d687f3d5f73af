package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.Prepared;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.error.CdcException;

/** Makes a missing table, and compares one that exists with what the source will send. */
final class TablePreparation {

    /** Class of SQLSTATE: the connection is gone. */
    private static final String LOST = "08";

    private final Dialect dialect;
    private final boolean createTables;
    /** Tables as they were seen last. */
    private final Map<TargetName, CatalogTable> seen = new HashMap<>();

    TablePreparation(Dialect dialect, boolean createTables) {
        this.dialect = dialect;
        this.createTables = createTables;
    }

    /** A table that fits. */
    record Outcome(TargetTable table, Prepared prepared) {}

    /** The table as another connection has just seen it. */
    Outcome prepare(Connection connection, TableSchema table, CatalogTable existing) throws SQLException {
        return compare(connection, table, existing, false);
    }

    /** The table as it is in the target, made there if need be. */
    Outcome prepare(Connection connection, TableSchema table) throws SQLException {
        Optional<CatalogTable> existing = find(connection, table);
        if (existing.isPresent()) {
            return compare(connection, table, existing.get(), false);
        }
        if (!createTables) {
            throw missing(table);
        }
        create(connection, table);
        CatalogTable made = find(connection, table)
                .orElseThrow(() -> CdcException.internal("table-missing", "Table " + table.target() + " was made but is not found.", null));
        try {
            return compare(connection, table, made, true);
        } catch (CdcException e) { // a declared type does not hold the column's values: what was made a moment ago goes again
            try (Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE " + dialect.identifiers().quote(table.target()));
            }
            throw e;
        }
    }

    private Optional<CatalogTable> find(Connection connection, TableSchema table) throws SQLException {
        Optional<CatalogTable> found = dialect.catalog().find(connection, table.target());
        found.ifPresent(existing -> seen.put(table.target(), existing));
        return found;
    }

    /** Tables as they were seen last. */
    Map<TargetName, CatalogTable> seen() {
        return Map.copyOf(seen);
    }

    /** A table is changed. */
    void forget(TableSchema table) {
        seen.remove(table.target());
    }

    /** Refuses a table that could not be created, and one that exists and does not fit; makes nothing. */
    void check(Connection connection, TableSchema table, Optional<CatalogTable> existing) throws SQLException {
        if (existing.isPresent()) {
            compare(connection, table, existing.get(), false);
        } else if (createTables) {
            checkNames(table);
        } else {
            throw missing(table);
        }
    }

    private static CdcException missing(TableSchema table) {
        return CdcException.data("table-missing", "Table " + table.target() + " is missing in the target.",
                "Create it, or allow pg2any to create tables.");
    }

    private void create(Connection connection, TableSchema table) throws SQLException {
        Identifiers names = dialect.identifiers();
        checkNames(table);
        try (Statement statement = connection.createStatement()) {
            if (names.schemas() && !table.target().schema().isEmpty()) {
                statement.execute(dialect.syntax().createSchema(names.quote(table.target().schema())));
            }
            statement.execute(ddl(table));
        } catch (SQLException e) {
            List<String> declared = table.columns().stream().filter(column -> !column.declaredType().isEmpty())
                    .map(column -> column.name() + " " + column.declaredType()).toList();
            if (declared.isEmpty() || String.valueOf(e.getSQLState()).startsWith(LOST)) {
                throw e;
            }
            throw new CdcException(CdcException.Kind.DATA, "type-unknown", "Table " + table.target() + " could not be made with the declared types ("
                    + String.join(", ", declared) + "): " + e.getMessage() + ".", "Change --column-type.", e);
        }
    }

    private void checkNames(TableSchema table) {
        Identifiers names = dialect.identifiers();
        if (names.schemas()) {
            names.requireLength("schema", table.target().schema(), dialect.product());
        }
        names.requireLength("table", names.tableName(table.target()), dialect.product());
        List<ColumnSchema> columns = table.columns();
        if (columns.isEmpty()) {
            throw CdcException.data("table-unfit", "Table " + table.source() + " has no columns.", "Leave it out.");
        }
        for (int i = 0; i < columns.size(); i++) {
            names.requireLength("column", columns.get(i).name(), dialect.product());
            for (ColumnSchema earlier : columns.subList(0, i)) {
                if (names.sameColumn(earlier.name(), columns.get(i).name())) {
                    throw CdcException.data("table-unfit",
                            "Table " + table.source() + " has the columns \"" + earlier.name() + "\" and \"" + columns.get(i).name()
                                    + "\", which are the same name for " + dialect.product() + ".",
                            "Rename one of them, or leave the table out.");
                }
            }
        }
    }

    String ddl(TableSchema table) throws SQLException {
        Identifiers names = dialect.identifiers();
        List<TargetType> types = dialect.types().create(table);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnSchema column = table.columns().get(i);
            boolean inKey = table.primaryKey().contains(i) || table.isKey(i);
            boolean required = inKey || !column.nullable() && !types.get(i).emptyIsNull();
            parts.add(names.quote(column.name()) + " " + types.get(i).sql() + (required ? " NOT NULL" : ""));
        }
        if (!table.primaryKey().isEmpty()) {
            parts.add("PRIMARY KEY (" + columnList(table, table.primaryKey()) + ")");
        }
        if (table.hasKey() && !table.key().equals(table.primaryKey())) {
            parts.add("UNIQUE (" + columnList(table, table.key()) + ")");
        }
        return "CREATE TABLE " + names.quote(table.target()) + " (" + String.join(", ", parts) + ")" + dialect.syntax().tableOptions();
    }

    private String columnList(TableSchema table, List<Integer> columns) {
        return String.join(", ", columns.stream().map(i -> dialect.identifiers().quote(table.columns().get(i).name())).toList());
    }

    private Outcome compare(Connection connection, TableSchema table, CatalogTable existing, boolean made) throws SQLException {
        List<String> differences = new ArrayList<>();
        List<TargetColumn> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            boolean inKey = table.isKey(i) || table.primaryKey().contains(i);
            column(table.columns().get(i), inKey, existing, differences).ifPresent(columns::add);
        }
        for (CatalogColumn extra : existing.columns()) {
            boolean replicated = table.columns().stream().anyMatch(column -> same(column.name(), extra.name()));
            if (!replicated && !extra.optional()) {
                differences.add("column " + extra.name() + " is not in the source, is NOT NULL and has no default");
            }
        }
        boolean keyThere = !table.hasKey() || existing.uniques().stream().anyMatch(unique -> isKey(table, unique));
        boolean awaitsKey = !keyThere && existing.uniques().isEmpty() && dialect.afterLoad().awaitsKey(connection, table.target());
        if (!keyThere && !awaitsKey) {
            differences.add("there is no primary key or unique index on exactly (" + keyNames(table) + ")");
        }
        if (!differences.isEmpty()) {
            throw CdcException.data("table-unfit",
                    "Table " + table.target() + " exists in the target and does not fit the source's " + table.source() + ": "
                            + String.join("; ", differences) + ".",
                    "Change or drop the target's table, or map the source's to another name.");
        }
        boolean upsertable = table.hasKey() && keyThere && existing.updatable()
                && existing.uniques().stream().allMatch(unique -> unique.whole() && isKey(table, unique));
        Prepared prepared = made ? Prepared.MADE : awaitsKey ? Prepared.AWAITS_KEY : Prepared.THERE;
        return new Outcome(new TargetTable(table, dialect.identifiers().quote(table.target()), columns, upsertable), prepared);
    }

    private Optional<TargetColumn> column(ColumnSchema source, boolean inKey, CatalogTable existing, List<String> differences)
            throws SQLException {
        Optional<CatalogColumn> match = existing.columns().stream()
                .filter(column -> column.name().equals(source.name()))
                .findFirst()
                .or(() -> existing.columns().stream().filter(column -> same(column.name(), source.name())).findFirst());
        if (match.isEmpty()) {
            differences.add("column " + source.name() + " is missing");
            return Optional.empty();
        }
        CatalogColumn column = match.get();
        if (column.generated()) {
            differences.add("column " + column.name() + " is computed by the target, but sent by the source: make it a plain column, or use a publication that does not publish it");
            return Optional.empty();
        }
        if (source.nullable() && !inKey && !column.nullable()) {
            differences.add("column " + column.name() + " is NOT NULL, but the source allows NULL");
        }
        return switch (dialect.types().fit(source, column, inKey)) {
            case TypeTable.Fit.Fits(Encoder encoder) ->
                Optional.of(new TargetColumn(source, dialect.identifiers().quote(column.name()), column, encoder));
            case TypeTable.Fit.Unfit(String reason) -> {
                differences.add("column " + column.name() + " " + reason);
                yield Optional.empty();
            }
        };
    }

    private boolean isKey(TableSchema table, CatalogTable.Unique unique) {
        return unique.columns().size() == table.key().size()
                && table.key().stream().map(i -> table.columns().get(i).name())
                        .allMatch(name -> unique.columns().stream().anyMatch(column -> same(column, name)));
    }

    private String keyNames(TableSchema table) {
        return String.join(", ", table.key().stream().map(i -> table.columns().get(i).name()).toList());
    }

    private boolean same(String a, String b) {
        return dialect.identifiers().sameColumn(a, b);
    }
}
