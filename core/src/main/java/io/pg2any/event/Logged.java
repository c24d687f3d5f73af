package io.pg2any.event;

/** What stands inside a transaction in the log and is handed on with it, in its place: changes of rows, and of tables where those are told. */
public sealed interface Logged extends ChangeEvent permits Change, ChangeEvent.Definition {

    /** Bytes of data that it carries: what it costs to keep. */
    long bytes();

    /** The transaction that made it; in a streamed transaction, the subtransaction. */
    Xid xid();
}
