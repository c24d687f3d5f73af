package io.pg2any.pipeline;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.ChangeEvent;
import io.pg2any.event.EventType;
import io.pg2any.event.Relation;
import io.pg2any.event.TableId;
import io.pg2any.observe.TableCounts;

/** What happened to one table. The reader counts what it received, the applier what it committed, the copy its rows. */
@SuppressWarnings("EnumOrdinal") // an array by kind: a map would be paid for at every change
final class TableCounters {

    /** The kinds of change, in the order in which they are counted. */
    static final List<EventType> KINDS = List.of(EventType.INSERT, EventType.UPDATE, EventType.DELETE, EventType.TRUNCATE);

    private final AtomicLongArray received = new AtomicLongArray(KINDS.size());
    private final AtomicLongArray applied = new AtomicLongArray(KINDS.size());
    private volatile TableCounts.@Nullable Copy copy;

    /** Where the change's kind is counted. */
    static int kind(ChangeEvent change) {
        return change.type().ordinal() - EventType.INSERT.ordinal();
    }

    /** The table of a change of rows; null for a TRUNCATE, which may be of several. */
    static @Nullable Relation relation(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Insert insert -> insert.relation();
            case ChangeEvent.Update update -> update.relation();
            case ChangeEvent.Delete delete -> delete.relation();
            default -> null;
        };
    }

    /** Reader thread only: no more than two plain moves. */
    void received(int kind) {
        received.lazySet(kind, received.getPlain(kind) + 1);
    }

    void applied(int kind, long count) {
        applied.addAndGet(kind, count);
    }

    void copyPlanned(long estimatedRows) {
        copy = new TableCounts.Copy(estimatedRows, 0, 0, false, false);
    }

    /** Reports of several workers may overtake each other: what counts is the highest. */
    synchronized void copied(long rows, long bytes) {
        TableCounts.Copy before = copy;
        if (before != null && !before.done()) {
            copy = new TableCounts.Copy(before.estimatedRows(), Math.max(rows, before.rows()), Math.max(bytes, before.bytes()), true, false);
        }
    }

    synchronized void copyDone(long rows) {
        TableCounts.Copy before = copy;
        copy = new TableCounts.Copy(before == null ? rows : before.estimatedRows(), rows, before == null ? 0 : before.bytes(), true, true);
    }

    TableCounts snapshot(TableId table) {
        return new TableCounts(table, byKind(received), byKind(applied), Optional.ofNullable(copy));
    }

    private static Map<EventType, Long> byKind(AtomicLongArray counts) {
        Map<EventType, Long> result = new EnumMap<>(EventType.class);
        for (int i = 0; i < KINDS.size(); i++) {
            result.put(KINDS.get(i), counts.get(i));
        }
        return result;
    }
}
