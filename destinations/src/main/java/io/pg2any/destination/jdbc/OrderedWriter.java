package io.pg2any.destination.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Row;

/**
 * Applies changes of a table without a key: what they come to where the target can remove such rows as a set, else one after the other in
 * their order. An old row stands for exactly one of the rows equal to it.
 */
final class OrderedWriter {

    private static final int MOST_BATCHED = 1000;

    private final Repetition repetition;
    private final TableWriter rows;
    private final RowBinding binding;
    private final TableWriter.@Nullable EqualRemoval removal;
    private final String update;
    private final String delete;

    OrderedWriter(Repetition repetition, Syntax syntax, TargetTable table, TableWriter rows) {
        this.repetition = repetition;
        this.rows = rows;
        this.removal = rows.equalRemoval().orElse(null);
        this.binding = new RowBinding(table);
        String same = table.columns().stream().map(column -> syntax.matches(table, column)).collect(Collectors.joining(" AND "));
        String one = syntax.whereOne(table, same);
        String set = table.columns().stream()
                .map(column -> column.quoted() + " = " + syntax.placeholder(column))
                .collect(Collectors.joining(", "));
        this.update = "UPDATE" + syntax.firstOnly() + " " + table.quoted() + " SET " + set + one;
        this.delete = "DELETE" + syntax.firstOnly() + " FROM " + table.quoted() + one;
    }

    /** Applies the changes and returns how many rows to be changed were missing. */
    long apply(List<Change> changes) throws SQLException {
        return removal != null && changes.stream().anyMatch(change -> !(change instanceof Insert)) ? applyNet(EqualRows.of(changes), removal) : applyInOrder(changes);
    }

    private long applyNet(EqualRows net, TableWriter.EqualRemoval by) throws SQLException {
        long missing = net.gone().isEmpty() ? 0 : net.gone().size() - by.remove(net.gone());
        if (!net.come().isEmpty()) {
            rows.insert(net.come());
        }
        return missing;
    }

    /** Equal kinds in a row go together. */
    private long applyInOrder(List<Change> changes) throws SQLException {
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
        return switch (alike.getFirst()) {
            case Insert _ -> {
                rows.insert(alike.stream().map(EqualRows::after).filter(Objects::nonNull).toList());
                yield 0;
            }
            case Update _ -> alike.size() - repetition.execute(update, alike, this::bind);
            case Delete _, Truncate _ -> alike.size() - repetition.execute(delete, alike, this::bind);
        };
    }

    private void bind(PreparedStatement statement, Change change) throws SQLException {
        Row before = EqualRows.before(change);
        Row after = EqualRows.after(change);
        int next = after == null ? 1 : binding.bind(statement, 1, after, binding.all());
        if (before != null) {
            binding.bindToMatch(statement, next, before);
        }
    }
}
