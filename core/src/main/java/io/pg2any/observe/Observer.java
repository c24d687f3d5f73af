package io.pg2any.observe;

import io.pg2any.error.CdcException;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;

/**
 * Is told what happens. Called on pg2any's own threads: an implementation returns quickly and never throws; every method
 * has a default that does nothing.
 */
public interface Observer {

    /**
     * An event was received; called for every message of the stream, on the reader thread, before anything is applied. To PostgreSQL the cells of rows mostly
     * come in binary form; whoever looks at values asks for text with {@link io.pg2any.Config.Builder#binaryFormat}.
     */
    default void event(ChangeEvent event) {}

    default void state(Progress.State state) {}

    /** A table will be copied; {@code estimatedRows} is the planner's idea, 0 if it has none. Called for all tables before the first begins. */
    default void copyPlanned(TableId table, long estimatedRows) {}

    /** The first copy of a table begins; {@code estimatedRows} is the planner's idea, 0 if it has none. */
    default void copyStarted(TableId table, long estimatedRows) {}

    /** {@code rows} rows of the table were read so far, {@code bytes} of COPY data. */
    default void copyProgress(TableId table, long rows, long bytes) {}

    default void copyFinished(TableId table, long rows) {}

    /** The target holds everything up to {@code position} durably. */
    default void applied(Lsn position, int transactions, long changes) {}

    /** Changes or copied rows of a table are left out for good, since the target refused them: {@code kept} of them as dead letters. */
    default void refused(TableId table, long kept, long skipped) {}

    /** Something failed and is tried again. */
    default void retrying(CdcException error, int attempt) {}

    /** The stream has ended with this error. */
    default void failed(CdcException error) {}
}
