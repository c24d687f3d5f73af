package io.pg2any.destination;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import io.pg2any.event.Row;

/**
 * Looks at a destination beside the stream that writes to it, on a connection of its own, and puts single rows right. One thread. Makes
 * none of pg2any's tables and never takes the stream over.
 *
 * <p>All methods throw {@link io.pg2any.error.CdcException} as those of {@link DestinationHandler} do.
 */
public interface Inspector extends AutoCloseable {

    /** What is to be said of the server, its settings and the user's rights. Writes to a table of its own, which it drops again. */
    List<Remark> remarks();

    /** The stream's committed checkpoint as it is now; empty if there is none. */
    Optional<Checkpoint> checkpoint();

    /** Whether the target's table is there. */
    boolean exists(TableSchema table);

    /** Whether the target's table holds no row. */
    boolean isEmpty(TableSchema table);

    /** Whether the target's key columns are whole numbers, so that {@link KeyRange}s of source and target hold the same rows. */
    boolean hasNumericKey(TableSchema table);

    /**
     * Hands out the rows of a range, by the key where the range ends somewhere and else in any order, as text cells in the order of the table's columns.
     *
     * @param rowsAtOnce how many of them memory is to hold
     */
    void read(TableSchema table, KeyRange range, int rowsAtOnce, Consumer<Row> rows);

    /** The rows with the keys of {@code keys}, of which only the key's cells count; those that are not there are left out. */
    List<Row> fetch(TableSchema table, List<Row> keys);

    /** Whether the target tells an empty text, or no bytes, from NULL. */
    default boolean keepsEmptyValues() {
        return true;
    }

    /**
     * Makes rows equal to the source's while a stream may be writing: writes what the source holds, keeps the stream from committing, looks
     * at the source once more, and commits. What the source changed since is told by the stream later, on top.
     *
     * @param keys rows of which only the key's cells count
     * @param source gives the rows that the source holds now of these; the others are deleted
     */
    void repair(TableSchema table, List<Row> keys, Function<List<Row>, List<Row>> source);

    /** Of a table without a key: adds rows and removes one equal row for each of {@code surplus}, in one transaction. */
    void repair(TableSchema table, List<Row> missing, List<Row> surplus);

    @Override
    void close();
}
