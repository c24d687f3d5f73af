package io.pg2any.destination.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.pg2any.destination.Step.NetRows;
import io.pg2any.destination.Step.PartialUpdate;
import io.pg2any.event.Row;

/**
 * Writes the net effect of a batch on one table with a key.
 *
 * <p>Where the target has a unique index beside the key, an upsert could hit the row that holds the unique value now
 * instead of the row with the key. There the rows are made whole, all of them removed and all inserted anew: inside one
 * transaction the values are then free to move between rows.
 */
final class NetRowsWriter {

    private final TargetTable table;
    private final TableWriter rows;
    private final PartialRows partials;
    private final List<Row> absent = new ArrayList<>();

    NetRowsWriter(TargetTable table, TableWriter rows, PartialRows partials) {
        this.table = table;
        this.rows = rows;
        this.partials = partials;
    }

    /** Applies the step and returns how many rows to be deleted or updated were missing. */
    long apply(NetRows step) throws SQLException {
        List<PartialUpdate> toComplete = step.updates().stream()
                .filter(update -> update.movedFrom() != null || !table.upsertable())
                .toList();
        List<Row> completed = toComplete.isEmpty() ? List.of() : partials.complete(toComplete, absent);
        long missing = (long) toComplete.size() - completed.size();
        List<Row> whole = step.upserts();
        if (!completed.isEmpty()) {
            whole = new ArrayList<>(whole);
            whole.addAll(completed);
        }
        if (!step.deletes().isEmpty()) {
            missing += step.deletes().size() - rows.delete(step.deletes());
        }
        if (!whole.isEmpty()) {
            write(whole, step.fresh());
        }
        List<Row> inPlace = step.updates().stream()
                .filter(update -> update.movedFrom() == null && table.upsertable())
                .map(PartialUpdate::row)
                .toList();
        if (inPlace.isEmpty()) {
            return missing;
        }
        long found = partials.update(inPlace);
        if (found < inPlace.size()) {
            partials.complete(inPlace.stream().map(row -> new PartialUpdate(row, null)).toList(), absent);
        }
        return missing + inPlace.size() - found;
    }

    /** The rows since the last call that were told in part, of which the target does not have the rest. */
    List<Row> takeAbsent() {
        List<Row> taken = List.copyOf(absent);
        absent.clear();
        return taken;
    }

    /** Writes whole rows over those with the same keys; most likely there are none for the first {@code fresh} of them. */
    void write(List<Row> whole, int fresh) throws SQLException {
        if (table.upsertable()) {
            rows.upsert(whole, fresh);
        } else {
            if (table.schema().hasKey()) {
                rows.delete(whole);
            }
            rows.insert(whole);
        }
    }
}
