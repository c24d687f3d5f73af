package io.pg2any.app.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts to values. Every method throws {@link IllegalArgumentException} with a clause that fits after "NAME". */
final class Values {

    /** Stands between rules. */
    static final String RULE_END = ";";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)(i?b)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)?", Pattern.CASE_INSENSITIVE);

    private Values() {}

    static boolean bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw new IllegalArgumentException("must be true or false, not \"" + text + "\"");
        };
    }

    static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, not \"" + text + "\"", e);
        }
    }

    static int port(String text) {
        int port = number(text);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("must be between 1 and 65535, not " + port);
        }
        return port;
    }

    /** Bytes: {@code 65536}, {@code 64k}, {@code 8m}, {@code 1g}; 1k = 1024. */
    static long size(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a size such as 64k, 8m or 1g, not \"" + text + "\"");
        }
        int power = "kmgt".indexOf(matcher.group(2).toLowerCase(Locale.ROOT));
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), matcher.group(2).isEmpty() ? 1 : 1L << (10 * (power + 1)));
    }

    /** {@code 500ms}, {@code 15s}, {@code 5m}, {@code 1h}, {@code 1d}; a bare number is seconds. */
    static Duration time(String text) {
        Matcher matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a time such as 500ms, 15s, 5m or 1h, not \"" + text + "\"");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2) == null ? "s" : matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    static List<String> list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    /** {@code from=to,from=to}; a colon does as well. */
    static Map<String, String> mapping(String text) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String rule : list(text)) {
            int middle = middle(rule);
            if (middle < 1 || middle == rule.length() - 1) {
                throw new IllegalArgumentException("must be rules such as sales=shop, not \"" + rule + "\"");
            }
            if (result.put(rule.substring(0, middle).strip(), rule.substring(middle + 1).strip()) != null) {
                throw new IllegalArgumentException("maps \"" + rule.substring(0, middle).strip() + "\" twice");
            }
        }
        return result;
    }

    /** {@code schema.table = condition; schema.table: condition}; a semicolon inside quotes belongs to the condition. */
    static Map<String, String> conditions(String text) {
        Map<String, String> result = new LinkedHashMap<>();
        rules(text, "public.orders: id > 1000", true).forEach((table, condition) -> result.put(table.contains(".") ? table : "public." + table, condition));
        return result;
    }

    /**
     * {@code name = what; name: what}. A semicolon behind a backslash ends nothing.
     *
     * @param example for people
     */
    static Map<String, String> rules(String text, String example) {
        return rules(text, example, false);
    }

    private static Map<String, String> rules(String text, String example, boolean quotes) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String rule : split(text, quotes)) {
            int middle = middle(rule);
            if (middle < 1 || rule.substring(middle + 1).isBlank()) {
                throw new IllegalArgumentException("must be rules such as " + example + ", not \"" + rule + "\"");
            }
            if (result.put(rule.substring(0, middle).strip(), rule.substring(middle + 1).strip()) != null) {
                throw new IllegalArgumentException("has two rules for " + rule.substring(0, middle).strip());
            }
        }
        return result;
    }

    private static List<String> split(String text, boolean quotes) {
        List<String> rules = new ArrayList<>();
        StringBuilder rule = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= quotes && c == '\'';
            if (c == '\\' && text.startsWith(RULE_END, i + 1)) {
                rule.append(text.charAt(++i));
            } else if (c == ';' && !quoted) {
                rules.add(rule.toString());
                rule.setLength(0);
            } else {
                rule.append(c);
            }
        }
        rules.add(rule.toString());
        return rules.stream().map(String::strip).filter(each -> !each.isEmpty()).toList();
    }

    /** The text as part of a rule. */
    static String escaped(String text) {
        return text.replace(RULE_END, "\\" + RULE_END);
    }

    /** The first of the two signs that may stand between a name and what belongs to it. */
    private static int middle(String rule) {
        int equals = rule.indexOf('=');
        int colon = rule.indexOf(':');
        return equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
        for (E value : type.getEnumConstants()) {
            if (name(value).equalsIgnoreCase(text.strip())) {
                return value;
            }
        }
        String all = Arrays.stream(type.getEnumConstants()).map(Values::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("must be one of " + all + ", not \"" + text + "\"");
    }
}
