package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.TargetName;
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

    private static final String AWAITS_KEY = "pg2any makes the primary key of this table when its rows are copied";

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
    public boolean keyFollowsRows() {
        return true;
    }

    @Override
    public String awaitKey(String quotedTable, boolean awaited) {
        return "COMMENT ON TABLE " + quotedTable + " IS " + (awaited ? PostgresNames.literal(AWAITS_KEY) : "NULL");
    }

    @Override
    public boolean awaitsKey(Connection connection, TargetName table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_catalog.obj_description(?::text::regclass, 'pg_class')")) {
            select.setString(1, identifiers.quote(table));
            try (ResultSet note = select.executeQuery()) {
                return note.next() && AWAITS_KEY.equals(note.getString(1));
            }
        }
    }

    @Override
    public boolean isThere(SQLException error) {
        return THERE.contains(error.getSQLState());
    }
}
