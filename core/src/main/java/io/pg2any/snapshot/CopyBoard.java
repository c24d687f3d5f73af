package io.pg2any.snapshot;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/** What is left to copy, and what came of it: where the workers and the thread that leads them meet. */
final class CopyBoard {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Task> open;
    private final Queue<Task> finishedTables = new ArrayDeque<>();
    private int working;
    private boolean ended;
    private @Nullable Throwable failure;

    /**
     * A chunk to be copied.
     *
     * @param table of which it is a part
     * @param isWholeTable whether the table consists of it, and none was copied before
     */
    record Task(Chunk chunk, TableProgress table, boolean isWholeTable) {}

    CopyBoard(List<Task> tasks) {
        this.open = new ArrayDeque<>(tasks);
    }

    /** The next chunk; null if there is none left, or it is over. */
    @Nullable Task take() {
        lock.lock();
        try {
            Task task = ended ? null : open.poll();
            if (task != null) {
                task.table().begin();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** The last chunk of a table is in the target, and recorded. */
    void finished(Task last) {
        lock.lock();
        try {
            finishedTables.add(last);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void workerBegins() {
        lock.lock();
        try {
            working++;
        } finally {
            lock.unlock();
        }
    }

    /** @param cause why it ended before the work was done; null: it did not */
    void workerEnds(@Nullable Throwable cause) {
        lock.lock();
        try {
            working--;
            if (cause != null) {
                ended = true;
                if (failure == null) {
                    failure = cause;
                } else {
                    failure.addSuppressed(cause);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the workers stop at the next row. */
    void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** A table whose last chunk is in the target; null after {@code patience}, and once all workers have ended. */
    @Nullable Task awaitTable(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (finishedTables.isEmpty() && working > 0 && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return finishedTables.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no worker is there any more and every finished table was taken. */
    boolean isOver() {
        lock.lock();
        try {
            return working == 0 && finishedTables.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Why a worker gave up; null: none did. */
    @Nullable Throwable failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }
}
