package io.pg2any.destination;

/** What becomes of a value that the target's column cannot hold. Values of key columns are an error always: rows are found by them. */
public enum OnValue {
    /** The change is refused, as {@link OnError} says. */
    ERROR,
    /** It is NULL, where the column allows that; otherwise an error. */
    NULL,
    /** It is the nearest one that the column holds; NaN, next to nothing, is NULL where the column allows that. */
    CLAMP,
    /** The change is left out and kept in the target's table {@code pg2any_dead_letter}. */
    DEAD_LETTER
}
