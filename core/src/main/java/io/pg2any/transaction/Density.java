package io.pg2any.transaction;

import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Row;

/**
 * How much of what is received is kept. Rows are views of large pieces of the stream, and a row that is kept keeps all of its piece
 * alive. While most of the stream is dropped, rows are therefore copied out: what is kept then takes the memory that is counted
 * for it. One thread.
 */
final class Density {

    /** Judged anew after so much of the stream. */
    private static final long STRETCH = 1 << 20;

    private long kept;
    private long dropped;
    private boolean sparse;

    void dropped(long bytes) {
        dropped += bytes;
        judge();
    }

    /** The change as it may be kept. */
    Change kept(Change change) {
        kept += change.bytes();
        judge();
        return sparse ? detached(change) : change;
    }

    private void judge() {
        if (kept + dropped >= STRETCH) {
            sparse = dropped > kept;
            kept = 0;
            dropped = 0;
        }
    }

    private static Change detached(Change change) {
        return switch (change) {
            case Insert insert -> new Insert(insert.relation(), insert.row().detached(), insert.xid());
            case Update update -> {
                Row old = update.old();
                yield new Update(update.relation(), old == null ? null : old.detached(), update.oldIsFull(), update.row().detached(), update.xid());
            }
            case Delete delete -> new Delete(delete.relation(), delete.old().detached(), delete.oldIsFull(), delete.xid());
            case Truncate truncate -> truncate;
        };
    }
}
