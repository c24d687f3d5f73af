package io.pg2any.destination.mysql;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

import io.pg2any.destination.jdbc.UnfitValue;

/** Finds numbers in a JSON text that MySQL's JSON cannot hold: it knows integers of 64 bits and doubles. */
final class JsonNumbers {

    /** Every decimal of so many digits comes back out of a double as it went in. */
    private static final int SAFE_DIGITS = 15;
    private static final BigDecimal SMALLEST_INTEGER = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LARGEST_INTEGER = new BigDecimal("18446744073709551615");

    private JsonNumbers() {}

    /**
     * Looks at every number.
     *
     * @throws UnfitValue at the first that would be changed
     */
    static void requireExact(byte[] json, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end) {
            byte c = json[at];
            if (c == '"') {
                at = behindString(json, at + 1, end);
            } else if (c == '-' || c >= '0' && c <= '9') {
                int start = at;
                int digits = 0;
                boolean exponent = false;
                while (at < end && isOfNumber(json[at])) {
                    digits += json[at] >= '0' && json[at] <= '9' ? 1 : 0;
                    exponent |= json[at] == 'e' || json[at] == 'E';
                    at++;
                }
                if ((digits > SAFE_DIGITS || exponent) && !isExact(new String(json, start, at - start, StandardCharsets.US_ASCII))) {
                    throw new UnfitValue("a number inside the document that is neither an integer of 64 bits nor a double");
                }
            } else {
                at++;
            }
        }
    }

    private static int behindString(byte[] json, int from, int end) {
        int at = from;
        while (at < end && json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static boolean isOfNumber(byte c) {
        return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    private static boolean isExact(String number) {
        BigDecimal value = new BigDecimal(number);
        if (number.indexOf('.') < 0 && value.compareTo(SMALLEST_INTEGER) >= 0 && value.compareTo(LARGEST_INTEGER) <= 0) {
            return true;
        }
        double stored = Double.parseDouble(number);
        return Double.isFinite(stored) && new BigDecimal(Double.toString(stored)).compareTo(value) == 0;
    }
}
