package io.pg2any.type;

import org.jspecify.annotations.Nullable;

/**
 * Types of extensions that many people use, by the names of the C functions that send their values.
 *
 * @see <a href="https://www.postgresql.org/docs/current/hstore.html">PostgreSQL manual, hstore</a>
 * @see <a href="https://postgis.net/docs/using_postgis_dbmanagement.html#EWKB_EWKT">PostGIS manual, Extended WKB</a>
 * @see <a href="https://github.com/pgvector/pgvector">pgvector</a>
 */
final class ExtensionForms {

    private static final int NULL = -1;
    private static final int POINT_FLAG = 0x8000_0000;
    private static final String HEX = "0123456789ABCDEF";

    private ExtensionForms() {}

    /** The form of what this function sends; null if it is not known. */
    static @Nullable BinaryForm sentBy(String function) {
        return switch (function) {
            case "hstore_send" -> ExtensionForms::hstore;
            case "ltree_send", "lquery_send", "ltxtq_send" -> StringForms::versionedText;
            case "cube_send" -> ExtensionForms::cube;
            case "LWGEOM_send", "geography_send" -> ExtensionForms::extendedWkb;
            case "vector_send" -> (in, out) -> vector(in, out, false);
            case "halfvec_send" -> (in, out) -> vector(in, out, true);
            case "sparsevec_send" -> ExtensionForms::sparse;
            default -> null;
        };
    }

    /** Int32 number of pairs, then for each the Int32 length of the key, the key, the Int32 length of the value or -1, the value. */
    private static void hstore(ValueReader in, TextWriter out) {
        int pairs = in.count(2 * Integer.BYTES);
        for (int i = 0; i < pairs; i++) {
            out.ascii(i == 0 ? "" : ", ");
            quoted(in, out, in.int32());
            out.ascii("=>");
            int length = in.int32();
            if (length == NULL) {
                out.ascii("NULL");
            } else {
                quoted(in, out, length);
            }
        }
    }

    private static void quoted(ValueReader in, TextWriter out, int length) {
        int outer = in.enter(length);
        out.put('"');
        while (in.left() > 0) {
            int b = in.int8();
            if (b == '"' || b == '\\') {
                out.put('\\');
            }
            out.put(b);
        }
        out.put('"');
        in.leave(outer);
    }

    /** Int32 number of dimensions, its highest bit set for a point, then Float8 of the one corner and, if it is no point, of the other. */
    private static void cube(ValueReader in, TextWriter out) {
        int header = in.int32();
        int dimensions = header & ~POINT_FLAG;
        corner(in, out, dimensions);
        if ((header & POINT_FLAG) == 0) {
            out.put(',');
            corner(in, out, dimensions);
        }
    }

    private static void corner(ValueReader in, TextWriter out, int dimensions) {
        out.put('(');
        for (int i = 0; i < dimensions; i++) {
            out.ascii(i == 0 ? "" : ", ");
            FloatText.write(in.float8(), out);
        }
        out.put(')');
    }

    /** The bytes that are printed in hexadecimal digits. */
    private static void extendedWkb(ValueReader in, TextWriter out) {
        while (in.left() > 0) {
            int b = in.int8();
            out.put(HEX.charAt(b >> 4)).put(HEX.charAt(b & 15));
        }
    }

    /** Int16 number of dimensions, Int16 unused, then the numbers: Float4, or of half the size. */
    private static void vector(ValueReader in, TextWriter out, boolean half) {
        int dimensions = in.int16() & 0xffff;
        in.int16();
        out.put('[');
        for (int i = 0; i < dimensions; i++) {
            out.ascii(i == 0 ? "" : ",");
            FloatText.write(half ? Float.float16ToFloat(in.int16()) : Float.intBitsToFloat(in.int32()), out);
        }
        out.put(']');
    }

    /** Int32 number of dimensions, Int32 number of those that are not 0, Int32 unused, then their Int32 indexes from 0, then their Float4. */
    private static void sparse(ValueReader in, TextWriter out) {
        int dimensions = in.int32();
        int[] indexes = new int[in.count(2 * Integer.BYTES)];
        in.int32();
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = in.int32();
        }
        out.put('{');
        for (int i = 0; i < indexes.length; i++) {
            out.ascii(i == 0 ? "" : ",").number(indexes[i] + 1L).put(':');
            FloatText.write(Float.intBitsToFloat(in.int32()), out);
        }
        out.ascii("}/").number(dimensions);
    }
}
