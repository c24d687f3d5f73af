package io.pg2any.type;

/**
 * Geometric types: coordinates are Float8 each.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-geometric.html">PostgreSQL manual, Geometric Types</a>
 */
final class GeometryForms {

    private static final int POINT_BYTES = 16;

    private GeometryForms() {}

    static void point(ValueReader in, TextWriter out) {
        FloatText.write(in.float8(), out.put('('));
        FloatText.write(in.float8(), out.put(','));
        out.put(')');
    }

    static void segment(ValueReader in, TextWriter out) {
        out.put('[');
        points(in, 2, out);
        out.put(']');
    }

    static void box(ValueReader in, TextWriter out) {
        points(in, 2, out);
    }

    /** Int8 whether closed, Int32 number of points, the points. */
    static void path(ValueReader in, TextWriter out) {
        boolean closed = in.int8() != 0;
        out.put(closed ? '(' : '[');
        points(in, in.count(POINT_BYTES), out);
        out.put(closed ? ')' : ']');
    }

    /** Int32 number of points, the points. */
    static void polygon(ValueReader in, TextWriter out) {
        out.put('(');
        points(in, in.count(POINT_BYTES), out);
        out.put(')');
    }

    /** The three coefficients of its equation. */
    static void line(ValueReader in, TextWriter out) {
        FloatText.write(in.float8(), out.put('{'));
        FloatText.write(in.float8(), out.put(','));
        FloatText.write(in.float8(), out.put(','));
        out.put('}');
    }

    static void circle(ValueReader in, TextWriter out) {
        point(in, out.put('<'));
        FloatText.write(in.float8(), out.put(','));
        out.put('>');
    }

    private static void points(ValueReader in, int count, TextWriter out) {
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.put(',');
            }
            point(in, out);
        }
    }
}
