package io.pg2any.observe;

import java.util.Map;
import java.util.Optional;

import io.pg2any.event.EventType;
import io.pg2any.event.TableId;

/**
 * What happened to one table since the client started.
 *
 * @param received changes of the stream by kind: INSERT, UPDATE, DELETE, TRUNCATE
 * @param applied of these, committed in the target
 * @param copy how far its first copy is; empty if this process does not copy it
 */
public record TableCounts(TableId table, Map<EventType, Long> received, Map<EventType, Long> applied, Optional<Copy> copy) {

    public TableCounts {
        received = Map.copyOf(received);
        applied = Map.copyOf(applied);
    }

    /**
     * The first copy of a table.
     *
     * @param estimatedRows the planner's idea, 0 if it has none
     * @param bytes of COPY data
     */
    public record Copy(long estimatedRows, long rows, long bytes, boolean begun, boolean done) {}

    /** All changes committed in the target. */
    public long appliedChanges() {
        return applied.values().stream().mapToLong(Long::longValue).sum();
    }
}
