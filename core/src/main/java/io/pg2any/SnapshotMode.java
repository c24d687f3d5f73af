package io.pg2any;

/** Whether what is already there is copied before the stream is followed. */
public enum SnapshotMode {
    /** Copy once, when the target has no position of this stream yet; go on with an unfinished copy; then follow. */
    INITIAL,
    /** Do not copy: follow from the stored position, else from the slot's own. */
    NEVER,
    /** Copy and end. */
    ONLY,
    /** Copy anew at every start, then follow. */
    ALWAYS
}
