package io.pg2any.source;

import io.pg2any.event.Lsn;

/**
 * A logical replication slot as {@code pg_replication_slots} shows it.
 *
 * @param confirmed where a stream without a position of its own would begin: everything before it is gone for this slot
 * @param activePid the server process that uses it, 0 if none
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
 */
public record Slot(String name, String plugin, String database, Lsn confirmed, int activePid, String walStatus) {

    /** Whether the server has removed log that the slot needs. */
    public boolean isLost() {
        return "lost".equals(walStatus);
    }
}
