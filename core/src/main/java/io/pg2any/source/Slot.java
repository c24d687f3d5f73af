package io.pg2any.source;

import io.pg2any.event.Lsn;

/**
 * A logical replication slot as {@code pg_replication_slots} shows it.
 *
 * @param confirmed where a stream without a position of its own would begin: everything before it is gone for this slot
 * @param activePid the server process that uses it, 0 if none
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
 * @param twoPhase whether it sends prepared transactions at their PREPARE, which it does for good once it was asked to
 */
public record Slot(String name, String plugin, String database, Lsn confirmed, int activePid, String walStatus, boolean twoPhase) {

    /** Whether the server has removed log that the slot needs. */
    public boolean isLost() {
        return "lost".equals(walStatus);
    }
}
