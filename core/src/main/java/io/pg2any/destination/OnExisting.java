package io.pg2any.destination;

/** What the first copy does with a target table that already holds rows. */
public enum OnExisting {
    /** Stop before anything is written. */
    REFUSE,
    /** Empty it first. */
    TRUNCATE,
    /** Keep its rows and write the source's over them, by key. */
    UPSERT
}
