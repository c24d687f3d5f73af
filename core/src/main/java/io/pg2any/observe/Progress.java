package io.pg2any.observe;

import java.time.Duration;

import io.pg2any.event.Lsn;

/**
 * Where a stream stands at one moment. Counts are since the client started.
 *
 * @param copiedRows rows written by the first copy
 * @param copiedBytes COPY data of them
 * @param receivedChanges row changes received from the stream
 * @param appliedChanges of these, committed in the target
 * @param appliedTransactions source transactions committed in the target
 * @param missingRows updates and deletes whose row the target did not have
 * @param deadLetters changes and copied rows that the target refused and that are kept in its table of dead letters
 * @param skippedChanges the same where they are left out
 * @param received end of the log received so far
 * @param durable end of the last source transaction that the target holds
 * @param sourceEnd end of the log that the server last reported
 * @param lag from the source's commit to the target's, for the oldest transaction that the latest commit of the target brought
 * @param bufferedBytes row data received and not yet applied
 * @param retainedBytes log that the server keeps for the slot, when it was last asked
 */
public record Progress(
        State state,
        long copiedRows,
        long copiedBytes,
        long receivedChanges,
        long appliedChanges,
        long appliedTransactions,
        long missingRows,
        long deadLetters,
        long skippedChanges,
        Lsn received,
        Lsn durable,
        Lsn sourceEnd,
        Duration lag,
        long bufferedBytes,
        long retainedBytes) {

    /** What a stream is doing. */
    public enum State {
        STARTING,
        COPYING,
        FOLLOWING,
        /** A server was lost; it is tried again. */
        RETRYING,
        STOPPED,
        FAILED
    }
}
