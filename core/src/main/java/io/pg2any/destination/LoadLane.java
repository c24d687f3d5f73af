package io.pg2any.destination;

import io.pg2any.error.CdcException;
import io.pg2any.event.Row;

/**
 * A connection of its own that loads parts of a first copy beside others, under the epoch of the handler that opened it. One
 * thread. Errors are as those of {@link DestinationHandler}; after one, the only call allowed is {@link #close()}.
 */
public interface LoadLane extends AutoCloseable {

    /**
     * A loader in the lane's open transaction.
     *
     * @param overExisting whether rows with the same key may be there and are to be overwritten
     * @param parsed whether it must take rows, so that one which is refused can be named; otherwise it may be a {@link RawLoader}
     */
    TableLoader load(TableSchema table, boolean overExisting, boolean parsed);

    /** Is given the rows that the target refuses, each with what it said. */
    interface Refused {
        void row(Row row, CdcException error);
    }

    /**
     * As {@link #load(TableSchema, boolean, boolean)}; but rows that the target refuses are left out and given to {@code refused}, where the
     * destination keeps {@link DestinationHandler#deadLetters()} and the loader takes rows.
     */
    default TableLoader load(TableSchema table, boolean overExisting, boolean parsed, Refused refused) {
        return load(table, overExisting, parsed);
    }

    /** Stores a refused row within the open transaction. */
    default void record(DeadLetter letter) {
        throw CdcException.internal("dead-letters", "This destination keeps no dead letters.", null);
    }

    /** Makes the {@linkplain DestinationHandler#deferKey deferred} primary key of a table once all its rows are committed. No transaction of the lane is open. */
    default void makeKey(TableSchema table) {}

    /** Records that a chunk is copied and commits it, with its rows, unless the stream was taken over by another runner. */
    void commit(ChunkCopy chunk);

    /** Records how far a table is, such as copied, forgets what was recorded of its chunks, and commits as {@link #commit(ChunkCopy)} does. */
    void commit(TableCopy table);

    /** Gives up what was loaded since the last commit. */
    void rollback();

    @Override
    void close();
}
