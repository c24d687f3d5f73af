package io.pg2any.app.verify;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The form of {@code json} and {@code jsonb}: members by name, numbers by value, no blanks. */
final class CanonicalDocument {

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private CanonicalDocument() {}

    static void append(byte[] a, int from, int length, Bytes out) {
        StringBuilder text = new StringBuilder(length);
        tree(MAPPER.readTree(a, from, length), text);
        out.add(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void tree(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            out.append('{');
            members.forEach((name, value) -> {
                out.append(name.length()).append(':').append(name);
                tree(value, out);
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(element -> {
                tree(element, out);
                out.append(',');
            });
            out.append(']');
        } else if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            out.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
        } else if (node.isString()) {
            out.append('"').append(node.stringValue().length()).append(':').append(node.stringValue());
        } else {
            out.append(node);
        }
    }
}
