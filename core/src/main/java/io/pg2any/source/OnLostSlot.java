package io.pg2any.source;

/** What happens when the slot no longer holds what the target misses: it is gone, ahead of the target, or its log was removed. */
public enum OnLostSlot {
    /** The stream ends with an error that names the way out. */
    STOP,
    /** The slot is made anew, and every table is emptied in the target and copied again. */
    RECOPY
}
