package io.pg2any.destination.duckdb;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.UnfitValue;

/**
 * Arrays as PostgreSQL prints them, and lists as DuckDB reads them from a text.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">PostgreSQL manual, Array Input and Output Syntax</a>
 * @see <a href="https://duckdb.org/docs/current/sql/data_types/list">DuckDB, List Type</a>
 */
final class ListText {

    private final String array;
    private final List<@Nullable String> elements = new ArrayList<>();
    private final char delimiter;
    private int at;

    private ListText(String array, char delimiter) {
        this.array = array;
        this.delimiter = delimiter;
    }

    /**
     * The elements of an array's text.
     *
     * @throws UnfitValue if the array has several dimensions or does not begin at 1
     */
    static List<@Nullable String> elements(String array, char delimiter) {
        if (!array.startsWith("[")) {
            return new ListText(array, delimiter).read();
        }
        String reason = "an array that does not begin at 1";
        int braces = array.indexOf('=') + 1;
        throw array.startsWith("{{", braces) ? new UnfitValue(reason) : new UnfitValue(reason, array.substring(braces));
    }

    private List<@Nullable String> read() {
        at++;
        while (array.charAt(at) != '}') {
            if (array.charAt(at) == '{') {
                throw new UnfitValue("an array of several dimensions");
            }
            if (array.charAt(at) == delimiter) {
                at++;
            } else if (array.charAt(at) == '"') {
                quoted();
            } else {
                bare();
            }
        }
        return elements;
    }

    private void quoted() {
        StringBuilder element = new StringBuilder();
        for (at++; array.charAt(at) != '"'; at++) {
            if (array.charAt(at) == '\\') {
                at++;
            }
            element.append(array.charAt(at));
        }
        at++;
        elements.add(element.toString());
    }

    private void bare() {
        int from = at;
        while (array.charAt(at) != delimiter && array.charAt(at) != '}') {
            at++;
        }
        String element = array.substring(from, at);
        elements.add(element.equals("NULL") ? null : element);
    }

    /** The text that DuckDB casts to a list. */
    static String of(List<@Nullable String> elements) {
        StringBuilder list = new StringBuilder("[");
        for (String element : elements) {
            list.append(list.length() > 1 ? ", " : "");
            if (element == null) {
                list.append("NULL");
            } else {
                append(list, element);
            }
        }
        return list.append(']').toString();
    }

    private static void append(StringBuilder list, String element) {
        list.append('"');
        for (int i = 0; i < element.length(); i++) {
            if (element.charAt(i) == '"' || element.charAt(i) == '\\') {
                list.append('\\');
            }
            list.append(element.charAt(i));
        }
        list.append('"');
    }

    /** The array's text as PostgreSQL prints it: elements are in quotes where they have to be. */
    static String toArray(List<? extends @Nullable Object> elements, char delimiter) {
        StringBuilder array = new StringBuilder("{");
        for (Object element : elements) {
            if (array.length() > 1) {
                array.append(delimiter);
            }
            String text = element == null ? "NULL" : element.toString();
            if (element != null && needsQuotes(text, delimiter)) {
                array.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
            } else {
                array.append(text);
            }
        }
        return array.append('}').toString();
    }

    private static boolean needsQuotes(String text, char delimiter) {
        return text.isEmpty() || text.equalsIgnoreCase("NULL") || text.indexOf(delimiter) >= 0 || text.chars().anyMatch(c -> "{}\"\\ \t\n\r\f\013".indexOf(c) >= 0);
    }
}
