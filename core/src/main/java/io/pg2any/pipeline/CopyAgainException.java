package io.pg2any.pipeline;

import io.pg2any.event.TableId;

/** A table was changed in a way that only a new copy of it can follow; then the stream goes on. Not an error. */
final class CopyAgainException extends RuntimeException {

    private final TableId table;
    private final String reason;

    CopyAgainException(TableId table, String reason) {
        super("copy again " + table, null, false, false);
        this.table = table;
        this.reason = reason;
    }

    TableId table() {
        return table;
    }

    /** Completes "since …", for people. */
    String reason() {
        return reason;
    }
}
