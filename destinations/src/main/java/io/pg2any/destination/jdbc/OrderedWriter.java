package io.pg2any.destination.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Row;

/** Applies changes of a table without a key in their order. An old row stands for exactly one of the rows equal to it. */
final class OrderedWriter {

    private static final int MOST_BATCHED = 1000;

    private final Repetition repetition;
    private final TargetTable table;
    private final TableWriter rows;
    private final RowBinding binding;
    private final String update;
    private final String delete;

    OrderedWriter(Repetition repetition, Syntax syntax, TargetTable table, TableWriter rows) {
        this.repetition = repetition;
        this.table = table;
        this.rows = rows;
        this.binding = new RowBinding(table);
        String same = table.columns().stream().map(column -> syntax.matches(table, column)).collect(Collectors.joining(" AND "));
        String one = syntax.whereOne(table, same);
        String set = table.columns().stream()
                .map(column -> column.quoted() + " = " + syntax.placeholder(column))
                .collect(Collectors.joining(", "));
        this.update = "UPDATE" + syntax.firstOnly() + " " + table.quoted() + " SET " + set + one;
        this.delete = "DELETE" + syntax.firstOnly() + " FROM " + table.quoted() + one;
    }

    /** Applies the changes, equal kinds in a row together, and returns how many rows to be changed were missing. */
    long apply(List<Change> changes) throws SQLException {
        long missing = 0;
        int at = 0;
        while (at < changes.size()) {
            int end = at + 1;
            while (end < changes.size() && end - at < MOST_BATCHED && changes.get(end).type() == changes.get(at).type()) {
                end++;
            }
            missing += applyAlike(changes.subList(at, end));
            at = end;
        }
        return missing;
    }

    private long applyAlike(List<Change> alike) throws SQLException {
        if (alike.getFirst() instanceof ChangeEvent.Insert) {
            List<Row> inserted = new ArrayList<>(alike.size());
            for (Change change : alike) {
                if (change instanceof ChangeEvent.Insert insert) {
                    inserted.add(insert.row());
                }
            }
            rows.insert(inserted);
            return 0;
        }
        String sql = alike.getFirst() instanceof ChangeEvent.Update ? update : delete;
        return alike.size() - repetition.execute(sql, alike, this::bind);
    }

    private void bind(PreparedStatement statement, Change change) throws SQLException {
        switch (change) {
            case ChangeEvent.Update(var _, Row old, boolean full, Row row, var _) when old != null && full -> {
                int next = binding.bind(statement, 1, row.completedFrom(old), binding.all());
                binding.bindToMatch(statement, next, old);
            }
            case ChangeEvent.Delete(var _, Row old, boolean full, var _) when full -> binding.bindToMatch(statement, 1, old);
            case ChangeEvent.Update _, ChangeEvent.Delete _, ChangeEvent.Insert _, ChangeEvent.Truncate _ ->
                throw CdcException.internal("ordered-change",
                        "A change of kind " + change.type() + " of table " + table.schema().target() + " came without its old row.", null);
        }
    }
}
