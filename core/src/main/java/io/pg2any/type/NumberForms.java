package io.pg2any.type;

/**
 * Numbers.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-numeric.html">PostgreSQL manual, Numeric Types</a>
 */
final class NumberForms {

    private static final int NUMERIC_NEGATIVE = 0x4000;
    private static final int NUMERIC_NAN = 0xC000;
    private static final int NUMERIC_INFINITY = 0xD000;
    private static final int NUMERIC_MINUS_INFINITY = 0xF000;
    private static final int DIGITS_A_GROUP = 4;
    private static final int MAX_GROUP = 9999;
    private static final int CENTS = 100;
    private static final int THOUSAND = 1000;

    private NumberForms() {}

    static void bool(ValueReader in, TextWriter out) {
        out.put(in.int8() == 0 ? 'f' : 't');
    }

    static void int16(ValueReader in, TextWriter out) {
        out.number(in.int16());
    }

    static void int32(ValueReader in, TextWriter out) {
        out.number(in.int32());
    }

    static void int64(ValueReader in, TextWriter out) {
        out.number(in.int64());
    }

    static void unsigned32(ValueReader in, TextWriter out) {
        out.number(Integer.toUnsignedLong(in.int32()));
    }

    static void unsigned64(ValueReader in, TextWriter out) {
        out.unsigned(in.int64());
    }

    static void float4(ValueReader in, TextWriter out) {
        FloatText.write(Float.intBitsToFloat(in.int32()), out);
    }

    static void float8(ValueReader in, TextWriter out) {
        FloatText.write(in.float8(), out);
    }

    /** Int64 hundredths, printed as {@code lc_monetary=C} does: {@code -$1,234.56}. */
    static void money(ValueReader in, TextWriter out) {
        long cents = in.int64();
        out.ascii(cents < 0 ? "-$" : "$");
        // the absolute value of the smallest number is right as an unsigned one
        long whole = Long.divideUnsigned(Math.abs(cents), CENTS);
        thousands(whole, out);
        out.put('.').padded(Long.remainderUnsigned(Math.abs(cents), CENTS), 2);
    }

    private static void thousands(long whole, TextWriter out) {
        if (whole < THOUSAND) {
            out.number(whole);
        } else {
            thousands(whole / THOUSAND, out);
            out.put(',').padded(whole % THOUSAND, 3);
        }
    }

    /**
     * Int16 number of groups, Int16 weight of the first, Int16 sign, Int16 digits shown after the point, then the groups:
     * Int16 each, base 10,000.
     */
    static void numeric(ValueReader in, TextWriter out) {
        int count = in.int16() & 0xffff;
        int weight = in.int16();
        int sign = in.int16() & 0xffff;
        int scale = in.int16() & 0xffff;
        if (count * 2 != in.left()) {
            throw in.error(count + " groups of digits");
        }
        switch (sign) {
            case NUMERIC_NAN -> out.ascii("NaN");
            case NUMERIC_INFINITY -> out.ascii("Infinity");
            case NUMERIC_MINUS_INFINITY -> out.ascii("-Infinity");
            case NUMERIC_NEGATIVE -> digits(in, out.put('-'), count, weight, scale);
            case 0 -> digits(in, out, count, weight, scale);
            default -> throw in.error("the sign " + sign);
        }
    }

    private static void digits(ValueReader in, TextWriter out, int count, int weight, int scale) {
        int left = count;
        if (weight < 0) {
            out.put('0');
        }
        for (int group = weight; group >= 0; group--) {
            int value = left > 0 ? group(in) : 0;
            left--;
            out.padded(value, group == weight ? 1 : DIGITS_A_GROUP);
        }
        if (scale > 0) {
            out.put('.');
            fraction(in, out, Math.max(left, 0), weight, scale);
        }
        while (in.left() > 0) {
            in.int16(); // zeros, or digits beyond the scale, which the text does not show either
        }
    }

    private static int group(ValueReader in) {
        int value = in.int16();
        if (value < 0 || value > MAX_GROUP) {
            throw in.error("the group of digits " + value);
        }
        return value;
    }

    private static void fraction(ValueReader in, TextWriter out, int groups, int weight, int scale) {
        int left = groups;
        int end = out.size() + scale;
        for (int group = -1; out.size() < end; group--) {
            int value = 0;
            if (group <= weight && left > 0) {
                value = group(in);
                left--;
            }
            out.padded(value, DIGITS_A_GROUP);
        }
        out.cut(end);
    }
}
