package io.pg2any.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import io.pg2any.event.Lsn;

/**
 * What the source says of the stream's slot.
 *
 * @param at when it was asked
 * @param sourceEnd end of the source's log
 * @param confirmed up to where it was told that the target holds everything
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}; {@code missing} if there is no slot
 * @param active whether a connection streams from it
 * @param retainedBytes log that the source keeps for it
 * @param unconfirmedBytes log that was written since the confirmed position
 * @param safeBytes log that may still be written before the slot is in danger; empty without a limit
 * @param lostIn when that will be used up if the log goes on growing as it did lately; empty if it does not shrink
 */
public record SlotFacts(
        Instant at,
        Lsn sourceEnd,
        Lsn confirmed,
        String walStatus,
        boolean active,
        long retainedBytes,
        long unconfirmedBytes,
        OptionalLong safeBytes,
        Optional<Duration> lostIn) {

    /** Whether there is no such slot. */
    public boolean isMissing() {
        return "missing".equals(walStatus);
    }

    /** Whether the source has removed log that the stream needs, or the whole slot. */
    public boolean isLost() {
        return "lost".equals(walStatus) || isMissing();
    }
}
