package io.pg2any.destination.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.Step.PartialUpdate;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;

/**
 * Rows of one table of which the source did not send every cell: written as updates of the cells that are known, or made
 * whole by reading the others from the target.
 */
final class PartialRows {

    private static final List<Integer> SIZES = List.of(64, 8, 1);

    private final Statements statements;
    private final Syntax syntax;
    private final TargetTable table;
    private final TableWriter writer;
    private final RowBinding binding;

    PartialRows(Statements statements, Syntax syntax, TargetTable table, TableWriter writer) {
        this.statements = statements;
        this.syntax = syntax;
        this.table = table;
        this.writer = writer;
        this.binding = new RowBinding(table);
    }

    /** Updates the known cells and returns how many rows were there. */
    long update(List<Row> rows) throws SQLException {
        long found = 0;
        for (Map.Entry<BitSet, List<Row>> alike : byUnchanged(rows, row -> row).entrySet()) {
            int[] known = IntStream.of(binding.all()).filter(i -> !alike.getKey().get(i) && !table.schema().isKey(i)).toArray();
            found += known.length == 0 ? alike.getValue().size() : writer.update(alike.getValue(), known);
        }
        return found;
    }

    /**
     * The rows with their unchanged cells as the target holds them now.
     *
     * @param absent takes those that the target does not have
     */
    List<Row> complete(List<PartialUpdate> updates, List<Row> absent) throws SQLException {
        List<Row> whole = new ArrayList<>(updates.size());
        StatementLimits limits = new StatementLimits(SIZES, Integer.MAX_VALUE, Long.MAX_VALUE);
        for (Map.Entry<BitSet, List<PartialUpdate>> alike : byUnchanged(updates, PartialUpdate::row).entrySet()) {
            List<PartialUpdate> rest = alike.getValue();
            while (!rest.isEmpty()) {
                int size = limits.sizeFor(rest.size(), 1);
                complete(rest.subList(0, size), alike.getKey().stream().toArray(), whole, absent);
                rest = rest.subList(size, rest.size());
            }
        }
        return whole;
    }

    /** One query for all tells by its first column which of the rows it found. */
    private void complete(List<PartialUpdate> updates, int[] unchanged, List<Row> whole, List<Row> absent) throws SQLException {
        List<TargetColumn> columns = IntStream.of(unchanged).mapToObj(table.columns()::get).toList();
        PreparedStatement statement = statements.get(syntax.lookup(table, columns, updates.size()));
        int next = 1;
        for (PartialUpdate update : updates) {
            Row from = update.movedFrom();
            next = binding.bind(statement, next, writer.asText(from == null ? update.row() : from), binding.key());
        }
        BitSet present = new BitSet(updates.size());
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                int which = found.getInt(1);
                present.set(which);
                whole.add(completed(writer.asText(updates.get(which).row()), found));
            }
        }
        for (int i = present.nextClearBit(0); i < updates.size(); i = present.nextClearBit(i + 1)) {
            absent.add(writer.asText(updates.get(i).row()));
        }
    }

    private Row completed(Row row, ResultSet found) throws SQLException {
        RowBuilder builder = new RowBuilder(row.size());
        int column = 2;
        for (int i = 0; i < row.size(); i++) {
            if (!row.isUnchanged(i)) {
                builder.addCell(row, i);
                continue;
            }
            byte @Nullable [] value = table.columns().get(i).encoder().read(found, column++);
            if (value == null) {
                builder.addNull();
            } else {
                builder.addText(value);
            }
        }
        return builder.build();
    }

    private interface RowOf<T> {
        Row of(T item);
    }

    /** Items with the same unchanged cells stand together: they share a statement. */
    private static <T> Map<BitSet, List<T>> byUnchanged(List<T> items, RowOf<T> rows) {
        Map<BitSet, List<T>> groups = new LinkedHashMap<>();
        for (T item : items) {
            Row row = rows.of(item);
            BitSet unchanged = new BitSet(row.size());
            for (int i = 0; i < row.size(); i++) {
                unchanged.set(i, row.isUnchanged(i));
            }
            groups.computeIfAbsent(unchanged, _ -> new ArrayList<>()).add(item);
        }
        return groups;
    }
}
