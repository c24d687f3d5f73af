package io.pg2any.app.command;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Output for machines. */
final class Json {

    private static final JsonMapper PRETTY = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final JsonMapper LINE = JsonMapper.builder().build();

    private Json() {}

    /** Maps, lists, texts, numbers and booleans over several lines. */
    static String pretty(Object value) {
        return PRETTY.writeValueAsString(value);
    }

    /** The same in one line. */
    static String line(Object value) {
        return LINE.writeValueAsString(value);
    }

    /** An object of names and values in turn, in this order; values may be null. */
    static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }
}
