package io.pg2any.type;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.function.Supplier;

/** Random literals of PostgreSQL's types, with a liking for what is at the edge. */
final class ValueGenerator {

    private static final String[] CHARACTERS = {
        "a", "B", "7", " ", "\"", "'", "\\", "{", "}", "(", ")", "[", "]", ",", ";", ":", "\t", "\n", "\r", "\f", "\u000b", "ü", "€", "😀", "\u00a0", "\u0085"
    };

    private final SplittableRandom random;

    ValueGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    @SafeVarargs
    final <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }

    String integer(int bits) {
        long value = random.nextLong() >> 64 - 1 - random.nextInt(bits);
        return random.nextInt(8) == 0 ? pick("0", "-1", "" + -(1L << bits - 2) * 2, "" + ((1L << bits - 2) * 2 - 1)) : "" + value;
    }

    String unsigned(int bits) {
        return Long.toUnsignedString(random.nextLong() >>> 64 - bits + random.nextInt(bits));
    }

    String float8() {
        return switch (random.nextInt(8)) {
            case 0 -> pick("NaN", "Infinity", "-Infinity", "-0", "0", "1e23", "5e-324", "1e22", "2e-323", "9e-324", "4.35",
                    "1.7976931348623157e308", "2.2250738585072014e-308", "2.225073858507201e-308", "1e15", "1e14", "123456789012345678", "1e-4", "1e-5");
            case 1 -> "" + random.nextInt(-100_000, 100_000) / 100.0;
            case 2 -> "" + Math.scalb(1.0, random.nextInt(-1074, 1024));
            case 3 -> "" + random.nextLong() / (double) (1L << random.nextInt(60));
            case 4 -> random.nextInt(1, 100) + "e" + random.nextInt(-323, 307);
            case 5 -> "" + Double.longBitsToDouble(random.nextLong(1L << 20));
            default -> {
                double value = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(value) ? "" + value : "1";
            }
        };
    }

    String float4() {
        return switch (random.nextInt(7)) {
            case 0 -> pick("NaN", "Infinity", "-Infinity", "-0", "1e-45", "3e-45", "3.4028235e38", "1e10", "1e11", "8388608.5", "33554432", "123456", "1234567", "1e5", "1e6", "1e-4", "1e-5");
            case 1 -> "" + random.nextInt(-100_000, 100_000) / 100f;
            case 2 -> "" + Math.scalb(1f, random.nextInt(-149, 128));
            case 3 -> random.nextInt(1, 100) + "e" + random.nextInt(-44, 37);
            case 4 -> "" + Float.intBitsToFloat(random.nextInt(1 << 12));
            default -> {
                float value = Float.intBitsToFloat(random.nextInt());
                yield Float.isFinite(value) ? "" + value : "1";
            }
        };
    }

    String numeric() {
        return switch (random.nextInt(10)) {
            case 0 -> pick("NaN", "Infinity", "-Infinity", "0", "0.00", "-0.000", "0.0001", "0.00001", "10000", "1e131071", "1e-16383", "9999.9999", "1.0000");
            case 1 -> random.nextInt(-999, 1000) + "e" + random.nextInt(-60, 60);
            default -> pick("", "-") + digits(random.nextInt(1, 40)) + (random.nextBoolean() ? "." + digits(random.nextInt(1, 40)) : "");
        };
    }

    String digits(int count) {
        StringBuilder digits = new StringBuilder();
        while (digits.length() < count) {
            digits.append(random.nextInt(3) == 0 ? "0000".substring(0, random.nextInt(1, 5)) : "" + random.nextInt(10000));
        }
        return digits.substring(0, count);
    }

    String text() {
        if (random.nextInt(10) == 0) {
            return pick("", "NULL", "null", "Null", "nulls", " ", "plain");
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(pick(CHARACTERS));
        }
        return text.toString();
    }

    String hex(int bytes) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < bytes; i++) {
            hex.append(String.format(Locale.ROOT, "%02x", random.nextInt(4) == 0 ? 0 : random.nextInt(256)));
        }
        return hex.toString();
    }

    String bytea() {
        return "\\x" + hex(random.nextInt(12));
    }

    String date() {
        return switch (random.nextInt(10)) {
            case 0 -> pick("infinity", "-infinity", "4714-11-24 BC", "5874897-12-31", "0001-12-31 BC", "0001-01-01", "2000-02-29", "1900-02-28", "2000-01-01");
            case 1 -> day(random.nextInt(1, 294276));
            case 2 -> day(random.nextInt(1, 4713)) + " BC";
            default -> day(random.nextInt(1800, 2200));
        };
    }

    private String day(int year) {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, random.nextInt(1, 13), random.nextInt(1, 29));
    }

    String time() {
        return switch (random.nextInt(10)) {
            case 0 -> pick("24:00:00", "00:00:00", "23:59:59.999999", "00:00:00.000001", "12:00:00.1");
            case 1 -> String.format(Locale.ROOT, "%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
            default -> String.format(
                    Locale.ROOT, "%02d:%02d:%02d.%s", random.nextInt(24), random.nextInt(60), random.nextInt(60), digits(random.nextInt(1, 7)));
        };
    }

    String timetz() {
        return time() + pick("+", "-")
                + pick("00", "02", "15:59", "05:30", "12:34:56", String.format(Locale.ROOT, "%02d:%02d:%02d", random.nextInt(16), random.nextInt(60), random.nextInt(60)));
    }

    String timestamp() {
        return switch (random.nextInt(12)) {
            case 0 -> pick("infinity", "-infinity", "4714-11-24 00:00:00 BC", "294276-12-31 23:59:59.999999", "1999-12-31 23:59:59.999999");
            case 1 -> day(random.nextInt(1, 4713)) + " " + time() + " BC";
            case 2 -> day(random.nextInt(1, 294276)) + " " + time();
            default -> day(random.nextInt(1800, 2200)) + " " + time();
        };
    }

    String interval() {
        if (random.nextInt(12) == 0) {
            return pick("infinity", "-infinity", "0", "-1 day +00:00:01", "1 mon -1 day", "-178000000 years", "-00:00:00.000001",
                    "2147483647 mons -2147483648 days -2562047788:00:54.775807", "2562047788:00:54.775807");
        }
        StringJoiner interval = new StringJoiner(" ");
        interval.add(random.nextInt(-3, 4) + " years").add(random.nextInt(-30, 31) + " mons").add(random.nextInt(-40, 41) * random.nextInt(2) + " days");
        return interval.add(pick("", "-", "+") + pick("0", "00:00:01", time(), random.nextInt(1000) + ":" + random.nextInt(60))).toString();
    }

    String json() {
        return pick("{\"a\": [1, 2.50, null, true], \"ü\": \"x\\ny\"}", "[]", "null", "\"" + digits(5) + "\"", "{ \"b\" :1 ,\"a\":{} }", "-1.0e5", integer(40));
    }

    String bits(int count) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            bits.append(random.nextInt(2));
        }
        return bits.toString();
    }

    String varbit() {
        return bits(random.nextInt(40));
    }

    String inet() {
        if (random.nextBoolean()) {
            String address = random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
            return address + pick("", "/32", "/" + random.nextInt(33));
        }
        return ipv6() + pick("", "/128", "/" + random.nextInt(129));
    }

    private String ipv6() {
        if (random.nextInt(5) == 0) {
            return pick("::", "::1", "::ffff:1.2.3.4", "::1.2.3.4", "1::", "::2", "::ffff:0:1", "fe80::", "1:0:0:2:0:0:0:3", "::1:2");
        }
        StringJoiner words = new StringJoiner(":");
        for (int i = 0; i < 8; i++) {
            words.add(pick("0", "0", "0", "1", Integer.toHexString(random.nextInt(65536))));
        }
        return words.toString();
    }

    String cidr() {
        String full = pick("10.0.0.0/8", "192.168.100.128/25", "1.2.3.4/32", "0.0.0.0/0", "::/0", "::1/128", "2001:db8::/32", "::ffff:1.2.3.0/120");
        return random.nextInt(3) == 0 ? "" + random.nextInt(256) + ".0.0.0/8" : full;
    }

    String lsn() {
        return Long.toHexString(random.nextInt(1 << 30) >> random.nextInt(30)) + "/" + Integer.toHexString(random.nextInt()).toUpperCase(Locale.ROOT);
    }

    String coordinate() {
        return random.nextInt(4) == 0 ? float8() : "" + random.nextInt(-1000, 1000) / 8.0;
    }

    String point() {
        return "(" + coordinate() + "," + coordinate() + ")";
    }

    String points(int atLeast) {
        StringJoiner points = new StringJoiner(",");
        for (int i = random.nextInt(4) + atLeast; i > 0; i--) {
            points.add(point());
        }
        return points.toString();
    }

    String line() {
        return "{" + random.nextInt(1, 9) + "," + random.nextInt(-9, 9) + "," + random.nextInt(-900, 900) / 7.0 + "}";
    }

    String lexeme() {
        String text = text().replace("\\", "\\\\").replace("'", "''");
        return "'" + (text.isBlank() ? "x" : text) + "'";
    }

    String tsvector() {
        StringJoiner vector = new StringJoiner(" ");
        for (int i = random.nextInt(5); i > 0; i--) {
            vector.add(lexeme() + pick("", ":" + random.nextInt(1, 17000), ":1A,2B,3C,4D,16383", ":7," + random.nextInt(1, 99) + pick("A", "B", "C", "D")));
        }
        return vector.toString();
    }

    String tsquery(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return lexeme() + pick("", "", ":*", ":A", ":*BD", ":ABCD");
        }
        return switch (random.nextInt(6)) {
            case 0 -> "!(" + tsquery(depth - 1) + ")";
            case 1 -> "(" + tsquery(depth - 1) + ") & (" + tsquery(depth - 1) + ")";
            case 2 -> "(" + tsquery(depth - 1) + ") | (" + tsquery(depth - 1) + ")";
            case 3 -> "(" + tsquery(depth - 1) + ") <-> (" + tsquery(depth - 1) + ")";
            case 4 -> "(" + tsquery(depth - 1) + ") <" + random.nextInt(20) + "> (" + tsquery(depth - 1) + ")";
            default -> tsquery(depth - 1) + " & " + tsquery(depth - 1) + " | " + tsquery(depth - 1);
        };
    }

    String array(Supplier<String> element, char delimiter) {
        return switch (random.nextInt(6)) {
            case 0 -> "{}";
            case 1 -> {
                String row = elements(element, 2, delimiter);
                yield "{" + row + delimiter + elements(element, 2, delimiter) + delimiter + elements(element, 2, delimiter) + "}";
            }
            case 2 -> "[" + -2 + ":0]=" + elements(element, 3, delimiter);
            case 3 -> "[5:5][0:1]={" + elements(element, 2, delimiter) + "}";
            default -> elements(element, random.nextInt(1, 6), delimiter);
        };
    }

    private String elements(Supplier<String> element, int count, char delimiter) {
        StringJoiner elements = new StringJoiner("" + delimiter, "{", "}");
        for (int i = 0; i < count; i++) {
            elements.add(random.nextInt(6) == 0 ? "NULL" : quoted(element.get()));
        }
        return elements.toString();
    }

    String range(Supplier<String> bound) {
        String one = random.nextInt(6) == 0 ? "" : quoted(bound.get());
        String two = random.nextInt(6) == 0 ? "" : quoted(bound.get());
        return random.nextInt(10) == 0 ? "empty" : pick("[", "(") + one + "," + two + pick("]", ")");
    }

    @SafeVarargs
    final String composite(Supplier<String>... fields) {
        StringJoiner composite = new StringJoiner(",", "(", ")");
        for (Supplier<String> field : fields) {
            composite.add(random.nextInt(5) == 0 ? "" : quoted(field.get()));
        }
        return composite.toString();
    }

    String snapshot() {
        int min = random.nextInt(1, 1_000_000);
        return pick(min + ":" + min + ":", min + ":" + (min + 20) + ":" + (min + 3) + "," + (min + 7));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
