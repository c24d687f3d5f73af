package io.pg2any.destination.jdbc;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TableSchema;
import io.pg2any.event.Row;

/** Rows as JSON objects, in the form that {@link io.pg2any.destination.StoredLetter} describes. */
final class RowJson {

    /** What a row's image may take: the target has to take it in one statement. */
    private static final int MOST_BYTES = 2 << 20;

    private RowJson() {}

    /** These columns of a row. */
    static String of(TableSchema table, Row row, List<Integer> columns) {
        StringBuilder json = new StringBuilder("{");
        for (int i : columns) {
            if (json.length() > 1) {
                json.append(", ");
            }
            quote(json, table.columns().get(i).name());
            json.append(": ");
            if (row.isUnchanged(i)) {
                json.append("{\"unchanged\": true}");
            } else if (!row.isNull(i) && json.length() + row.length(i) > MOST_BYTES) {
                json.append("{\"omitted_bytes\": ").append(row.length(i)).append('}');
            } else {
                quote(json, row.text(i));
            }
        }
        return json.append('}').toString();
    }

    private static void quote(StringBuilder json, @Nullable String text) {
        if (text == null) {
            json.append("null");
            return;
        }
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
