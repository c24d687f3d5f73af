package io.pg2any.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.pg2any.event.TableId;
import io.pg2any.observe.Observer;

/** Adds up the rows of all tables that are copied, and tells the observers. Any thread. */
final class CopyCounter implements Observer {

    private final Observer observers;
    private final Counters counters;
    private final Map<TableId, Long> rowsOf = new ConcurrentHashMap<>();
    private final Map<TableId, Long> bytesOf = new ConcurrentHashMap<>();

    CopyCounter(Observer observers, Counters counters) {
        this.observers = observers;
        this.counters = counters;
    }

    @Override
    public void copyPlanned(TableId table, long estimatedRows) {
        counters.table(table).copyPlanned(estimatedRows);
        observers.copyPlanned(table, estimatedRows);
    }

    @Override
    public void copyStarted(TableId table, long estimatedRows) {
        observers.copyStarted(table, estimatedRows);
    }

    @Override
    public void copyProgress(TableId table, long rows, long bytes) {
        advance(rowsOf, table, rows, counters.copiedRows);
        advance(bytesOf, table, bytes, counters.copiedBytes);
        counters.table(table).copied(rows, bytes);
        counters.vitals.moved();
        observers.copyProgress(table, rows, bytes);
    }

    /** Reports of a table may overtake each other: what counts is the highest. */
    private static void advance(Map<TableId, Long> known, TableId table, long value, AtomicLong sum) {
        known.compute(table, (_, before) -> {
            long counted = before == null ? 0 : before;
            sum.addAndGet(Math.max(0, value - counted));
            return Math.max(counted, value);
        });
    }

    @Override
    public void refused(TableId table, long kept, long skipped) {
        counters.refused(kept, skipped);
        observers.refused(table, kept, skipped);
    }

    @Override
    public void copyFinished(TableId table, long rows) {
        counters.table(table).copyDone(rows);
        counters.vitals.well();
        observers.copyFinished(table, rows);
    }
}
