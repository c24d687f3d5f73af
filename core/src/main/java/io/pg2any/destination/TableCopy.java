package io.pg2any.destination;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;

/**
 * How far the first copy of one table is, stored in the target.
 *
 * @param snapshot the source snapshot under which the table was or is being copied, as {@code pg_current_snapshot()}
 *     prints it; null before its copy began
 * @param repeats where a copy was taken up again, parts of it show what the stream tells once more: up to this position of the
 *     log; {@link Lsn#ZERO} for a copy under one snapshot
 * @param made whether the target's table was made for it and has not got its indexes and foreign keys yet
 * @param done whether the copy is complete
 * @param rows rows copied when it is
 */
public record TableCopy(TableId table, @Nullable String snapshot, Lsn repeats, boolean made, boolean done, long rows) {

    /** That a table which may have rows is to be emptied and copied from its beginning. */
    public static TableCopy wanted(TableId table, boolean made) {
        return new TableCopy(table, null, Lsn.ZERO, made, false, 0);
    }

    /** Whether the table is to be emptied and copied, and that has not begun. */
    public boolean isWanted() {
        return !done && snapshot == null;
    }

    /** The same once the table has its indexes and foreign keys. */
    public TableCopy completed() {
        return new TableCopy(table, snapshot, repeats, false, done, rows);
    }
}
