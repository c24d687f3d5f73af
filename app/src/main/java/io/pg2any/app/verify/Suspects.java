package io.pg2any.app.verify;

import java.util.ArrayList;
import java.util.List;

import io.pg2any.error.CdcException;
import io.pg2any.event.Row;
import io.pg2any.source.RowReader;

/** Takes the keys of rows that looked different, settles them in portions, and repairs what is proven. */
final class Suspects {

    private static final int PORTION = 2000;
    private static final int REPAIRED_AT_ONCE = 100;
    private static final int MOST_ATTEMPTS = 5;

    private final Scope scope;
    private final Sides sides;
    private final Settling settling;
    private final Outcomes outcomes;
    private final List<Row> keys = new ArrayList<>();

    /** @param scope without conditions of the first copy: a row that it left out is equal if the target does have it */
    Suspects(Scope scope, RowForm form, Sides sides, Fence fence, Outcomes outcomes) {
        this.scope = scope;
        this.sides = sides;
        this.settling = new Settling(scope, form, sides, fence);
        this.outcomes = outcomes;
    }

    void add(Row key) {
        keys.add(key);
    }

    /** Settles if there are enough to be worth waiting for. */
    void settleSome() {
        if (keys.size() >= PORTION) {
            settle();
        }
    }

    /** Settles all. */
    void settle() {
        for (int from = 0; from < keys.size() && !outcomes.isEnough(); from += PORTION) {
            Settling.Outcome outcome = settling.settle(keys.subList(from, Math.min(keys.size(), from + PORTION)));
            outcomes.unsettled(outcome.unsettled().size());
            outcomes.different(outcome.different());
            if (outcomes.repairs()) {
                repair(outcome.different());
            }
        }
        keys.clear();
    }

    /** Writes what the source holds and looks again, until the rows are equal. */
    private void repair(List<Difference> different) {
        List<Row> wrong = different.stream().map(Difference::row).toList();
        for (int attempt = 1; !wrong.isEmpty() && attempt <= MOST_ATTEMPTS; attempt++) {
            for (int from = 0; from < wrong.size(); from += REPAIRED_AT_ONCE) {
                write(wrong.subList(from, Math.min(wrong.size(), from + REPAIRED_AT_ONCE)), attempt == MOST_ATTEMPTS);
            }
            Settling.Outcome again = settling.settle(wrong);
            List<Row> left = new ArrayList<>(again.different().stream().map(Difference::row).toList());
            left.addAll(again.unsettled());
            outcomes.repaired(wrong.size() - left.size());
            wrong = left;
        }
    }

    private void write(List<Row> rows, boolean lastTime) {
        try {
            sides.target().repair(scope.table(), rows, keys -> scope.fetch(sides.source(), keys).stream().map(RowReader.Versioned::row).toList());
        } catch (CdcException e) {
            if (e.kind() != CdcException.Kind.TRANSIENT || lastTime) {
                throw e; // a deadlock with the stream is tried again
            }
        }
    }
}
