package io.pg2any.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Floating-point numbers as PostgreSQL prints them with {@code extra_float_digits} above 0: the fewest digits that lie
 * strictly nearer to the number than to its neighbours, and of those the nearest. Java's {@code toString} differs in two
 * rare cases, which are found and computed exactly: it also takes a decimal that lies exactly half way to a neighbour
 * (1e23), and never fewer than two digits (4.9E-324).
 */
final class FloatText {

    private static final int DOUBLE_FIXED_BELOW = 15;
    private static final int FLOAT_FIXED_BELOW = 6;
    private static final int FIXED_FROM = -4;

    private static final long[] POWERS_OF_5 = new long[25];

    static {
        POWERS_OF_5[0] = 1;
        for (int i = 1; i < POWERS_OF_5.length; i++) {
            POWERS_OF_5[i] = 5 * POWERS_OF_5[i - 1];
        }
    }

    private FloatText() {}

    static void write(double value, TextWriter out) {
        if (special(value, out)) {
            return;
        }
        double abs = Math.abs(value);
        Decimal decimal = Decimal.parse(Double.toString(abs));
        long bits = Double.doubleToRawLongBits(abs);
        long mantissa = bits & (1L << 52) - 1 | (abs < Double.MIN_NORMAL ? 0 : 1L << 52);
        if (decimal.mayBeHalfWay(mantissa) || abs < Double.MIN_NORMAL && decimal.digits() < 100) {
            boolean narrowBelow = (bits & (1L << 52) - 1) == 0 && abs > Double.MIN_NORMAL;
            decimal = shortest(new BigDecimal(abs), new BigDecimal(Math.ulp(abs)), narrowBelow);
        }
        decimal.write(out, DOUBLE_FIXED_BELOW);
    }

    static void write(float value, TextWriter out) {
        if (special(value, out)) {
            return;
        }
        float abs = Math.abs(value);
        Decimal decimal = Decimal.parse(Float.toString(abs));
        int bits = Float.floatToRawIntBits(abs);
        int mantissa = bits & (1 << 23) - 1 | (abs < Float.MIN_NORMAL ? 0 : 1 << 23);
        if (decimal.mayBeHalfWay(mantissa) || abs < Float.MIN_NORMAL && decimal.digits() < 100) {
            boolean narrowBelow = (bits & (1 << 23) - 1) == 0 && abs > Float.MIN_NORMAL;
            decimal = shortest(new BigDecimal(abs), new BigDecimal(Math.ulp(abs)), narrowBelow);
        }
        decimal.write(out, FLOAT_FIXED_BELOW);
    }

    private static boolean special(double value, TextWriter out) {
        if (Double.isNaN(value)) {
            out.ascii("NaN");
            return true;
        }
        if (value < 0 || 1 / value < 0) {
            out.put('-');
        }
        if (Double.isInfinite(value)) {
            out.ascii("Infinity");
        } else if (value == 0) {
            out.put('0');
        }
        return value == 0 || Double.isInfinite(value);
    }

    /** The exact search: at each number of digits the two decimals around the value, until one is near enough. */
    private static Decimal shortest(BigDecimal value, BigDecimal ulp, boolean narrowBelow) {
        BigDecimal two = BigDecimal.TWO;
        BigDecimal low = value.subtract(ulp.divide(narrowBelow ? two.multiply(two) : two));
        BigDecimal high = value.add(ulp.divide(two));
        int topExponent = value.precision() - value.scale() - 1;
        for (int digits = 1;; digits++) {
            int scale = digits - 1 - topExponent;
            BigDecimal near = value.setScale(scale, RoundingMode.HALF_EVEN);
            BigDecimal far = near.compareTo(value) <= 0 ? value.setScale(scale, RoundingMode.UP) : value.setScale(scale, RoundingMode.DOWN);
            for (BigDecimal candidate : new BigDecimal[] {near, far}) {
                if (candidate.compareTo(low) > 0 && candidate.compareTo(high) < 0 && candidate.signum() > 0) {
                    return Decimal.of(candidate.unscaledValue(), -scale);
                }
            }
        }
    }

    /** {@code digits × 10^exponent}; the digits do not end with a zero. */
    private record Decimal(long digits, int exponent) {

        static Decimal of(BigInteger digits, int exponent) {
            long rest = digits.longValueExact();
            int power = exponent;
            while (rest % 10 == 0) {
                rest /= 10;
                power++;
            }
            return new Decimal(rest, power);
        }

        /** Of Java's form: {@code 123.45} or {@code 1.2345E-6}. */
        static Decimal parse(String text) {
            long digits = 0;
            int exponent = 0;
            int zeros = 0;
            boolean fraction = false;
            int i = 0;
            for (; i < text.length() && text.charAt(i) != 'E'; i++) {
                char c = text.charAt(i);
                if (c == '.') {
                    fraction = true;
                    continue;
                }
                exponent -= fraction ? 1 : 0;
                if (c == '0') {
                    zeros++; // counted only when a digit follows
                } else {
                    for (; zeros > 0; zeros--) {
                        digits *= 10;
                    }
                    digits = 10 * digits + (c - '0');
                }
            }
            if (i < text.length()) {
                exponent += Integer.parseInt(text, i + 1, text.length(), 10);
            }
            return new Decimal(digits, exponent + zeros);
        }

        /**
         * Whether it can be exactly half way between two floating-point numbers, one of which has this mantissa: such a
         * number is an odd one, next to the double (below a power of two: the fourfold) of the mantissa, times a power of two.
         */
        boolean mayBeHalfWay(long mantissa) {
            long odd = digits;
            int fives = Math.abs(exponent);
            if (fives >= POWERS_OF_5.length) {
                return false;
            }
            if (exponent < 0) {
                if (odd % POWERS_OF_5[fives] != 0) {
                    return false;
                }
                odd /= POWERS_OF_5[fives];
            } else {
                if (Math.multiplyHigh(odd, POWERS_OF_5[fives]) != 0) {
                    return false;
                }
                odd *= POWERS_OF_5[fives];
            }
            odd >>>= Long.numberOfTrailingZeros(odd);
            return odd == 2 * mantissa + 1 || odd == 2 * mantissa - 1 || odd == 4 * mantissa - 1;
        }

        void write(TextWriter out, int fixedBelow) {
            String text = Long.toString(digits);
            int top = exponent + text.length() - 1;
            if (top >= FIXED_FROM && top < fixedBelow) {
                fixed(out, text, top);
                return;
            }
            out.put(text.charAt(0));
            if (text.length() > 1) {
                out.put('.').ascii(text.substring(1));
            }
            out.put('e').put(top < 0 ? '-' : '+').padded(Math.abs(top), 2);
        }

        private void fixed(TextWriter out, String text, int top) {
            if (top < 0) {
                out.ascii("0.").ascii("0".repeat(-top - 1)).ascii(text);
            } else if (exponent >= 0) {
                out.ascii(text).ascii("0".repeat(exponent));
            } else {
                out.ascii(text.substring(0, top + 1)).put('.').ascii(text.substring(top + 1));
            }
        }
    }
}
