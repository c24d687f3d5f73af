package io.pg2any.destination.jsonl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Row;
import io.pg2any.type.PgType;

/**
 * A change as a line of JSON. Numbers, booleans and documents are what they are, with all their digits; every other value is a string as
 * PostgreSQL prints it, and so are the numbers that JSON does not have.
 */
final class JsonLine {

    private static final int FIRST_PRINTABLE = 0x20;

    private final StringBuilder json = new StringBuilder(256);
    private final TableSchema table;

    JsonLine(String operation, TableSchema table) {
        this.table = table;
        String schema = table.target().schema();
        json.append("{\"op\":\"").append(operation).append("\",\"schema\":");
        string(schema.isEmpty() ? table.source().schema() : schema);
        json.append(",\"table\":");
        string(table.target().table());
    }

    /** The transaction that made the change: where its commit is in the log, when that was, and its number. */
    JsonLine of(TransactionSlice transaction) {
        json.append(",\"lsn\":\"").append(transaction.commitLsn()).append("\",\"time\":\"").append(transaction.commitTime())
                .append("\",\"xid\":").append(transaction.xid());
        return this;
    }

    /** The row's key, if the table has one. */
    JsonLine key(Row row) {
        if (table.hasKey()) {
            json.append(",\"key\":");
            object(row, table.key());
        }
        return this;
    }

    /** @param full whether all of the row as it was is known; otherwise its key */
    JsonLine old(@Nullable Row row, boolean full) {
        if (row != null) {
            json.append(",\"before\":");
            object(row, full ? all() : table.key());
        }
        return this;
    }

    /** A whole row; large values that an update did not touch are not in it, but named. */
    JsonLine row(String name, Row row) {
        json.append(",\"").append(name).append("\":");
        object(row, all());
        if (row.isPartial()) {
            json.append(",\"unchanged\":[");
            List<Integer> unchanged = all().stream().filter(row::isUnchanged).toList();
            for (int i = 0; i < unchanged.size(); i++) {
                json.append(i == 0 ? "" : ",");
                string(table.columns().get(unchanged.get(i)).name());
            }
            json.append(']');
        }
        return this;
    }

    /** The line, its end included. */
    byte[] bytes() {
        return json.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<Integer> all() {
        return IntStream.range(0, table.columns().size()).boxed().toList();
    }

    private void object(Row row, List<Integer> cells) {
        List<Integer> known = new ArrayList<>(cells);
        known.removeIf(row::isUnchanged);
        json.append('{');
        for (int i = 0; i < known.size(); i++) {
            int cell = known.get(i);
            json.append(i == 0 ? "" : ",");
            string(table.columns().get(cell).name());
            json.append(':');
            value(row.text(cell), table.columns().get(cell).type().withoutDomain());
        }
        json.append('}');
    }

    private void value(@Nullable String text, PgType type) {
        if (text == null) {
            json.append("null");
        } else if (type == PgType.Simple.BOOLEAN) {
            json.append(text.equals("t"));
        } else if (type == PgType.Simple.JSON || type == PgType.Simple.JSONB) {
            json.append(text.replace('\n', ' ').replace('\r', ' ')); // between its tokens only: inside strings they are escaped
        } else if (isNumber(type) && Character.isDigit(text.charAt(text.length() - 1))) {
            json.append(text);
        } else {
            string(text);
        }
    }

    private static boolean isNumber(PgType type) {
        return switch (type) {
            case PgType.Simple simple -> switch (simple) {
                case SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE -> true;
                case BOOLEAN, MONEY, BYTEA, DATE, UUID, JSON, JSONB, XML -> false;
            };
            case PgType.Numeric _ -> true;
            default -> false;
        };
    }

    private void string(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
