package io.pg2any.destination.sqlite;

import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;

import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.jdbc.AfterLoad;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TargetTable;

/** SQLite's indexes. Its foreign keys can only be made with the table. */
final class SqliteAfterLoad implements AfterLoad {

    private final Identifiers identifiers;

    SqliteAfterLoad(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    /** Index names count for the whole file: the table's name makes them different. */
    @Override
    public Optional<String> index(TargetTable table, SecondaryIndex index) {
        boolean replicated = index.columns().stream()
                .allMatch(name -> table.columns().stream().anyMatch(column -> column.source().name().equals(name)));
        if (index.columns().isEmpty() || !replicated) { // SQLite takes a quoted name that is no column for a text
            return Optional.empty();
        }
        String name = identifiers.quote(identifiers.tableName(table.schema().target()) + "_" + index.name());
        String columns = index.columns().stream().map(identifiers::quote).collect(Collectors.joining(", "));
        return Optional.of("CREATE INDEX IF NOT EXISTS " + name + " ON " + table.quoted() + " (" + columns + ")");
    }

    @Override
    public Optional<String> foreignKey(TargetTable table, ForeignKey key, String quotedReferenced) {
        return Optional.empty();
    }

    @Override
    public boolean isThere(SQLException error) {
        return false;
    }
}
