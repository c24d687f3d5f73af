package io.pg2any.event;

/** What happens to the data of tables: the events that a destination applies. */
public sealed interface Change extends ChangeEvent
        permits ChangeEvent.Insert, ChangeEvent.Update, ChangeEvent.Delete, ChangeEvent.Truncate {

    /** Bytes of row data that it carries: what it costs to keep. */
    long bytes();

    /** The transaction that made it; in a streamed transaction, the subtransaction. */
    Xid xid();
}
