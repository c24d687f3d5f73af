package io.pg2any.app.tail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Column;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import tools.jackson.databind.json.JsonMapper;

/** Changes as lines of text. Values are the texts that PostgreSQL prints. One thread. */
final class ChangeLine {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_SHOWN = 60;

    private final boolean json;
    private Lsn commit = Lsn.ZERO;
    private Instant time = Instant.EPOCH;

    ChangeLine(boolean json) {
        this.json = json;
    }

    /** The transaction of the changes that follow. */
    void begin(ChangeEvent.Begin begin) {
        commit = begin.commitLsn();
        time = begin.commitTime();
    }

    /** The lines of a change: one, except that a truncate of several tables has one each. */
    List<String> of(Change change, Predicate<TableId> selection) {
        return switch (change) {
            case ChangeEvent.Insert(Relation relation, Row row, var _) -> line(change, relation, null, row, selection);
            case ChangeEvent.Update(Relation relation, Row old, boolean full, Row row, var _) ->
                line(change, relation, old == null ? null : new Old(old, full), row, selection);
            case ChangeEvent.Delete(Relation relation, Row old, boolean full, var _) -> line(change, relation, new Old(old, full), null, selection);
            case ChangeEvent.Truncate truncate -> {
                List<String> lines = new ArrayList<>();
                truncate.relations().forEach(relation -> lines.addAll(line(change, relation, null, null, selection)));
                yield lines;
            }
        };
    }

    /** What is told of the row as it was: all of it, or what identifies it. */
    private record Old(Row row, boolean full) {
        boolean has(Column column) {
            return full || column.identity();
        }
    }

    private List<String> line(Change change, Relation relation, @Nullable Old old, @Nullable Row row, Predicate<TableId> selection) {
        if (!selection.test(relation.table())) {
            return List.of();
        }
        Map<String, @Nullable String> before = old == null ? Map.of() : cells(relation, old.row(), old);
        Map<String, @Nullable String> after = row == null ? Map.of() : cells(relation, row, null);
        String kind = change.type().name().toLowerCase(Locale.ROOT);
        return List.of(json ? json(change, kind, relation, before, after, row) : text(kind, relation, before, after));
    }

    private static Map<String, @Nullable String> cells(Relation relation, Row row, @Nullable Old old) {
        Map<String, @Nullable String> cells = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            Column column = relation.columns().get(i);
            if (!row.isUnchanged(i) && (old == null || old.has(column))) {
                cells.put(column.name(), row.text(i));
            }
        }
        return cells;
    }

    private String json(Change change, String kind, Relation relation, Map<String, @Nullable String> before, Map<String, @Nullable String> after, @Nullable Row row) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("lsn", commit.toString());
        line.put("time", time.toString());
        line.put("xid", Integer.toUnsignedLong(change.xid().value()));
        line.put("kind", kind);
        line.put("schema", relation.table().schema());
        line.put("table", relation.table().table());
        if (!before.isEmpty()) {
            line.put("old", before);
        }
        if (row != null) {
            line.put("new", after);
            List<String> unchanged = relation.columns().stream().map(Column::name).filter(name -> !after.containsKey(name)).toList();
            if (!unchanged.isEmpty()) {
                line.put("unchanged", unchanged);
            }
        }
        return JSON.writeValueAsString(line);
    }

    private String text(String kind, Relation relation, Map<String, @Nullable String> before, Map<String, @Nullable String> after) {
        return commit + " " + time + " " + String.format("%-8s", kind) + " " + relation.table()
                + (before.isEmpty() ? "" : " was (" + shown(before) + ")") + (after.isEmpty() ? "" : " " + shown(after));
    }

    private static String shown(Map<String, @Nullable String> cells) {
        return cells.entrySet().stream().map(cell -> cell.getKey() + "=" + shown(cell.getValue())).collect(Collectors.joining(" "));
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        String cut = value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "… (" + value.length() + ")" : value;
        return cut.isEmpty() || cut.chars().anyMatch(c -> c <= ' ' || c == '\'') ? "'" + cut.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'" : cut;
    }
}
