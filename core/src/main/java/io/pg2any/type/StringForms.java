package io.pg2any.type;

/** Types whose value is text already or a plain run of bytes or bits. */
final class StringForms {

    private StringForms() {}

    static void text(ValueReader in, TextWriter out) {
        in.rest(out);
    }

    /** Byte1 version, 1, then the text: {@code jsonb} and {@code jsonpath}. */
    static void versionedText(ValueReader in, TextWriter out) {
        int version = in.int8();
        if (version != 1) {
            throw in.error("the version " + version);
        }
        in.rest(out);
    }

    static void bytea(ValueReader in, TextWriter out) {
        out.put('\\').put('x');
        while (in.left() > 0) {
            out.hex(in.int8());
        }
    }

    /** The type {@code "char"}: one byte, empty for zero, octal beyond ASCII. */
    static void oneChar(ValueReader in, TextWriter out) {
        int value = in.int8();
        if (value > 0x7f) {
            out.put('\\').put('0' + (value >> 6)).put('0' + (value >> 3 & 7)).put('0' + (value & 7));
        } else if (value != 0) {
            out.put(value);
        }
    }

    /** Int32 number of bits, then the bits, eight a byte. */
    static void bits(ValueReader in, TextWriter out) {
        int length = in.int32();
        if (length < 0 || (length + 7L) / 8 != in.left()) {
            throw in.error(length + " bits");
        }
        int eight = 0;
        for (int i = 0; i < length; i++) {
            if (i % 8 == 0) {
                eight = in.int8();
            }
            out.put('0' + (eight >> 7 - i % 8 & 1));
        }
    }

    /** 16 bytes. */
    static void uuid(ValueReader in, TextWriter out) {
        for (int i = 0; i < 16; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                out.put('-');
            }
            out.hex(in.int8());
        }
    }
}
