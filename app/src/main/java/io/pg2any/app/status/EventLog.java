package io.pg2any.app.status;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.pg2any.app.terminal.Quantities;
import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;

/** The last events of a stream's life, one sentence each. Any thread. */
public final class EventLog implements Observer {

    private static final int KEPT = 60;

    private final Deque<Event> events = new ArrayDeque<>();

    /**
     * Something that happened.
     *
     * @param level {@code info}, {@code warn} or {@code error}
     * @param times how often in a row; {@code at} is the last time
     */
    public record Event(Instant at, String level, String text, int times) {}

    /** The latest first. */
    public synchronized List<Event> latest() {
        return List.copyOf(events);
    }

    /** Adds one; the same as the last one is counted. */
    public synchronized void add(String level, String text) {
        Event last = events.peekFirst();
        if (last != null && last.text.equals(text) && last.level.equals(level)) {
            events.removeFirst();
            events.addFirst(new Event(Instant.now(), level, text, last.times + 1));
            return;
        }
        events.addFirst(new Event(Instant.now(), level, text, 1));
        if (events.size() > KEPT) {
            events.removeLast();
        }
    }

    @Override
    public void state(Progress.State state) {
        switch (state) {
            case STARTING -> add("info", "Starting");
            case COPYING -> add("info", "Copying what is there");
            case FOLLOWING -> add("info", "Following the changes");
            case STOPPED -> add("info", "Stopped");
            case RETRYING, FAILED -> { /* told with its reason */ }
        }
    }

    @Override
    public void copyFinished(TableId table, long rows) {
        add("info", "Copied " + table + ", " + Quantities.count(rows) + (rows == 1 ? " row" : " rows"));
    }

    @Override
    public void refused(TableId table, long kept, long skipped) {
        if (kept > 0) {
            add("warn", "Dead letters of " + table + ": " + Quantities.count(kept));
        }
        if (skipped > 0) {
            add("warn", "Left out of " + table + ": " + Quantities.count(skipped) + " rows that the target refuses");
        }
    }

    @Override
    public void retrying(CdcException error, int attempt) {
        add("warn", "Trying again: " + error.explain());
    }

    @Override
    public void failed(CdcException error) {
        add("error", error.explain());
    }
}
