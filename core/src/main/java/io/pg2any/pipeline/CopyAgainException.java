package io.pg2any.pipeline;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.TableId;

/** A table was changed in a way that only a new copy of it can follow; then the stream goes on. Not an error. */
final class CopyAgainException extends RuntimeException {

    private final TableId table;
    private final String reason;
    private final @Nullable TableId formerly;

    CopyAgainException(TableId table, String reason) {
        this(table, reason, null);
    }

    /** @param formerly the name under which it was known until now; null: the same */
    CopyAgainException(TableId table, String reason, @Nullable TableId formerly) {
        super("copy again " + table, null, false, false);
        this.table = table;
        this.reason = reason;
        this.formerly = formerly;
    }

    /** Another name under which it was known, which is to be forgotten; null: there is none. */
    @Nullable TableId formerly() {
        return formerly;
    }

    TableId table() {
        return table;
    }

    /** Completes "since …", for people. */
    String reason() {
        return reason;
    }
}
