package io.pg2any.event;

/** The kinds of {@link ChangeEvent}. */
public enum EventType {
    BEGIN,
    COMMIT,
    RELATION,
    TYPE,
    ORIGIN,
    MESSAGE,
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE,
    STREAM_START,
    STREAM_STOP,
    STREAM_COMMIT,
    STREAM_ABORT,
    BEGIN_PREPARE,
    PREPARE,
    COMMIT_PREPARED,
    ROLLBACK_PREPARED,
    STREAM_PREPARE
}
