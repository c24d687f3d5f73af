package io.pg2any.event;

/** A transaction id as the log carries it: 32 bits, unsigned, wrapping around. */
public record Xid(int value) {

    /** Stands for "no transaction", as in a message that is not part of one. */
    public static final Xid NONE = new Xid(0);

    @Override
    public String toString() {
        return Integer.toUnsignedString(value);
    }
}
