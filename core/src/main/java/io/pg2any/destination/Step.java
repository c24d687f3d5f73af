package io.pg2any.destination;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Change;
import io.pg2any.event.Row;

/** A part of a batch's net effect. Steps are applied in order; inside a step the order is free unless it says otherwise. */
public sealed interface Step {

    /**
     * The net effect on the rows of one table with a key. Every key stands in at most one of the lists as the key of a row
     * that is written; apply deletes first, then upserts and updates. All rows have the table's columns.
     *
     * @param deletes rows that are gone; only their key cells are valid
     * @param upserts whole rows that are there in the end
     * @param fresh how many of the upserts, from the first on, have a key under which the source had no row before the batch:
     *     a target that was equal has none either
     * @param updates rows of which some cells are unchanged
     */
    record NetRows(TableSchema table, List<Row> deletes, List<Row> upserts, int fresh, List<PartialUpdate> updates) implements Step {

        /** Of no upsert is known whether it is fresh. */
        public NetRows(TableSchema table, List<Row> deletes, List<Row> upserts, List<PartialUpdate> updates) {
            this(table, deletes, upserts, 0, updates);
        }
    }

    /**
     * A row that is there in the end but not known whole: its unchanged cells stay what they are in the target.
     *
     * @param row its cells, key cells included
     * @param movedFrom key cells under which the target held the row before the batch, where its key changed: its unchanged
     *     cells are read there before the step's deletes take it away (the old key is among them); null: same key
     */
    record PartialUpdate(Row row, @Nullable Row movedFrom) {}

    /** Changes of one table without a key, to be applied one after the other: each old row stands for one of the equal rows. */
    record Ordered(TableSchema table, List<Change> changes) implements Step {}

    /** Tables are emptied. */
    record Truncate(List<TableSchema> tables) implements Step {}
}
