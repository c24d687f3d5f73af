package io.pg2any.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.pg2any.event.TableId;
import io.pg2any.observe.Observer;

/** Adds up the rows of all tables that are copied, and tells the observers. Any thread. */
final class CopyCounter implements Observer {

    private final Observer observers;
    private final Counters counters;
    private final Map<TableId, Long> counted = new ConcurrentHashMap<>();

    CopyCounter(Observer observers, Counters counters) {
        this.observers = observers;
        this.counters = counters;
    }

    @Override
    public void copyStarted(TableId table, long estimatedRows) {
        observers.copyStarted(table, estimatedRows);
    }

    @Override
    public void copyProgress(TableId table, long rows) {
        counted.compute(table, (_, before) -> {
            long known = before == null ? 0 : before;
            counters.copiedRows.addAndGet(Math.max(0, rows - known));
            return Math.max(known, rows);
        });
        observers.copyProgress(table, rows);
    }

    @Override
    public void copyFinished(TableId table, long rows) {
        observers.copyFinished(table, rows);
    }
}
