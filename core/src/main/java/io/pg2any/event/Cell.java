package io.pg2any.event;

/** One value of a row, as the stream carries it. */
public sealed interface Cell {

    /** SQL NULL. */
    record Null() implements Cell {}

    /** A large value that an update left alone and that the log therefore does not repeat. */
    record Unchanged() implements Cell {}

    /** The value in PostgreSQL's text form, under fixed session settings (ISO dates, UTC, hex bytea). */
    record Text(String value) implements Cell {}

    /** The value in the type's binary ("send") form. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not copied: made on demand from a row's bytes
    record Binary(byte[] value) implements Cell {}
}
