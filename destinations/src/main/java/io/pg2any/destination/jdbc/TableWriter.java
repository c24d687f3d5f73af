package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.pg2any.event.Row;

/** Writes sets of rows to one prepared table, inside the open transaction, over the road that is fastest for their number. */
public interface TableWriter extends AutoCloseable {

    /** Writes rows whose keys are not there. */
    void insert(List<Row> rows) throws SQLException;

    /**
     * Writes rows over those with the same key; the table is {@linkplain TargetTable#upsertable() upsertable}.
     *
     * @param fresh how many of them, from the first on, find no such row unless others wrote to the target too
     */
    void upsert(List<Row> rows, int fresh) throws SQLException;

    /**
     * Sets some cells of the rows with these keys and returns how many there were.
     *
     * @param columns their indexes, no key column among them; the rows' other cells may be unchanged
     */
    long update(List<Row> rows, int[] columns) throws SQLException;

    /** Removes the rows with these keys and returns how many there were. */
    long delete(List<Row> rows) throws SQLException;

    /** How rows of a table without a key are removed as a set; empty where each needs a statement. */
    default Optional<EqualRemoval> equalRemoval() {
        return Optional.empty();
    }

    /** Removes rows by all their cells. */
    interface EqualRemoval {
        /** Removes for each of these rows one that equals it, NULL being equal to NULL, and returns how many there were. */
        long remove(List<Row> rows) throws SQLException;
    }

    /** Whether rows may have cells in binary form; who looks at values asks {@link #asText} first. */
    default boolean takesBinary() {
        return false;
    }

    /** The row with all cells as text. */
    default Row asText(Row row) {
        return row;
    }

    /** Releases what it holds in the target. */
    @Override
    default void close() throws SQLException {}

    /** Makes the writers of a dialect. */
    interface Factory {
        /** @param ordinary the writer by prepared statements, which it may use or return as it is */
        TableWriter create(Connection connection, TargetTable table, TableWriter ordinary) throws SQLException;

        /** The road for the source's own COPY data, where the table takes them as they are. */
        default Optional<CopyRoad> copy(Connection connection, TargetTable table) throws SQLException {
            return Optional.empty();
        }

        /**
         * Whether rows of different keys may be written over several connections at once, each of which commits for itself: nothing in the target ties the
         * rows to each other or to those of other tables, and no lock on one reaches another.
         */
        default boolean isParallel(Connection connection, TargetTable table) throws SQLException {
            return false;
        }

        /** Limits of the writer by prepared statements. */
        StatementLimits limits();
    }
}
