package io.pg2any.app.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.StoredLetter;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A row of a dead letter, read again. */
final class Image {

    private static final String UNCHANGED = "unchanged";

    private final JsonNode cells;

    private Image(JsonNode cells) {
        this.cells = cells;
    }

    /** An image as a {@link StoredLetter} holds it; empty if there is none. */
    static Optional<Image> of(@Nullable String json) {
        return json == null || json.isEmpty() ? Optional.empty() : Optional.of(new Image(JsonMapper.shared().readTree(json)));
    }

    /** A row of the table's present columns of which only the key cells are known; empty if the image does not tell them. */
    Optional<Row> key(TableSchema table) {
        RowBuilder builder = new RowBuilder(table.columns().size());
        for (int i = 0; i < table.columns().size(); i++) {
            JsonNode cell = table.isKey(i) ? cells.get(table.columns().get(i).name()) : null;
            if (cell != null && cell.isString()) {
                builder.addText(cell.asString().getBytes(StandardCharsets.UTF_8));
            } else if (table.isKey(i)) {
                return Optional.empty();
            } else {
                builder.addNull();
            }
        }
        return Optional.of(builder.build());
    }

    /** The whole row in the table's present columns; empty if the image does not tell all of them. */
    Optional<Row> row(TableSchema table) {
        RowBuilder builder = new RowBuilder(table.columns().size());
        for (ColumnSchema column : table.columns()) {
            JsonNode cell = cells.get(column.name());
            if (cell == null || cell.isObject() && !cell.has(UNCHANGED)) {
                return Optional.empty();
            } else if (cell.isNull()) {
                builder.addNull();
            } else if (cell.isObject()) {
                builder.addUnchanged();
            } else {
                builder.addText(cell.asString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return Optional.of(builder.build());
    }

    /** Whether a row is as the image says, as far as it says it. */
    boolean shows(TableSchema table, Row row) {
        for (int i = 0; i < row.size(); i++) {
            JsonNode cell = cells.get(table.columns().get(i).name());
            boolean told = cell != null && !cell.isObject();
            if (told && !(cell.isNull() ? row.isNull(i) : cell.asString().equals(row.text(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Names and values for people, one a line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        cells.properties().forEach(cell -> {
            JsonNode value = cell.getValue();
            String shown = value.isNull() ? "NULL" : value.isString() ? "\"" + value.asString() + "\"" : value.has(UNCHANGED) ? "(not told: unchanged)"
                    : "(not kept: " + value.path("omitted_bytes").asLong() + " bytes)";
            lines.add(cell.getKey() + " = " + shown);
        });
        return lines;
    }
}
