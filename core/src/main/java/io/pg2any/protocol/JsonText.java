package io.pg2any.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value, strictly: objects as maps, arrays as lists, whole numbers as {@code Long}; others are refused, as pg2any writes none.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonText {

    /** Deeper nesting than pg2any writes. */
    private static final int DEEPEST = 16;

    private final String text;
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * The value of the whole text.
     *
     * @throws IllegalArgumentException if it is none
     */
    static @Nullable Object read(String text) {
        JsonText json = new JsonText(text);
        Object value = json.value();
        json.skipBlanks();
        if (json.at != text.length()) {
            throw json.wrong("more than one value");
        }
        return value;
    }

    private @Nullable Object value() {
        skipBlanks();
        if (++depth > DEEPEST) {
            throw wrong("too deep");
        }
        Object value = switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
        depth--;
        return value;
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        skipBlanks();
        while (!isNext('}')) {
            if (!members.isEmpty()) {
                demand(',');
                skipBlanks();
            }
            String name = string();
            skipBlanks();
            demand(':');
            members.put(name, value());
            skipBlanks();
        }
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> elements = new ArrayList<>();
        at++;
        skipBlanks();
        while (!isNext(']')) {
            if (!elements.isEmpty()) {
                demand(',');
            }
            elements.add(value());
            skipBlanks();
        }
        return elements;
    }

    private String string() {
        demand('"');
        StringBuilder out = new StringBuilder();
        for (char c = take(); c != '"'; c = take()) {
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (text.length() - at < 4) {
                    throw wrong("cut off");
                }
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> throw wrong("an unknown escape");
        };
    }

    private @Nullable Object word(String word, @Nullable Object meaning) {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return meaning;
    }

    private Long number() {
        int from = at;
        while (at < text.length() && (text.charAt(at) == '-' || Character.digit(text.charAt(at), 10) >= 0)) {
            at++;
        }
        return Long.parseLong(text, from, at, 10);
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean isNext(char c) {
        boolean next = peek() == c;
        at += next ? 1 : 0;
        return next;
    }

    private void demand(char c) {
        if (take() != c) {
            throw wrong("not what should be there");
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("cut off");
        }
        return text.charAt(at);
    }

    private char take() {
        char c = peek();
        at++;
        return c;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("no JSON: " + what + " at " + at);
    }
}
