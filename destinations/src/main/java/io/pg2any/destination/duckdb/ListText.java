package io.pg2any.destination.duckdb;

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
    private final StringBuilder list;
    private int at;

    private ListText(String array) {
        this.array = array;
        this.list = new StringBuilder(array.length() + 16);
    }

    /**
     * The list's text.
     *
     * @throws UnfitValue if the array has several dimensions or does not begin at 1
     */
    static String fromArray(String array) {
        return new ListText(array).convert();
    }

    private String convert() {
        if (array.startsWith("[")) {
            throw new UnfitValue("an array that does not begin at 1");
        }
        list.append('[');
        at = 1;
        while (array.charAt(at) != '}') {
            if (array.charAt(at) == '{') {
                throw new UnfitValue("an array of several dimensions");
            }
            if (array.charAt(at) == ',') {
                list.append(", ");
                at++;
            } else if (array.charAt(at) == '"') {
                quoted();
            } else {
                bare();
            }
        }
        return list.append(']').toString();
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
        element(element.toString());
    }

    private void bare() {
        int from = at;
        while (array.charAt(at) != ',' && array.charAt(at) != '}') {
            at++;
        }
        String element = array.substring(from, at);
        if (element.equals("NULL")) {
            list.append(element);
        } else {
            element(element);
        }
    }

    private void element(String element) {
        list.append('"');
        String text = element.endsWith(" BC") ? Moment.forDuckDb(element) : element;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '"' || text.charAt(i) == '\\') {
                list.append('\\');
            }
            list.append(text.charAt(i));
        }
        list.append('"');
    }

    /** The array's text as PostgreSQL prints it: elements are in quotes where they have to be. */
    static String toArray(@Nullable Object[] elements) {
        StringBuilder array = new StringBuilder("{");
        for (Object element : elements) {
            if (array.length() > 1) {
                array.append(',');
            }
            String text = element == null ? "NULL" : element.toString();
            if (element != null && needsQuotes(text)) {
                array.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
            } else {
                array.append(text);
            }
        }
        return array.append('}').toString();
    }

    private static boolean needsQuotes(String text) {
        return text.isEmpty() || text.equalsIgnoreCase("NULL") || text.chars().anyMatch(c -> "{},\"\\ \t\n\r\f\013".indexOf(c) >= 0);
    }
}
