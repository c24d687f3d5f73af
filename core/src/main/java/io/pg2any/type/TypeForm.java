package io.pg2any.type;

/** The binary form of a type that is not built in, in terms of types whose form is known. */
public sealed interface TypeForm {

    /** The same as that of another type: of a domain its base, of an enum {@code text}. */
    record SameAs(int typeOid) implements TypeForm {}

    /** What an extension's C function of this name sends. */
    record Extension(String send) implements TypeForm {}

    /** An array; its value names the type of its elements. {@code delimiter} stands between them in text. */
    record Array(char delimiter) implements TypeForm {}

    /** A composite; its value names the types of its fields. */
    record Composite() implements TypeForm {}

    /** A range over another type. */
    record Range(int subtypeOid) implements TypeForm {}

    /** A multirange over the type that its ranges are over. */
    record Multirange(int subtypeOid) implements TypeForm {}
}
