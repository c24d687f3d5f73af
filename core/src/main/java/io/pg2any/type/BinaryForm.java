package io.pg2any.type;

/** How one type's binary ("send") form becomes the text that its output function gives. */
@FunctionalInterface
interface BinaryForm {

    /** Reads the value, which is all that {@code in} has left, and writes its text. */
    void write(ValueReader in, TextWriter out);
}
