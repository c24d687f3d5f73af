package io.pg2any.pipeline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.pg2any.event.Lsn;
import io.pg2any.observe.Progress;

/** Where a stream stands, written by its threads, read by anyone. */
final class Counters {

    final AtomicLong copiedRows = new AtomicLong();
    final AtomicLong copiedBytes = new AtomicLong();
    final AtomicLong receivedChanges = new AtomicLong();
    final AtomicLong appliedChanges = new AtomicLong();
    final AtomicLong appliedTransactions = new AtomicLong();
    final AtomicLong missingRows = new AtomicLong();
    final AtomicLong deadLetters = new AtomicLong();
    final AtomicLong skippedChanges = new AtomicLong();
    private volatile Progress.State state = Progress.State.STARTING;
    private volatile Lsn received = Lsn.ZERO;
    private volatile Lsn durable = Lsn.ZERO;
    private volatile Lsn sourceEnd = Lsn.ZERO;
    private volatile Duration lag = Duration.ZERO;
    private volatile long bufferedBytes;
    private volatile long retainedBytes;

    void state(Progress.State value) {
        state = value;
    }

    void received(Lsn value) {
        received = value;
    }

    void durable(Lsn value) {
        durable = value;
    }

    void sourceEnd(Lsn value) {
        sourceEnd = value;
    }

    void lag(Duration value) {
        lag = value;
    }

    void bufferedBytes(long value) {
        bufferedBytes = value;
    }

    void retained(long value) {
        retainedBytes = value;
    }

    void refused(long kept, long skipped) {
        deadLetters.addAndGet(kept);
        skippedChanges.addAndGet(skipped);
    }

    Progress snapshot() {
        return new Progress(state, copiedRows.get(), copiedBytes.get(), receivedChanges.get(), appliedChanges.get(), appliedTransactions.get(),
                missingRows.get(), deadLetters.get(), skippedChanges.get(), received, durable, sourceEnd, lag, bufferedBytes, retainedBytes);
    }
}
