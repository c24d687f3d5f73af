package io.pg2any.it.harness;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One spelling for every value, whichever database it was read from. Written without any of the product's code. */
final class Canonical {

    static final String NULL = "∅";

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private Canonical() {}

    /** {@code value} as a driver gave it: null, text, number, boolean or bytes. */
    static String of(Category category, Object value) {
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
            case TIMESTAMPTZ -> withoutTrailingZeros(value.toString().replace('T', ' ').replaceFirst("(Z|\\+00(:00)?)( BC)?$", "$3"));
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
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
    }

    private static double real(String text) {
        return Double.parseDouble(text);
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
