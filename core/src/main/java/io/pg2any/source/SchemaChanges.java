package io.pg2any.source;

/** What becomes of the target's tables when the source changes the columns of its own. */
public enum SchemaChanges {
    /** They are changed as well. */
    APPLY,
    /** Columns are added; one that is dropped stays in the target, and anything else ends the stream. */
    ADD_ONLY,
    /** The stream ends with an error that names the difference, unless the target's table fits. */
    STOP
}
