package io.pg2any.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;

/** Folds the changes of a table with a key to the net effect on each key. */
final class KeyedFold implements TableFold {

    private final TableSchema schema;
    private final int[] key;
    private final KeyTable rows;

    /** Rows of which nothing is known but that they were inserted, each with a key behind the one before it, so that no two are equal: they need no table. */
    private final List<Row> appended = new ArrayList<>();
    private boolean appending;

    /**
     * Under identity FULL the key may be one whose uniqueness is checked at commit, so that several rows stand under one key
     * for a while; the whole old rows tell them apart. The other identities need a key that is checked at once.
     */
    private final boolean mayPassEachOther;

    /** Whether the target may hold rows under keys that had none in the source. */
    private final boolean repeated;

    KeyedFold(TableSchema schema, boolean repeated) {
        this.schema = schema;
        this.repeated = repeated;
        this.key = schema.key().stream().mapToInt(Integer::intValue).toArray();
        this.rows = new KeyTable(key);
        this.mayPassEachOther = schema.identity() == ReplicaIdentity.FULL;
        this.appending = !repeated && !mayPassEachOther;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public void insert(Insert insert) {
        Row row = insert.row();
        if (appending && (appended.isEmpty() ? hasKey(row) : isBehind(appended.getLast(), row))) {
            appended.add(row);
        } else {
            append();
            arrive(rows.at(row), row, null);
        }
    }

    private boolean isBehind(Row last, Row row) {
        if (hasKey(row)) {
            for (int column : key) {
                int order = row.compareCell(column, last, column);
                if (order != 0) {
                    return order > 0;
                }
            }
        }
        return false;
    }

    private boolean hasKey(Row row) {
        for (int column : key) {
            if (row.isNull(column) || row.isUnchanged(column)) {
                return false;
            }
        }
        return true;
    }

    /** From here on each key is looked up. */
    private void append() {
        if (appending) {
            appending = false;
            for (Row row : appended) {
                arrive(rows.at(row), row, null);
            }
            appended.clear();
        }
    }

    @Override
    public void delete(Delete delete) {
        append();
        requireKey(delete.old(), "delete");
        leave(rows.at(delete.old()), delete.old(), delete.oldIsFull());
    }

    @Override
    public void update(Update update) {
        append();
        Row old = update.old();
        if (old == null) {
            requireKey(update.row(), "update");
            KeyEntry entry = rows.at(update.row());
            move(entry, entry, update.row(), null, false);
        } else {
            requireKey(old, "update");
            Row row = update.oldIsFull() ? update.row().completedFrom(old) : withKeyOf(old, update.row());
            move(rows.at(old), rows.at(row), row, old, update.oldIsFull());
        }
    }

    /** The row under one key becomes {@code row} under the same or another one. */
    private void move(KeyEntry from, KeyEntry to, Row row, @Nullable Row old, boolean oldIsFull) {
        Row arriving = row;
        KeyEntry source = null;
        if (row.isPartial()) {
            Row known = from.row;
            if (known != null) {
                arriving = row.completedFrom(known);
                source = arriving.isPartial() ? from.source : null;
            } else if (from.isUntold()) {
                source = from;
            } else {
                throw CdcException.internal(
                        "fold-order", "an update of " + schema.source() + " is of a row that was deleted before it", null);
            }
        }
        leave(from, old, oldIsFull);
        arrive(to, arriving, source);
    }

    /** A row that is deleted in the source, and kept as such, gives way to the next one of its key. */
    private void arrive(KeyEntry entry, Row arriving, @Nullable KeyEntry source) {
        Integer deletedAt = schema.added().deletedAt();
        Row there = entry.row;
        boolean isDeleted = deletedAt != null && there != null && !there.isNull(deletedAt);
        entry.arrive(arriving, source, mayPassEachOther && !isDeleted);
    }

    private void leave(KeyEntry entry, @Nullable Row old, boolean oldIsFull) {
        if (old != null && oldIsFull) {
            entry.leave(old, schema.toldColumns());
        } else {
            entry.leave();
        }
    }

    /** A key value that is stored out of line and did not change is in the old row only. */
    private Row withKeyOf(Row old, Row row) {
        boolean given = true;
        for (int column : key) {
            given &= !row.isUnchanged(column);
        }
        if (given) {
            return row;
        }
        RowBuilder builder = new RowBuilder(row.size());
        for (int i = 0; i < row.size(); i++) {
            builder.addCell(row.isUnchanged(i) && schema.isKey(i) ? old : row, i);
        }
        return builder.build();
    }

    private void requireKey(Row row, String what) {
        for (int column : key) {
            if (row.isNull(column) || row.isUnchanged(column)) {
                throw CdcException.data(
                        "old-key-missing",
                        "The log does not tell the key of " + (what.equals("update") ? "an update" : "a delete") + " of "
                                + schema.source() + ": its column " + schema.columns().get(column).name()
                                + " is not part of the table's replica identity.",
                        "Set the table's replica identity to its primary key or to FULL, and copy the table again.");
            }
        }
    }

    @Override
    public Optional<Step> step() {
        if (appending) {
            return appended.isEmpty() ? Optional.empty() : Optional.of(new Step.NetRows(schema, List.of(), appended, appended.size(), List.of()));
        }
        List<Row> deletes = new ArrayList<>();
        List<Row> upserts = new ArrayList<>();
        List<Row> overwriting = new ArrayList<>();
        List<Step.PartialUpdate> updates = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).markSource();
        }
        for (int i = 0; i < rows.size(); i++) {
            KeyEntry entry = rows.get(i);
            Row row = entry.row;
            if (entry.isDeleted() || repeated && entry.cameAndWent()) {
                deletes.add(entry.key);
            }
            if (row != null && entry.source == null) {
                (entry.wasAbsent() && !repeated ? upserts : overwriting).add(row);
            } else if (row != null) {
                updates.add(new Step.PartialUpdate(row, entry.isMoved() ? entry.source().key : null));
            }
        }
        int fresh = upserts.size();
        upserts.addAll(overwriting);
        boolean nothing = deletes.isEmpty() && upserts.isEmpty() && updates.isEmpty();
        return nothing ? Optional.empty() : Optional.of(new Step.NetRows(schema, deletes, upserts, fresh, updates));
    }
}
