package io.pg2any.destination.mysql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.jdbc.AfterLoad;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;

/** Indexes and foreign keys of MySQL and MariaDB. Our sessions do not check foreign keys. */
final class MySqlAfterLoad implements AfterLoad {

    /** Of long text and bytes only a beginning can be indexed; this much of each column always fits. */
    private static final int PREFIX = 150;

    private static final Set<String> LONG = Set.of("tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob");

    /** Duplicate key name, duplicate constraint, duplicate foreign key name. */
    private static final Set<Integer> THERE = Set.of(1061, 3822, 1826);

    private static final int MARIADB_CANNOT_CREATE = 1005;
    private static final String DUPLICATE = "errno: 121";

    private final Identifiers identifiers;

    MySqlAfterLoad(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    @Override
    public Optional<String> index(TargetTable table, SecondaryIndex index) {
        if (index.columns().isEmpty() || index.columns().stream().anyMatch(name -> column(table, name).isEmpty())) {
            return Optional.empty();
        }
        String columns = index.columns().stream().flatMap(name -> column(table, name).stream()).map(MySqlAfterLoad::indexed)
                .collect(Collectors.joining(", "));
        return Optional.of("CREATE INDEX " + identifiers.quote(index.name()) + " ON " + table.quoted() + " (" + columns + ")");
    }

    private static Optional<TargetColumn> column(TargetTable table, String name) {
        return table.columns().stream().filter(column -> column.source().name().equals(name)).findFirst();
    }

    private static String indexed(TargetColumn column) {
        boolean longer = LONG.contains(column.existing().type()) || column.existing().length() > 4L * PREFIX;
        return column.quoted() + (longer ? "(" + PREFIX + ")" : "");
    }

    @Override
    public Optional<String> foreignKey(TargetTable table, ForeignKey key, String quotedReferenced) {
        return Optional.of("ALTER TABLE " + table.quoted() + " ADD CONSTRAINT " + identifiers.quote(key.name()) + " FOREIGN KEY ("
                + names(key.columns()) + ") REFERENCES " + quotedReferenced + " (" + names(key.referenced()) + ")");
    }

    private String names(List<String> columns) {
        return columns.stream().map(identifiers::quote).collect(Collectors.joining(", "));
    }

    @Override
    public boolean isThere(SQLException error) {
        String message = error.getMessage();
        return THERE.contains(error.getErrorCode())
                || error.getErrorCode() == MARIADB_CANNOT_CREATE && message != null && message.contains(DUPLICATE);
    }
}
