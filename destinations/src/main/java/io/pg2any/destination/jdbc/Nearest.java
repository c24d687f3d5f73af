package io.pg2any.destination.jdbc;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.function.ToIntFunction;

import io.pg2any.event.Row;
import io.pg2any.type.PgType;

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

    /** Whether the beginning of a value is near to it: of a text it is, of a number or a document in a column of text it is not. */
    public static boolean isBeginning(PgType source) {
        return source instanceof PgType.Text || source instanceof PgType.Varchar || source instanceof PgType.Char;
    }

    /** The first characters of a text, as many as a column holds that measures each of them so. */
    public static String beginning(String text, long limit, ToIntFunction<String> size) {
        int end = 0;
        for (long room = limit; end < text.length();) {
            int next = text.offsetByCodePoints(end, 1);
            room -= size.applyAsInt(text.substring(end, next));
            if (room < 0) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    /** The first of the bytes that a cell's {@code \\x…} is, as many as a column holds. */
    public static byte[] beginning(Row row, int cell, long limit) {
        int from = row.start(cell);
        return Arrays.copyOfRange(row.array(), from, from + Math.toIntExact(2 + 2 * limit));
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
