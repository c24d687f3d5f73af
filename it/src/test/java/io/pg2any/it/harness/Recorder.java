package io.pg2any.it.harness;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import io.pg2any.error.CdcException;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.EventType;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;

/** Remembers what an observer is told. */
public final class Recorder implements Observer {

    private final List<Progress.State> states = new CopyOnWriteArrayList<>();
    private final List<CdcException> retries = new CopyOnWriteArrayList<>();
    private final Map<TableId, Long> copied = new ConcurrentHashMap<>();
    private final Map<EventType, Long> events = new ConcurrentHashMap<>();
    private final List<ChangeEvent.Message> messages = new CopyOnWriteArrayList<>();
    private final AtomicLong commits = new AtomicLong();

    @Override
    public void event(ChangeEvent event) {
        events.merge(event.type(), 1L, Long::sum);
        if (event instanceof ChangeEvent.Message message) {
            messages.add(message);
        }
    }

    @Override
    public void state(Progress.State state) {
        states.add(state);
    }

    @Override
    public void copyFinished(TableId table, long rows) {
        copied.put(table, rows);
    }

    @Override
    public void applied(Lsn position, int transactions, long changes) {
        commits.incrementAndGet();
    }

    @Override
    public void retrying(CdcException error, int attempt) {
        retries.add(error);
    }

    public List<Progress.State> states() {
        return states;
    }

    public List<CdcException> retries() {
        return retries;
    }

    /** Rows of each table whose first copy is complete. */
    public Map<TableId, Long> copied() {
        return copied;
    }

    public long events(EventType type) {
        return events.getOrDefault(type, 0L);
    }

    /** What was written by {@code pg_logical_emit_message}. */
    public List<ChangeEvent.Message> messages() {
        return messages;
    }

    /** Target transactions. */
    public long commits() {
        return commits.get();
    }
}
