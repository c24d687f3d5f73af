package io.pg2any.pipeline;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.ChangeBatch;
import io.pg2any.destination.DeadLetter;
import io.pg2any.destination.DeadLetter.Operation;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.OnError;
import io.pg2any.destination.OnValue;
import io.pg2any.destination.RefusedRows;
import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;

/**
 * Hands batches to the destination, and finds the changes for which it refuses one. A refused batch is taken back and tried again in
 * halves, in source order: first between transactions, then inside one. So what is good is written set by set all the same, and each refused
 * change costs about as many tries as the batch can be halved, however large it is. Applier thread.
 */
final class Delivery {

    private final DestinationHandler destination;
    private final Folding folding;
    private final RefusedRows refused;

    /** What a destination is given beside the changes themselves. */
    interface Folding {
        /** The net effect of these changes; empty if the destination does not ask for it. */
        List<Step> steps(List<TransactionSlice> slices);

        TableSchema table(Relation relation);
    }

    Delivery(DestinationHandler destination, Folding folding, OnError onError, OnValue onValue) {
        this.destination = destination;
        this.folding = folding;
        this.refused = new RefusedRows(onError, onValue);
    }

    /** Writes the changes into the open transaction, except for those that the target refuses and that need not end the stream. */
    void deliver(List<TransactionSlice> slices) {
        ChangeBatch batch = new ChangeBatch(slices, folding.steps(slices));
        if (!refused.areTreated()) {
            destination.apply(batch);
            return;
        }
        Optional<CdcException> refusal = destination.attempt(batch);
        if (refusal.isPresent()) {
            divide(slices.stream().filter(slice -> !slice.changes().isEmpty()).toList(), refusal.get());
        }
    }

    private void divide(List<TransactionSlice> slices, CdcException refusal) {
        TransactionSlice first = slices.getFirst();
        int transactions = slices.size();
        int changes = first.changes().size();
        if (transactions > 1) {
            deliver(slices.subList(0, transactions / 2));
            deliver(slices.subList(transactions / 2, transactions));
        } else if (changes > 1) {
            deliver(List.of(part(first, 0, changes / 2)));
            deliver(List.of(part(first, changes / 2, changes)));
        } else {
            treat(letter(first.changes().getFirst(), at(first), refusal));
        }
    }

    private static TransactionSlice part(TransactionSlice slice, int from, int to) {
        List<Change> changes = slice.changes().subList(from, to);
        long bytes = changes.stream().mapToLong(Change::bytes).sum();
        return new TransactionSlice(slice.xid(), slice.commitLsn(), slice.endLsn(), slice.commitTime(), changes, slice.last(), bytes);
    }

    /** Writes whole rows as the source has them now, which a change in {@code slices} told only in part. */
    void heal(TableSchema table, List<Row> rows, List<TransactionSlice> slices) {
        ChangeBatch batch = new ChangeBatch(slices, List.of(new Step.NetRows(table, List.of(), rows, 0, List.of())));
        if (!refused.areTreated()) {
            destination.apply(batch);
            return;
        }
        Optional<CdcException> refusal = destination.attempt(batch);
        if (refusal.isEmpty()) {
            return;
        }
        if (rows.size() > 1) {
            heal(table, rows.subList(0, rows.size() / 2), slices);
            heal(table, rows.subList(rows.size() / 2, rows.size()), slices);
        } else {
            treat(new DeadLetter(table, Operation.UPDATE, null, false, rows.getFirst(), refusal.get(), at(slices.getLast())));
        }
    }

    private void treat(DeadLetter letter) {
        refused.treat(letter, kept -> destination.deadLetters().orElseThrow().record(kept));
    }

    /** What was left out since the last call is left out for good. */
    void committed(RefusedRows.Listener listener) {
        refused.committed(listener);
    }

    private static DeadLetter.At at(TransactionSlice slice) {
        return new DeadLetter.At(slice.commitLsn(), slice.xid(), slice.commitTime());
    }

    private DeadLetter letter(Change change, DeadLetter.At at, CdcException refusal) {
        return switch (change) {
            case Insert insert -> letter(insert.relation(), Operation.INSERT, null, false, insert.row(), at, refusal);
            case Update update -> letter(update.relation(), Operation.UPDATE, update.old(), update.oldIsFull(), update.row(), at, refusal);
            case Delete delete -> letter(delete.relation(), Operation.DELETE, delete.old(), delete.oldIsFull(), null, at, refusal);
            case Truncate truncate -> letter(truncate.relations().getFirst(), Operation.TRUNCATE, null, false, null, at, refusal);
        };
    }

    private DeadLetter letter(Relation relation, Operation operation, @Nullable Row old, boolean oldIsFull, @Nullable Row row, DeadLetter.At at, CdcException refusal) {
        return new DeadLetter(folding.table(relation), operation, old, oldIsFull, row, refusal, at);
    }
}
