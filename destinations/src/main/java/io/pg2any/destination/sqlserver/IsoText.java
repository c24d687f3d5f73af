package io.pg2any.destination.sqlserver;

import java.nio.charset.StandardCharsets;

import io.pg2any.destination.jdbc.UnfitValue;

/**
 * Dates and times as PostgreSQL prints them (ISO, UTC), in the one form that SQL Server reads the same whatever the session's language:
 * ISO 8601 with a {@code T}.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/data-types/datetime2-transact-sql">Microsoft, datetime2: supported string
 *     literal formats</a>
 */
final class IsoText {

    private static final int DAY = 10;
    private static final int SECONDS = 8;
    private static final String UTC = "+00:00";
    private static final String FIRST = "0001-01-01";
    private static final String FIRST_TIME = "00:00:00";
    private static final String LAST = "9999-12-31";
    /** A whole second: a fraction would be rounded up where the column has fewer digits. */
    private static final String LAST_TIME = "23:59:59";

    private IsoText() {}

    /** {@code 2024-02-29}. */
    static String date(byte[] text, int from, int length) {
        requireOurEra(text, from, length, false);
        if (length != DAY) {
            throw malformed();
        }
        return ascii(text, from, length);
    }

    /** {@code 12:34:56.789}, before 24:00. */
    static String time(byte[] text, int from, int length) {
        if (length < SECONDS) {
            throw malformed();
        }
        if (text[from] == '2' && text[from + 1] == '4') {
            throw new UnfitValue("the time 24:00:00", LAST_TIME);
        }
        return ascii(text, from, length);
    }

    /**
     * {@code 2024-02-29T12:34:56.789}.
     *
     * @param zoned whether the offset of UTC is to stand behind it
     */
    static String timestamp(byte[] text, int from, int length, boolean zoned) {
        requireOurEra(text, from, length, true);
        if (length < DAY + 1 + SECONDS) {
            throw malformed();
        }
        int end = withoutZone(text, from, length);
        return ascii(text, from, DAY) + "T" + ascii(text, from + DAY + 1, end - from - DAY - 1) + (zoned ? UTC : "");
    }

    /** The index behind the time: {@code +00} of the source and {@code  +00:00} of the target are the same zone. */
    private static int withoutZone(byte[] text, int from, int length) {
        int end = from + length;
        for (int i = from + DAY + 1 + SECONDS; i < end; i++) {
            if (text[i] == '+' || text[i] == '-' || text[i] == ' ') {
                String zone = ascii(text, i, end - i).strip();
                if (!zone.equals("+00") && !zone.equals(UTC)) {
                    throw new UnfitValue("a time of another zone than UTC");
                }
                return i;
            }
        }
        return end;
    }

    private static void requireOurEra(byte[] text, int from, int length, boolean timed) {
        int end = from + length;
        String first = FIRST + (timed ? " " + FIRST_TIME : "");
        String last = LAST + (timed ? " " + LAST_TIME : "");
        if (text[from] == 'i' || text[from] == '-') {
            throw new UnfitValue("an infinite moment", text[from] == '-' ? first : last);
        }
        if (length > 3 && text[end - 1] == 'C' && text[end - 2] == 'B') {
            throw new UnfitValue("a moment before the year 1", first);
        }
        if (length > 4 && text[from + 4] != '-') {
            throw new UnfitValue("a moment after the year 9999", last);
        }
    }

    private static String ascii(byte[] text, int from, int length) {
        return new String(text, from, length, StandardCharsets.US_ASCII);
    }

    private static UnfitValue malformed() {
        return new UnfitValue("a text that is not a date or time in ISO form");
    }
}
