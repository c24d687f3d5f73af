package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import io.pg2any.destination.ForeignKey;
import io.pg2any.destination.SecondaryIndex;
import io.pg2any.destination.TargetName;

/**
 * What a dialect adds to tables once they are loaded. A unique index of the source becomes a plain one: the source watches
 * over it, and a second unique index in the target would send every batch over the slow road.
 */
public interface AfterLoad {

    /** The statement that makes an index; empty if the dialect has none like it. */
    Optional<String> index(TargetTable table, SecondaryIndex index);

    /** The statement that makes a foreign key; empty if it cannot be had. */
    Optional<String> foreignKey(TargetTable table, ForeignKey key, String quotedReferenced);

    /** Why there is no statement for an index or a foreign key; completes "It was not made: …". */
    default String reason(String product) {
        return product + " has none like it";
    }

    /** Whether the error says that it is there already. */
    boolean isThere(SQLException error);

    /** Whether large tables get their primary key once they are loaded; not where it is the order in which rows are stored. */
    default boolean keyFollowsRows() {
        return false;
    }

    /** Where it does, the statement that notes on a table, for everybody to see, that it awaits its key, or does not any more. */
    default String awaitKey(String quotedTable, boolean awaited) {
        throw new UnsupportedOperationException("tables are loaded with their keys");
    }

    /** Whether that is noted on a table. */
    default boolean awaitsKey(Connection connection, TargetName table) throws SQLException {
        return false;
    }
}
