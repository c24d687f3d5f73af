package io.pg2any.destination.mysql;

import io.pg2any.destination.jdbc.UnfitValue;

/**
 * Dates and times as PostgreSQL prints them (ISO, UTC), read from the text's bytes into the bits of a long: year, month, day, hour,
 * minute, second, microseconds.
 */
final class Moment {

    private static final int LAST_YEAR = 9999;
    private static final int MICROS_BITS = 20;
    private static final int SECOND_AT = MICROS_BITS;
    private static final int MINUTE_AT = SECOND_AT + 6;
    private static final int HOUR_AT = MINUTE_AT + 6;
    private static final int DAY_AT = HOUR_AT + 5;
    private static final int MONTH_AT = DAY_AT + 5;
    private static final int YEAR_AT = MONTH_AT + 4;
    private static final int DAY_LENGTH = 10;
    private static final int TIME_LENGTH = 8;

    private Moment() {}

    /** {@code 2024-02-29}. */
    static long date(byte[] text, int from, int length) {
        requireOurEra(text, from, length, "");
        if (length != DAY_LENGTH) {
            throw malformed();
        }
        return day(text, from);
    }

    /** {@code 2024-02-29 12:34:56.789}, perhaps with {@code +00} behind it. */
    static long timestamp(byte[] text, int from, int length) {
        requireOurEra(text, from, length, " ");
        if (length < DAY_LENGTH + 1 + TIME_LENGTH) {
            throw malformed();
        }
        return day(text, from) | time(text, from + DAY_LENGTH + 1, length - DAY_LENGTH - 1);
    }

    /** {@code 12:34:56.789}, perhaps with {@code +00} behind it. */
    static long time(byte[] text, int from, int length) {
        if (length < TIME_LENGTH) {
            throw malformed();
        }
        long bits = (long) digits(text, from, 2) << HOUR_AT | (long) digits(text, from + 3, 2) << MINUTE_AT
                | (long) digits(text, from + 6, 2) << SECOND_AT;
        int at = from + TIME_LENGTH;
        int end = from + length;
        if (at < end && text[at] == '.') {
            int unit = 100_000;
            for (at++; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
                if (unit == 0) {
                    throw malformed();
                }
                bits += (long) (text[at] - '0') * unit;
                unit /= 10;
            }
        }
        boolean utc = at == end || at + 3 == end && text[at] == '+' && text[at + 1] == '0' && text[at + 2] == '0';
        if (!utc) {
            throw new UnfitValue("a time of another zone than UTC");
        }
        return bits;
    }

    private static long day(byte[] text, int from) {
        return (long) digits(text, from, 4) << YEAR_AT | (long) digits(text, from + 5, 2) << MONTH_AT | (long) digits(text, from + 8, 2) << DAY_AT;
    }

    /** @param time what stands between a day and a time; empty: there is none */
    private static void requireOurEra(byte[] text, int from, int length, String time) {
        int end = from + length;
        if (text[from] == 'i' || text[from] == '-') {
            throw new UnfitValue("an infinite moment", text[from] == '-' ? first(time) : last(time));
        }
        if (length > 3 && text[end - 1] == 'C' && text[end - 2] == 'B') {
            throw new UnfitValue("a moment before the year 1", first(time));
        }
        if (length > 4 && text[from + 4] != '-') {
            throw new UnfitValue("a moment after the year " + LAST_YEAR, last(time));
        }
    }

    private static String first(String time) {
        return "0001-01-01" + (time.isEmpty() ? "" : time + "00:00:00");
    }

    /** The last second: a fraction would be rounded up where the column has fewer digits. */
    private static String last(String time) {
        return LAST_YEAR + "-12-31" + (time.isEmpty() ? "" : time + "23:59:59");
    }

    private static int digits(byte[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                throw malformed();
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static UnfitValue malformed() {
        return new UnfitValue("a text that is not a date or time in ISO form");
    }

    static int year(long moment) {
        return (int) (moment >>> YEAR_AT);
    }

    static int month(long moment) {
        return (int) (moment >>> MONTH_AT) & 15;
    }

    static int day(long moment) {
        return (int) (moment >>> DAY_AT) & 31;
    }

    static int hour(long moment) {
        return (int) (moment >>> HOUR_AT) & 31;
    }

    static int minute(long moment) {
        return (int) (moment >>> MINUTE_AT) & 63;
    }

    static int second(long moment) {
        return (int) (moment >>> SECOND_AT) & 63;
    }

    static int micros(long moment) {
        return (int) moment & (1 << MICROS_BITS) - 1;
    }
}
