package io.pg2any.app.verify;

import java.util.BitSet;
import java.util.concurrent.Future;

import io.pg2any.destination.KeyRange;
import io.pg2any.event.Row;

/** Reads both sides of a table at the same time, whole and in any order, and finds the buckets of rows that differ. */
final class Buckets {

    /** Rows that may be remembered of each side. */
    private static final int MOST_ROWS = 100_000;

    private final Scope scope;
    private final Sides sides;
    private final Counts counts;
    private final RowForm sourceForm;
    private final RowForm targetForm;
    private final int rowsAtOnce;

    Buckets(Scope scope, Sides sides, Counts counts) {
        this.scope = scope;
        this.sides = sides;
        this.counts = counts;
        this.sourceForm = new RowForm(scope.table(), sides.target().keepsEmptyValues());
        this.targetForm = new RowForm(scope.table(), sides.target().keepsEmptyValues());
        this.rowsAtOnce = scope.rowsAtOnce(sides.source());
    }

    /** Takes a row of one side. */
    interface Taker {
        void row(RowForm form, Row row);
    }

    /** What differs, and how many rows there are. */
    record Sums(Tally source, Tally target, BitSet differing) {

        /** Takes buckets out whose rows can be remembered together; one at least. */
        BitSet takeSome() {
            BitSet some = new BitSet();
            long rows = 0;
            for (int i = differing.nextSetBit(0); i >= 0; i = differing.nextSetBit(i + 1)) {
                rows += Math.max(source.rows(i), target.rows(i));
                if (rows > MOST_ROWS && !some.isEmpty()) {
                    break;
                }
                some.set(i);
            }
            differing.andNot(some);
            return some;
        }
    }

    /** Puts rows into buckets by their key, or without one by all of them. */
    Sums sums() {
        Tally source = new Tally();
        Tally target = new Tally();
        boolean keyed = scope.table().hasKey();
        read((form, row) -> {
            add(source, form, row, keyed);
            counts.sourceRow();
        }, (form, row) -> {
            add(target, form, row, keyed);
            counts.targetRow();
        });
        return new Sums(source, target, source.differing(target));
    }

    private static void add(Tally tally, RowForm form, Row row, boolean keyed) {
        Digest digest = form.digest(row);
        tally.add(Tally.bucket(keyed ? form.keyDigest(row) : digest), digest);
    }

    /** Reads both sides, each on its own thread. */
    void read(Taker ofSource, Taker ofTarget) {
        Future<Boolean> reading = sides.beside(source -> {
            scope.readAll(source, rowsAtOnce, row -> ofSource.row(sourceForm, row));
            return true;
        });
        readTarget(ofTarget);
        Sides.await(reading);
    }

    /** Reads the source alone. */
    void readSource(Taker taker) {
        scope.readAll(sides.source(), rowsAtOnce, row -> taker.row(sourceForm, row));
    }

    /** Reads the target alone. */
    void readTarget(Taker taker) {
        sides.target().read(scope.table(), KeyRange.ALL, rowsAtOnce, row -> taker.row(targetForm, row));
    }
}
