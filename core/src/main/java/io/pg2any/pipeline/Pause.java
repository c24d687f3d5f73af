package io.pg2any.pipeline;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds the applier between two target transactions while somebody wants it to; the reader goes on answering the source. Any thread. */
final class Pause {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean wanted;

    /** Whether the applier is to hold still. */
    boolean isWanted() {
        lock.lock();
        try {
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    void set(boolean value) {
        lock.lock();
        try {
            wanted = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is over, at most {@code time}. */
    void await(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long nanos = time.toNanos();
            while (wanted && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
