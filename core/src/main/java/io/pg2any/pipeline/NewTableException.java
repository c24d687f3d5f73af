package io.pg2any.pipeline;

import io.pg2any.event.TableId;

/** The stream has come to a table that was not there when it started: it is copied, then the stream goes on. Not an error. */
final class NewTableException extends RuntimeException {

    private final TableId table;

    NewTableException(TableId table) {
        super("new table " + table, null, false, false);
        this.table = table;
    }

    TableId table() {
        return table;
    }
}
