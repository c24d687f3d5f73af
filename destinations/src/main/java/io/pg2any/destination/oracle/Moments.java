package io.pg2any.destination.oracle;

import java.nio.charset.StandardCharsets;

import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * Dates and moments: PostgreSQL's ISO text (UTC) and Oracle's with the format elements {@code SYYYY-MM-DD HH24:MI:SS.FF6}, where a minus or a
 * blank stands before the year. Both store the fields and number the years before Christ alike, without a year 0.
 *
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/Data-Types.html">Oracle, SQL Language Reference: Data Types:
 *     DATE, from January 1, 4712 BC to December 31, 9999 AD</a>
 */
final class Moments {

    private static final int DAY = 10;
    private static final int SECOND = 19;
    private static final int FRACTION = 6;
    private static final int FIRST_YEAR = 4712;
    private static final String BC = " BC";
    private static final String LAST = "9999-12-31";
    private static final String FIRST = "4712-01-01";
    private static final String LAST_TIME = " 23:59:59";
    private static final String FIRST_TIME = " 00:00:00";

    private Moments() {}

    /** For a DATE, which has a time of day: of a date, midnight. */
    static String date(Row row, int cell) {
        String text = fields(row, cell);
        return text.length() == DAY + 1 ? text + FIRST_TIME : text.substring(0, SECOND + 1);
    }

    /** For a TIMESTAMP: always six digits behind the second. */
    static String timestamp(Row row, int cell) {
        String text = fields(row, cell);
        String digits = text.length() > SECOND + 2 ? text.substring(SECOND + 2) : "";
        if (text.length() < SECOND + 1 || digits.length() > FRACTION) {
            throw malformed();
        }
        return text.substring(0, SECOND + 1) + "." + digits + "0".repeat(FRACTION - digits.length());
    }

    /** For a TIMESTAMP WITH TIME ZONE. */
    static String timestampWithZone(Row row, int cell) {
        return timestamp(row, cell) + " +00:00";
    }

    /** Oracle's text as PostgreSQL would print the value. */
    static byte[] read(String text) {
        String sign = text.substring(0, 1);
        String fields = sign.equals(" ") || sign.equals("-") ? text.substring(1) : text;
        return (sign.equals("-") ? fields + BC : fields).getBytes(StandardCharsets.US_ASCII);
    }

    /** The fields with the year's sign before them and no zone behind. */
    private static String fields(Row row, int cell) {
        String text = new String(row.array(), row.start(cell), row.length(cell), StandardCharsets.US_ASCII);
        boolean timed = text.indexOf(':') >= 0;
        if (text.startsWith("-") || text.startsWith("inf")) {
            throw new UnfitValue("an infinite moment", text.startsWith("-") ? FIRST + (timed ? FIRST_TIME : "") + BC : LAST + (timed ? LAST_TIME : ""));
        }
        boolean before = text.endsWith(BC);
        String fields = withoutZone(before ? text.substring(0, text.length() - BC.length()) : text);
        int year = fields.indexOf('-');
        if (year < 4 || fields.length() < year + 6) {
            throw malformed();
        }
        require(fields, Integer.parseInt(fields, 0, year, 10), before, timed);
        return (before ? "-" : " ") + fields;
    }

    private static String withoutZone(String text) {
        int zone = text.indexOf('+', Math.min(text.length(), DAY));
        if (zone >= 0 && !text.substring(zone).matches("\\+00(:00)?")) {
            throw new UnfitValue("a time of another zone than UTC");
        }
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static void require(String fields, int year, boolean before, boolean timed) {
        if (before && year > FIRST_YEAR) {
            throw new UnfitValue("a moment before the year 4712 BC", FIRST + (timed ? FIRST_TIME : "") + BC);
        }
        if (!before && fields.indexOf('-') > 4) {
            throw new UnfitValue("a moment after the year 9999", LAST + (timed ? LAST_TIME : ""));
        }
        String day = fields.substring(0, DAY);
        if (!before && day.compareTo("1582-10-04") > 0 && day.compareTo("1582-10-15") < 0) {
            throw new UnfitValue("one of the ten days that Oracle's calendar leaves out in October 1582", "1582-10-15" + (timed ? FIRST_TIME : ""));
        }
        if (before && day.endsWith("-02-29")) {
            throw new UnfitValue("a 29th of February before Christ, where the calendars have other leap years",
                    day.substring(0, DAY - 1) + "8" + (timed ? LAST_TIME : "") + BC);
        }
    }

    private static UnfitValue malformed() {
        return new UnfitValue("a text that is not a date or time in ISO form");
    }
}
