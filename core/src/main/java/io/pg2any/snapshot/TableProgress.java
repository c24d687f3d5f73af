package io.pg2any.snapshot;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.pg2any.destination.TableCopy;
import io.pg2any.event.Lsn;
import io.pg2any.observe.Observer;

/** How far one table is; its workers share it. */
final class TableProgress {

    private final TableJob job;
    private final String snapshot;
    private final Lsn repeats;
    private final boolean made;
    private final boolean overExisting;
    private final boolean keyDeferred;
    private final int chunks;
    private final Observer observer;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong readBytes = new AtomicLong();
    private final AtomicLong copied;
    private final AtomicInteger chunksLeft;
    private final AtomicInteger chunksBegun = new AtomicInteger();

    /**
     * A table of which nothing was read in this run.
     *
     * @param keyDeferred whether the target's table gets its key when its rows are there
     * @param copiedBefore rows that earlier runs have copied
     * @param chunks to be copied in this run
     */
    TableProgress(TableJob job, String snapshot, Lsn repeats, boolean made, boolean overExisting, boolean keyDeferred, long copiedBefore, int chunks,
            Observer observer) {
        this.job = job;
        this.snapshot = snapshot;
        this.repeats = repeats;
        this.made = made;
        this.overExisting = overExisting;
        this.keyDeferred = keyDeferred;
        this.copied = new AtomicLong(copiedBefore);
        this.chunks = chunks;
        this.observer = observer;
        this.chunksLeft = new AtomicInteger(chunks);
    }

    TableJob job() {
        return job;
    }

    boolean overExisting() {
        return overExisting;
    }

    boolean keyDeferred() {
        return keyDeferred;
    }

    /** How many chunks of it are copied in this run. */
    int chunks() {
        return chunks;
    }

    void begin() {
        if (chunksBegun.getAndIncrement() == 0) {
            observer.copyStarted(job.table(), job.source().estimatedRows());
        }
    }

    void read(long rows, long bytes) {
        if (rows > 0) {
            observer.copyProgress(job.table(), read.addAndGet(rows), readBytes.addAndGet(bytes));
        }
    }

    /** A chunk is in the target; whether it was the last one. */
    boolean done(long rows) {
        copied.addAndGet(rows);
        return chunksLeft.decrementAndGet() == 0;
    }

    /** The record of the table before it is complete. */
    TableCopy begun() {
        return new TableCopy(job.table(), snapshot, repeats, made, false, 0);
    }

    /** The record of the complete table, of which {@code rows} are not counted yet. */
    TableCopy finished(long rows) {
        return new TableCopy(job.table(), snapshot, repeats, made, true, copied.get() + rows);
    }
}
