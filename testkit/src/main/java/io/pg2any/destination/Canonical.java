package io.pg2any.destination;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One spelling for every value, whichever database it was read from. Written without any of the product's code. */
public final class Canonical {

    public static final String NULL = "∅";

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final int MANY_DIGITS = 1000;
    private static final Pattern ZONE = Pattern.compile("(.*\\d) ?([+-]\\d\\d(?::?\\d\\d)?|Z)( BC)?");
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).toFormatter(Locale.ROOT);

    private Canonical() {}

    /** {@code value} as a driver gave it: null, text, number, boolean or bytes. */
    public static String of(Category category, Object value) {
        if (value == null) {
            return NULL;
        }
        return switch (category) {
            case BOOLEAN -> bool(value.toString());
            case NUMBER -> number(value.toString());
            case FLOAT4 -> Float.toString((float) real(value.toString()));
            case FLOAT8 -> Double.toString(real(value.toString()));
            case DATE -> value.toString();
            case TIME -> withoutTrailingZeros(value.toString());
            case TIMESTAMP -> withoutTrailingZeros(value.toString().replace('T', ' '));
            case TIMESTAMPTZ -> withoutTrailingZeros(utc(value.toString().replace('T', ' ')));
            case JSON -> json(JSON.readTree(value.toString()));
            case BYTEA -> value instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : value.toString();
            case TEXT -> value.toString();
        };
    }

    private static String bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "t", "true", "1" -> "true";
            case "f", "false", "0" -> "false";
            default -> "not a boolean: " + text;
        };
    }

    private static String number(String text) {
        return text.matches("-?[0-9.]+([eE][-+]?[0-9]+)?") ? plain(new BigDecimal(text)) : text;
    }

    private static String plain(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return number.signum() == 0 ? "0" : Math.abs(shortest.scale()) < MANY_DIGITS ? shortest.toPlainString() : shortest.toString();
    }

    private static double real(String text) {
        return Double.parseDouble(text);
    }

    /** A moment as UTC's clock shows it; one without a zone is taken for that. */
    private static String utc(String text) {
        Matcher zoned = ZONE.matcher(text);
        if (!zoned.matches() || !text.contains(":")) {
            return text;
        }
        String clock = zoned.group(1);
        ZoneOffset offset = ZoneOffset.of(zoned.group(2).replaceFirst("^([+-]\\d\\d)(\\d\\d)$", "$1:$2"));
        if (offset.getTotalSeconds() != 0) {
            clock = LocalDateTime.parse(clock, MOMENT).minusSeconds(offset.getTotalSeconds()).format(MOMENT);
        }
        return zoned.group(3) == null ? clock : clock + zoned.group(3);
    }

    private static String withoutTrailingZeros(String text) {
        return text.replaceFirst("(\\.\\d*?)0+( BC)?$", "$1$2").replaceFirst("\\.( BC)?$", "$1");
    }

    private static String json(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, String> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), json(member.getValue())));
            return members.toString();
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false).map(Canonical::json).collect(Collectors.joining(",", "[", "]"));
        }
        return node.isNumber() ? plain(node.decimalValue()) : node.toString();
    }
}
