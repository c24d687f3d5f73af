package io.pg2any.type;

/**
 * Dates, times and intervals, as printed with {@code DateStyle=ISO}, {@code IntervalStyle=postgres} and {@code TimeZone=UTC}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html">PostgreSQL manual, Date/Time Types</a>
 */
final class TimeForms {

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    private static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    private static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

    /** From 0000-03-01 to 2000-01-01. */
    private static final int DAYS_TO_2000 = 730_425;

    private static final int DAYS_PER_400_YEARS = 146_097;
    private static final int DAYS_PER_100_YEARS = 36_524;
    private static final int DAYS_PER_4_YEARS = 1_460;

    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";

    private TimeForms() {}

    /** Int32 days since 2000-01-01. */
    static void date(ValueReader in, TextWriter out) {
        int days = in.int32();
        if (days == Integer.MAX_VALUE) {
            out.ascii(INFINITY);
        } else if (days == Integer.MIN_VALUE) {
            out.ascii(MINUS_INFINITY);
        } else if (!day(days, out)) {
            out.ascii(" BC");
        }
    }

    /** Int64 microseconds since midnight. */
    static void time(ValueReader in, TextWriter out) {
        clock(timeOfDay(in), out);
    }

    /** Int64 microseconds since midnight, Int32 seconds west of Greenwich. */
    static void timeWithZone(ValueReader in, TextWriter out) {
        clock(timeOfDay(in), out);
        int west = in.int32();
        long seconds = Math.abs((long) west);
        out.put(west > 0 ? '-' : '+').padded(seconds / 3600, 2);
        if (seconds % 3600 != 0) {
            out.put(':').padded(seconds / 60 % 60, 2);
        }
        if (seconds % 60 != 0) {
            out.put(':').padded(seconds % 60, 2);
        }
    }

    /** Int64 microseconds since 2000-01-01. */
    static void timestamp(ValueReader in, TextWriter out) {
        timestamp(in.int64(), "", out);
    }

    /** Int64 microseconds since 2000-01-01 UTC. */
    static void timestampWithZone(ValueReader in, TextWriter out) {
        timestamp(in.int64(), "+00", out);
    }

    private static void timestamp(long micros, String zone, TextWriter out) {
        if (micros == Long.MAX_VALUE) {
            out.ascii(INFINITY);
            return;
        }
        if (micros == Long.MIN_VALUE) {
            out.ascii(MINUS_INFINITY);
            return;
        }
        boolean afterChrist = day(Math.floorDiv(micros, MICROS_PER_DAY), out);
        clock(Math.floorMod(micros, MICROS_PER_DAY), out.put(' '));
        out.ascii(zone);
        if (!afterChrist) {
            out.ascii(" BC");
        }
    }

    /** Int64 microseconds, Int32 days, Int32 months. */
    static void interval(ValueReader in, TextWriter out) {
        long micros = in.int64();
        int days = in.int32();
        int months = in.int32();
        if (micros == Long.MAX_VALUE && days == Integer.MAX_VALUE && months == Integer.MAX_VALUE) {
            out.ascii(INFINITY);
        } else if (micros == Long.MIN_VALUE && days == Integer.MIN_VALUE && months == Integer.MIN_VALUE) {
            out.ascii(MINUS_INFINITY);
        } else {
            interval(months, days, micros, out);
        }
    }

    /** A positive part after a negative one gets a sign, so that it is not read as negative too. */
    private static void interval(int months, int days, long micros, TextWriter out) {
        int start = out.size();
        boolean afterNegative = part(months / 12, "year", start, false, out);
        afterNegative = part(months % 12, "mon", start, afterNegative, out);
        afterNegative = part(days, "day", start, afterNegative, out);
        boolean empty = out.size() == start;
        if (empty || micros != 0) {
            if (!empty) {
                out.put(' ');
            }
            if (micros < 0) {
                out.put('-');
            } else if (afterNegative) {
                out.put('+');
            }
            unsignedClock(micros, out);
        }
    }

    private static boolean part(int value, String unit, int start, boolean afterNegative, TextWriter out) {
        if (value == 0) {
            return afterNegative;
        }
        if (out.size() > start) {
            out.put(' ');
        }
        if (afterNegative && value > 0) {
            out.put('+');
        }
        out.number(value).put(' ').ascii(unit);
        if (value != 1) {
            out.put('s');
        }
        return value < 0;
    }

    /** The clock of an interval's absolute value; that of the smallest number is right as an unsigned one. */
    private static void unsignedClock(long micros, TextWriter out) {
        long abs = Math.abs(micros);
        long hours = Long.divideUnsigned(abs, MICROS_PER_HOUR);
        out.padded(hours, 2);
        minutes(abs - hours * MICROS_PER_HOUR, out);
    }

    /** Up to 24:00:00, inclusive. */
    private static long timeOfDay(ValueReader in) {
        long micros = in.int64();
        if (micros < 0 || micros > MICROS_PER_DAY) {
            throw in.error("a time outside of the day");
        }
        return micros;
    }

    private static void clock(long micros, TextWriter out) {
        out.padded(micros / MICROS_PER_HOUR, 2);
        minutes(micros % MICROS_PER_HOUR, out);
    }

    private static void minutes(long micros, TextWriter out) {
        out.put(':').padded(micros / MICROS_PER_MINUTE, 2);
        out.put(':').padded(micros % MICROS_PER_MINUTE / MICROS_PER_SECOND, 2);
        long fraction = micros % MICROS_PER_SECOND;
        if (fraction != 0) {
            int digits = 6;
            for (; fraction % 10 == 0; fraction /= 10) {
                digits--;
            }
            out.put('.').padded(fraction, digits);
        }
    }

    /**
     * Writes the day of the proleptic Gregorian calendar that is {@code days} after 2000-01-01; false if it is before Christ.
     * Years are counted from March, so that the leap day is a year's last.
     */
    private static boolean day(long days, TextWriter out) {
        long sinceMarch0 = days + DAYS_TO_2000;
        long era = Math.floorDiv(sinceMarch0, DAYS_PER_400_YEARS);
        int dayOfEra = (int) Math.floorMod(sinceMarch0, (long) DAYS_PER_400_YEARS);
        int yearOfEra =
                (dayOfEra - dayOfEra / DAYS_PER_4_YEARS + dayOfEra / DAYS_PER_100_YEARS - dayOfEra / (DAYS_PER_400_YEARS - 1)) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        out.padded(year > 0 ? year : 1 - year, 4).put('-').padded(month, 2).put('-').padded(day, 2);
        return year > 0;
    }
}
