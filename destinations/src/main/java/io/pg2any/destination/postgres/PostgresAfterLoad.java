package io.pg2any.destination.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.jdbc.AfterLoad;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.TargetTable;

/**
 * PostgreSQL's indexes, defined as in the source, and foreign keys, which are not checked for rows that are there: they came
 * from a source that checked them.
 */
final class PostgresAfterLoad implements AfterLoad {

    /** Duplicate table (of which an index is one) and duplicate object. */
    private static final List<String> THERE = List.of("42P07", "42710");

    private final Identifiers identifiers;
    private final boolean replica;

    /** @param replica whether foreign keys do not act in our sessions */
    PostgresAfterLoad(Identifiers identifiers, boolean replica) {
        this.identifiers = identifiers;
        this.replica = replica;
    }

    @Override
    public Optional<String> index(TargetTable table, SecondaryIndex index) {
        return Optional.of("CREATE INDEX " + identifiers.quote(index.name()) + " ON " + table.quoted() + " USING " + index.using());
    }

    @Override
    public Optional<String> foreignKey(TargetTable table, ForeignKey key, String quotedReferenced) {
        return replica
                ? Optional.of("ALTER TABLE " + table.quoted() + " ADD CONSTRAINT " + identifiers.quote(key.name()) + " FOREIGN KEY ("
                        + names(key.columns()) + ") REFERENCES " + quotedReferenced + " (" + names(key.referenced()) + ") NOT VALID")
                : Optional.empty();
    }

    private String names(List<String> columns) {
        return columns.stream().map(identifiers::quote).collect(Collectors.joining(", "));
    }

    @Override
    public boolean isThere(SQLException error) {
        return THERE.contains(error.getSQLState());
    }
}
