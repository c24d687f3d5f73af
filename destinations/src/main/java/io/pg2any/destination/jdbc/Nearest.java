package io.pg2any.destination.jdbc;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/** The values nearest to those that a column cannot hold. */
public final class Nearest {

    private Nearest() {}

    /** The number furthest from zero of a DECIMAL. */
    static String furthest(int precision, int scale, boolean negative) {
        String digits = (precision > scale ? "9".repeat(precision - scale) : "0") + (scale > 0 ? "." + "9".repeat(scale) : "");
        return negative ? "-" + digits : digits;
    }

    /** A finite number as a DECIMAL has it, rounded half away from zero as PostgreSQL does. */
    static String decimal(String number, int precision, int scale) {
        BigDecimal rounded = new BigDecimal(number).setScale(scale, RoundingMode.HALF_UP);
        return rounded.precision() - rounded.scale() > precision - scale ? furthest(precision, scale, rounded.signum() < 0) : rounded.toPlainString();
    }

    /** The first characters of a text, as many as a column holds. */
    public static byte[] beginning(byte[] utf8, int from, int length, long limit, boolean inBytes) {
        int end = from;
        long count = 0;
        while (end < from + length) {
            int next = end + 1;
            while (next < from + length && (utf8[next] & 0xc0) == 0x80) {
                next++;
            }
            count += inBytes ? next - end : 1;
            if (count > limit) {
                break;
            }
            end = next;
        }
        return Arrays.copyOfRange(utf8, from, end);
    }
}
