package io.pg2any.type;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/**
 * Types made of values of other types, in quotes where the text would be ambiguous.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html">PostgreSQL manual, Arrays</a>
 * @see <a href="https://www.postgresql.org/docs/current/rowtypes.html">PostgreSQL manual, Composite Types</a>
 * @see <a href="https://www.postgresql.org/docs/current/rangetypes.html">PostgreSQL manual, Range Types</a>
 */
final class ContainerForms {

    private static final int MAX_DIMENSIONS = 6;

    private static final int EMPTY = 0x01;
    private static final int LOWER_INCLUSIVE = 0x02;
    private static final int UPPER_INCLUSIVE = 0x04;
    private static final int LOWER_INFINITE = 0x08;
    private static final int UPPER_INFINITE = 0x10;

    private final IntFunction<BinaryForm> forms;

    /** {@code forms} gives the form of any type by its OID. */
    ContainerForms(IntFunction<BinaryForm> forms) {
        this.forms = forms;
    }

    /**
     * Int32 dimensions, Int32 whether nulls occur, Int32 OID of the element type, each dimension: Int32 length, Int32 lower
     * bound; each element: Int32 length (-1: null), value.
     */
    BinaryForm array(char delimiter) {
        return (in, out) -> {
            int dimensions = in.int32();
            if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
                throw in.error(dimensions + " dimensions");
            }
            in.int32();
            BinaryForm element = forms.apply(in.int32());
            if (dimensions == 0) {
                out.ascii("{}");
                return;
            }
            int[] lengths = bounds(in, out, dimensions);
            elements(in, out, element, delimiter, lengths, 0);
        };
    }

    private static int[] bounds(ValueReader in, TextWriter out, int dimensions) {
        int[] lengths = new int[dimensions];
        int mark = out.size();
        boolean usual = true;
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = in.int32();
            int lower = in.int32();
            elements *= lengths[i];
            if (lengths[i] <= 0 || elements * Integer.BYTES > in.left()) {
                throw in.error("a dimension of " + lengths[i]);
            }
            usual &= lower == 1;
            out.put('[').number(lower).put(':').number(lower + lengths[i] - 1L).put(']');
        }
        if (usual) {
            out.cut(mark);
        } else {
            out.put('=');
        }
        return lengths;
    }

    private static void elements(ValueReader in, TextWriter out, BinaryForm form, char delimiter, int[] lengths, int dimension) {
        out.put('{');
        for (int i = 0; i < lengths[dimension]; i++) {
            if (i > 0) {
                out.put(delimiter);
            }
            if (dimension < lengths.length - 1) {
                elements(in, out, form, delimiter, lengths, dimension + 1);
            } else {
                element(in, out, form, delimiter);
            }
        }
        out.put('}');
    }

    private static void element(ValueReader in, TextWriter out, BinaryForm form, char delimiter) {
        int length = in.int32();
        if (length == -1) {
            out.ascii("NULL");
            return;
        }
        byte[] text = nested(in, out, form, length);
        if (isNullWord(text) || needsQuotes(text, delimiter, "{}")) {
            quoted(text, '\\', out);
        } else {
            out.bytes(text);
        }
    }

    /** Int32 number of fields, each: Int32 OID of its type, Int32 length (-1: null), value. */
    void composite(ValueReader in, TextWriter out) {
        int count = in.count(8);
        out.put('(');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.put(',');
            }
            int oid = in.int32();
            int length = in.int32();
            if (length != -1) {
                byte[] text = nested(in, out, forms.apply(oid), length);
                quotedIfNeeded(text, "()", out);
            }
        }
        out.put(')');
    }

    /** Int8 flags, then each bound that is there: Int32 length, value. */
    BinaryForm range(int subtypeOid) {
        return (in, out) -> range(in, out, forms.apply(subtypeOid));
    }

    /** Int32 number of ranges, each: Int32 length, range. */
    BinaryForm multirange(int subtypeOid) {
        return (in, out) -> {
            BinaryForm subtype = forms.apply(subtypeOid);
            int count = in.count(5);
            out.put('{');
            for (int i = 0; i < count; i++) {
                if (i > 0) {
                    out.put(',');
                }
                int outer = in.enter(in.int32());
                range(in, out, subtype);
                in.leave(outer);
            }
            out.put('}');
        };
    }

    private static void range(ValueReader in, TextWriter out, BinaryForm subtype) {
        int flags = in.int8();
        if ((flags & EMPTY) != 0) {
            out.ascii("empty");
            return;
        }
        out.put((flags & LOWER_INCLUSIVE) != 0 ? '[' : '(');
        if ((flags & LOWER_INFINITE) == 0) {
            quotedIfNeeded(nested(in, out, subtype, in.int32()), "()[]", out);
        }
        out.put(',');
        if ((flags & UPPER_INFINITE) == 0) {
            quotedIfNeeded(nested(in, out, subtype, in.int32()), "()[]", out);
        }
        out.put((flags & UPPER_INCLUSIVE) != 0 ? ']' : ')');
    }

    /** The text of a value of {@code length} bytes inside this one. */
    private static byte[] nested(ValueReader in, TextWriter out, BinaryForm form, int length) {
        int mark = out.size();
        int outer = in.enter(length);
        form.write(in, out);
        in.leave(outer);
        return out.cut(mark);
    }

    /** As composites and ranges do: quotes and backslashes are doubled. */
    private static void quotedIfNeeded(byte[] text, String special, TextWriter out) {
        if (needsQuotes(text, ',', special)) {
            quoted(text, 0, out);
        } else {
            out.bytes(text);
        }
    }

    private static boolean needsQuotes(byte[] text, char delimiter, String special) {
        for (byte b : text) {
            if (b == '"' || b == '\\' || b == delimiter || b == ' ' || b >= '\t' && b <= '\r' || b > 0 && special.indexOf(b) >= 0) {
                return true;
            }
        }
        return text.length == 0;
    }

    /** In quotes; quotes and backslashes inside are preceded by {@code escape}, or by themselves where it is 0. */
    private static void quoted(byte[] text, int escape, TextWriter out) {
        out.put('"');
        for (byte b : text) {
            if (b == '"' || b == '\\') {
                out.put(escape == 0 ? b : escape);
            }
            out.put(b);
        }
        out.put('"');
    }

    private static boolean isNullWord(byte[] text) {
        return text.length == 4 && new String(text, StandardCharsets.ISO_8859_1).equalsIgnoreCase("null");
    }
}
