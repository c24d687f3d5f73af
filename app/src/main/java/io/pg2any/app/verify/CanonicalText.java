package io.pg2any.app.verify;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.ToDoubleFunction;

/** The forms of values without parts. */
final class CanonicalText {

    private static final byte[] BEFORE_CHRIST = {' ', 'B', 'C'};

    private CanonicalText() {}

    static void asItIs(byte[] a, int from, int length, Bytes out) {
        out.add(a, from, length);
    }

    static void truth(byte[] a, int from, int length, Bytes out) {
        out.add(length > 0 && (a[from] == 't' || a[from] == 'T' || a[from] == '1' || a[from] == 'Y') ? 't' : 'f');
    }

    static void real(byte[] a, int from, int length, Bytes out) {
        float value = (float) floating(a, from, length, Float::parseFloat);
        out.addLong(Float.floatToIntBits(value == 0 ? 0 : value));
    }

    static void doublePrecision(byte[] a, int from, int length, Bytes out) {
        double value = floating(a, from, length, Double::parseDouble);
        out.addLong(Double.doubleToLongBits(value == 0 ? 0 : value));
    }

    private static double floating(byte[] a, int from, int length, ToDoubleFunction<String> parser) {
        String text = text(a, from, length);
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> parser.applyAsDouble(text);
        };
    }

    static void lower(byte[] a, int from, int length, Bytes out) {
        for (int i = from; i < from + length; i++) {
            out.add(a[i] >= 'A' && a[i] <= 'Z' ? a[i] + 32 : a[i]);
        }
    }

    /** Blanks at the end do not count. */
    static void withoutBlanks(byte[] a, int from, int length, Bytes out) {
        int end = from + length;
        while (end > from && a[end - 1] == ' ') {
            end--;
        }
        out.add(a, from, end - from);
    }

    /** Digits without needless zeros; NaN and infinities as they are. */
    static void number(byte[] a, int from, int length, Bytes out) {
        int end = from + length;
        if (find(a, from, end, 'e', 'E') >= 0) {
            byte[] plain = new BigDecimal(text(a, from, length)).toPlainString().getBytes(StandardCharsets.US_ASCII);
            number(plain, 0, plain.length, out);
            return;
        }
        boolean negative = length > 0 && a[from] == '-';
        int at = negative ? from + 1 : from;
        while (at < end - 1 && a[at] == '0' && a[at + 1] != '.') {
            at++;
        }
        end = withoutZerosOfAFraction(a, at, end);
        if (end == at || end == at + 1 && a[at] == '0') {
            out.add('0');
            return;
        }
        if (negative) {
            out.add('-');
        }
        if (a[at] == '.') {
            out.add('0');
        }
        out.add(a, at, end - at);
    }

    /** A date or time: a blank between them, no zone (it is UTC), no zeros at the end of a second's fraction. */
    static void moment(byte[] a, int from, int length, Bytes out) {
        int end = from + length;
        boolean beforeChrist = length > 3 && a[end - 1] == 'C' && a[end - 2] == 'B';
        end -= beforeChrist ? BEFORE_CHRIST.length : 0;
        end = withoutZerosOfAFraction(a, from, withoutUtc(a, from, end));
        for (int i = from; i < end; i++) {
            out.add(a[i] == 'T' ? ' ' : a[i]);
        }
        if (beforeChrist) {
            out.add(BEFORE_CHRIST);
        }
    }

    private static int withoutUtc(byte[] a, int from, int end) {
        if (end > from && a[end - 1] == 'Z') {
            return end - 1;
        }
        if (end - from > 3 && a[end - 3] == '+' && a[end - 2] == '0' && a[end - 1] == '0') {
            return end - 3;
        }
        return end - from > 6 && a[end - 6] == '+' && text(a, end - 6, 6).equals("+00:00") ? end - 6 : end;
    }

    private static int withoutZerosOfAFraction(byte[] a, int from, int to) {
        int point = find(a, from, to, '.', '.');
        if (point < 0) {
            return to;
        }
        int end = to;
        while (a[end - 1] == '0') {
            end--;
        }
        return end - 1 == point ? point : end;
    }

    private static int find(byte[] a, int from, int to, char one, char other) {
        for (int i = from; i < to; i++) {
            if (a[i] == one || a[i] == other) {
                return i;
            }
        }
        return -1;
    }

    private static String text(byte[] a, int from, int length) {
        return new String(a, from, length, StandardCharsets.UTF_8);
    }
}
