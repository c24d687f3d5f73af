package io.pg2any.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;

/**
 * Between reader and applier: slices of transactions in order, bounded by bytes. What piled up while the applier was busy
 * leaves as one batch, so batches grow under load and vanish when idle, without a timer.
 */
final class HandOver {

    /** What a slice costs beyond its rows. */
    private static final long SLICE_OVERHEAD = 200;

    /** From this part of the limit on a single row is large. */
    private static final int LARGE_PART = 4;

    private static final Duration WAKE = Duration.ofMillis(500);

    private final long limitBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<TransactionSlice> queue = new ArrayDeque<>();
    private long bytes;
    private @Nullable Instant inHand;
    private volatile long blockedNanos;
    private Lsn reached = Lsn.ZERO;
    /** What was taken is not written yet: nobody has asked for more. */
    private boolean writing;
    private boolean woken;
    private boolean closed;
    private @Nullable CdcException failure;

    HandOver(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * Adds a slice; while there is no room, {@code meanwhile} runs twice a second. One that consists of a single large row is waited
     * for until it is written: what a row takes on its way into the target is several times its size, and a second one beside it
     * would take as much again. After {@link #close()} a slice is dropped.
     */
    void put(TransactionSlice slice, Runnable meanwhile) {
        lock.lock();
        try {
            awaitWhile(() -> bytes >= limitBytes, meanwhile);
            queue.add(slice);
            bytes += slice.bytes() + SLICE_OVERHEAD;
            changed.signal();
            if (slice.changes().size() == 1 && slice.bytes() >= limitBytes / LARGE_PART) {
                awaitWhile(() -> bytes > 0 || writing, meanwhile);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CdcException.internal("interrupted", "The reader was interrupted.", e);
        } finally {
            lock.unlock();
        }
    }

    private void awaitWhile(BooleanSupplier condition, Runnable meanwhile) throws InterruptedException {
        if (!condition.getAsBoolean()) {
            return;
        }
        long begun = System.nanoTime();
        while (condition.getAsBoolean() && !closed) {
            if (room.awaitNanos(WAKE.toNanos()) <= 0) {
                lock.unlock();
                try {
                    meanwhile.run();
                } finally {
                    lock.lock();
                }
            }
        }
        blockedNanos = blockedNanos + System.nanoTime() - begun;
    }

    /** Everything up to {@code end} has been handed over: with an empty queue, the target may be said to hold it. */
    void reached(Lsn end) {
        lock.lock();
        try {
            reached = reached.max(end);
        } finally {
            lock.unlock();
        }
    }

    /** The position that is reached once everything handed over was applied; empty while something waits. */
    @Nullable Lsn reachedWhenEmpty() {
        lock.lock();
        try {
            return queue.isEmpty() ? reached : null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what is there, waiting at most {@code wait} for the first slice: whole transactions up to {@code maxBytes}, or parts
     * of a single one that is larger or has a head start. Empty after a time-out, {@link #wake()} or {@link #close()}.
     *
     * @throws CdcException the reader's failure, once everything before it was taken
     */
    List<TransactionSlice> take(long maxBytes, Duration wait) throws InterruptedException {
        lock.lock();
        try {
            writing = false;
            room.signal();
            long nanos = wait.toNanos();
            while (queue.isEmpty() && failure == null && !closed && !woken && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            woken = false;
            if (closed) {
                return List.of();
            }
            if (queue.isEmpty() && failure != null) {
                throw failure;
            }
            return drain(maxBytes);
        } finally {
            lock.unlock();
        }
    }

    private List<TransactionSlice> drain(long maxBytes) {
        List<TransactionSlice> batch = new ArrayList<>(Math.min(queue.size(), 4096));
        long taken = 0;
        boolean boundary = true;
        for (TransactionSlice next = queue.peek(); next != null; next = queue.peek()) {
            boolean wouldSplit = boundary && !next.last() && !batch.isEmpty();
            boolean ofAnother = !batch.isEmpty() && next.headStart() != batch.getFirst().headStart();
            if (next.headStart() == null && wouldSplit || ofAnother || !batch.isEmpty() && taken + next.bytes() > maxBytes) {
                break;
            }
            batch.add(queue.remove());
            taken += next.bytes();
            bytes -= next.bytes() + SLICE_OVERHEAD;
            boundary = next.last();
        }
        if (inHand == null && !batch.isEmpty() && batch.getFirst().headStart() == null) {
            inHand = batch.getFirst().commitTime();
        }
        room.signal();
        writing = !batch.isEmpty();
        return batch;
    }

    /** The target holds everything that was taken. */
    void done() {
        lock.lock();
        try {
            inHand = null;
        } finally {
            lock.unlock();
        }
    }

    /** When the source committed the oldest transaction that the target does not hold yet; null: there is none here. One with a head start may not be committed. */
    @Nullable Instant oldest() {
        lock.lock();
        try {
            return inHand != null ? inHand : queue.stream().filter(slice -> slice.headStart() == null).map(TransactionSlice::commitTime).findFirst().orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /** How long {@link #put} has waited for room, in all. The thread that puts writes it. */
    long blockedNanos() {
        return blockedNanos;
    }

    /** Row data that waits. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the waiting in {@link #take}: there is something else to see to. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the applier have what is queued, and then this failure. */
    void fail(CdcException reason) {
        lock.lock();
        try {
            if (failure == null) {
                failure = reason;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it from the applier's side or for a stop: what is queued is dropped, nobody waits any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            bytes = 0;
            changed.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
