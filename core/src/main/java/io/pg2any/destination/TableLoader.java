package io.pg2any.destination;

import io.pg2any.event.Row;

/** Takes the rows of a table's first copy. One thread. */
public interface TableLoader extends AutoCloseable {

    /** Takes a row of text cells in the order of the table's columns; it may be sent later. */
    void add(Row row);

    /** Sends what is still held back: after it all rows are written in the open transaction. */
    void flush();

    /** Releases statements; what was not flushed is lost. */
    @Override
    void close();
}
