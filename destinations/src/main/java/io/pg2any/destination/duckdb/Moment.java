package io.pg2any.destination.duckdb;

import java.time.LocalDate;

import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * Dates and times as PostgreSQL prints them (ISO, UTC), as the numbers that DuckDB keeps: days and microseconds since 1970, the infinities
 * being the largest of their size.
 *
 * @see <a href="https://duckdb.org/docs/current/sql/data_types/timestamp">DuckDB, Timestamp Types</a>
 */
final class Moment {

    static final int INFINITE_DAYS = Integer.MAX_VALUE;
    static final long INFINITE_MICROS = Long.MAX_VALUE;

    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final long MICROS_OF_SECOND = 1_000_000L;
    private static final int DAY_REST = 6; // "-02-29"
    private static final int TIME_LENGTH = 8;
    private static final String LAST = "294247-01-10 04:00:54.775806";
    private static final String BEFORE_CHRIST = " BC";
    private static final String BEFORE_CHRIST_DUCKDB = " (BC)";

    private Moment() {}

    /** {@code 2024-02-29}, {@code 0044-03-15 BC}, {@code infinity}. */
    static int days(Row row, int cell) {
        byte[] text = row.array();
        int from = row.start(cell);
        int end = from + row.length(cell);
        if (text[from] == 'i') {
            return INFINITE_DAYS;
        }
        return text[from] == '-' ? -INFINITE_DAYS : Math.toIntExact(day(text, from, yearEnd(text, from, end), isBeforeChrist(text, end)));
    }

    /** {@code 2024-02-29 12:34:56.789}, perhaps with {@code +00} or {@code BC} behind it. */
    static long micros(Row row, int cell) {
        byte[] text = row.array();
        int from = row.start(cell);
        int end = from + row.length(cell);
        if (text[from] == 'i') {
            return INFINITE_MICROS;
        }
        if (text[from] == '-') {
            return -INFINITE_MICROS;
        }
        int yearEnd = yearEnd(text, from, end);
        boolean beforeChrist = isBeforeChrist(text, end);
        long time = time(text, yearEnd + DAY_REST + 1, beforeChrist ? end - BEFORE_CHRIST.length() : end);
        try {
            long micros = Math.addExact(Math.multiplyExact(day(text, from, yearEnd, beforeChrist), MICROS_OF_DAY), time);
            if (micros < INFINITE_MICROS) {
                return micros;
            }
        } catch (ArithmeticException e) {
            throw beyond();
        }
        throw beyond();
    }

    private static UnfitValue beyond() {
        return new UnfitValue("a moment after " + LAST, LAST);
    }

    /** {@code 12:34:56.789}, up to {@code 24:00:00}. */
    static long timeOfDay(Row row, int cell) {
        return time(row.array(), row.start(cell), row.start(cell) + row.length(cell));
    }

    private static int yearEnd(byte[] text, int from, int end) {
        int at = from;
        while (at < end && text[at] != '-') {
            at++;
        }
        if (at - from < 4 || end - at < DAY_REST) {
            throw malformed();
        }
        return at;
    }

    private static boolean isBeforeChrist(byte[] text, int end) {
        return text[end - 1] == 'C' && text[end - 2] == 'B';
    }

    /** The year before the year 1 is the year 1 BC. */
    private static long day(byte[] text, int from, int yearEnd, boolean beforeChrist) {
        int year = digits(text, from, yearEnd - from);
        return LocalDate.of(beforeChrist ? 1 - year : year, digits(text, yearEnd + 1, 2), digits(text, yearEnd + 4, 2)).toEpochDay();
    }

    private static long time(byte[] text, int from, int end) {
        if (end - from < TIME_LENGTH) {
            throw malformed();
        }
        long micros = (digits(text, from, 2) * 3600L + digits(text, from + 3, 2) * 60L + digits(text, from + 6, 2)) * MICROS_OF_SECOND;
        int at = from + TIME_LENGTH;
        if (at < end && text[at] == '.') {
            long unit = MICROS_OF_SECOND / 10;
            for (at++; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
                micros += (text[at] - '0') * unit;
                unit /= 10;
            }
        }
        boolean utc = at == end || at + 3 == end && text[at] == '+' && text[at + 1] == '0' && text[at + 2] == '0';
        if (!utc) {
            throw new UnfitValue("a time of another zone than UTC");
        }
        return micros;
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

    /** The same in DuckDB's spelling: {@code 0044-03-15 (BC) 12:00:00}. */
    static String forDuckDb(String text) {
        if (!text.endsWith(BEFORE_CHRIST)) {
            return text;
        }
        String moment = text.substring(0, text.length() - BEFORE_CHRIST.length());
        int space = moment.indexOf(' ');
        return space < 0 ? moment + BEFORE_CHRIST_DUCKDB : moment.substring(0, space) + BEFORE_CHRIST_DUCKDB + moment.substring(space);
    }

    /** The same in PostgreSQL's spelling. */
    static String forPostgres(String text) {
        return text.contains(BEFORE_CHRIST_DUCKDB) ? text.replace(BEFORE_CHRIST_DUCKDB, "") + BEFORE_CHRIST : text;
    }
}
