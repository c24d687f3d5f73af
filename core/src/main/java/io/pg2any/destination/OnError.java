package io.pg2any.destination;

/** What becomes of a change that the target refuses, because of a constraint or a value that it cannot hold. */
public enum OnError {
    /** The stream ends with an error that names the row. */
    STOP,
    /** The change is left out, logged and counted. */
    SKIP,
    /** The change is left out and kept in the target's table {@code pg2any_dead_letter}. */
    DEAD_LETTER
}
