package io.pg2any.destination;

import java.util.List;
import java.util.Optional;

/** The dead letters of one stream, kept in its target. Used by the thread that uses the destination. */
public interface DeadLetters {

    /** Stores a letter within the open transaction. */
    void record(DeadLetter letter);

    /** All of the stream's letters by time, without the images of their rows. */
    List<StoredLetter> list();

    /** A letter with the images of its rows. */
    Optional<StoredLetter> find(String id);

    /**
     * Begins a transaction that is not the stream's. Until it ends nothing of the stream is committed, so that what is read from the source
     * meanwhile is not older than what the target holds.
     */
    void hold();

    /** Removes a letter within the open transaction, and tells whether it was there. */
    boolean remove(String id);

    /** Commits what was written since {@link #hold()}; the stream goes on. */
    void release();
}
