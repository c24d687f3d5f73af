package io.pg2any.pipeline;

import java.util.List;
import java.util.Set;

import io.pg2any.destination.ChangeBatch;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.Row;
import io.pg2any.source.ColumnFetcher;
import io.pg2any.source.ShapeCatalog.Present;

/** Gives the target's rows values that the log does not tell: reads them from the source by key. Applier thread. */
final class Refill {

    private final DestinationHandler destination;
    private final ColumnFetcher columns;
    private long unmatched;

    Refill(DestinationHandler destination, ColumnFetcher columns) {
        this.destination = destination;
        this.columns = columns;
    }

    /** Updates so far that gave a row of the source its values of a column, and for which the target had no such row yet. */
    long unmatched() {
        return unmatched;
    }

    /** Whether the rows of a table can be told apart when these columns get other values. */
    static boolean isPossible(TableSchema schema, Set<String> filled) {
        return filled.isEmpty() || schema.hasKey() && schema.key().stream().noneMatch(i -> filled.contains(schema.columns().get(i).name()));
    }

    /**
     * Writes the columns anew in the open transaction, piece by piece.
     *
     * @param expected the table that {@code schema} describes, with the numbers of its columns
     * @param values only in rows of the source in which one of the columns has one of these as its text; empty: in all rows
     * @param betweenPieces what is done where the transaction may end
     * @throws io.pg2any.error.CdcException with the code {@link io.pg2any.source.SourceErrors#CHANGED} if the source has changed the table further
     */
    void fill(TableSchema schema, int oid, Set<String> filled, Present expected, Set<String> values, Runnable betweenPieces) {
        columns.read(schema, filled, oid, expected, values, rows -> {
            write(schema, rows);
            betweenPieces.run();
        });
    }

    private void write(TableSchema schema, List<Row> rows) {
        long before = destination.missingRows();
        List<Step.PartialUpdate> updates = rows.stream().map(row -> new Step.PartialUpdate(row, null)).toList();
        destination.apply(new ChangeBatch(List.of(), List.of(new Step.NetRows(schema, List.of(), List.of(), updates))));
        destination.takeMissing(); // rows that the stream tells of later
        unmatched += destination.missingRows() - before;
    }
}
