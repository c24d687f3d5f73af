package io.pg2any.app.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;
import io.pg2any.event.Row;

/**
 * Compares a table without a key as a multiset. Rows of which one side seems to have more are counted again in rounds as {@link Settling} has them; the
 * difference is proven when it stays the same while the source's number does not change within a round. It is repaired as a difference, by adding or
 * removing so many rows: what the stream changes meanwhile adds up with that, in whatever order.
 */
final class KeylessBuckets {

    private static final int PROOFS = 4;
    private static final int MOST_ROUNDS = 30;
    private static final int MOST_REPAIRS = 5;

    private final Scope scope;
    private final Sides sides;
    private final Buckets buckets;
    private final Fence fence;
    private final Outcomes outcomes;
    private long remaining;

    KeylessBuckets(Scope scope, Sides sides, Fence fence, Outcomes outcomes, Counts counts) {
        this.scope = scope;
        this.sides = sides;
        this.buckets = new Buckets(scope, sides, counts);
        this.fence = fence;
        this.outcomes = outcomes;
    }

    /** Equal rows. */
    private static final class Same {
        private final Row row;
        private int before;
        private int target;
        private int after;
        private int proofs;
        private int lastDifference;

        Same(Row row) {
            this.row = row;
        }
    }

    void compare() {
        Buckets.Sums sums = buckets.sums();
        while (!sums.differing().isEmpty() && !outcomes.isEnough()) {
            BitSet some = sums.takeSome();
            List<Difference> different = settle(some);
            outcomes.different(different);
            if (outcomes.repairs() && !different.isEmpty()) {
                long found = different.stream().mapToLong(Difference::times).sum();
                repair(different, some);
                outcomes.repaired(Math.max(0, found - remaining));
            }
        }
    }

    private void repair(List<Difference> first, BitSet some) {
        List<Difference> different = first;
        for (int attempt = 1; !different.isEmpty() && attempt <= MOST_REPAIRS; attempt++) {
            write(different, attempt == MOST_REPAIRS);
            different = settle(some);
        }
        remaining = different.stream().mapToLong(Difference::times).sum();
    }

    private void write(List<Difference> different, boolean lastTime) {
        List<Row> missing = new ArrayList<>();
        List<Row> surplus = new ArrayList<>();
        for (Difference difference : different) {
            for (int i = 0; i < difference.times(); i++) {
                (difference.kind() == Difference.Kind.MISSING ? missing : surplus).add(difference.row());
            }
        }
        try {
            sides.target().repair(scope.table(), missing, surplus);
        } catch (CdcException e) {
            if (e.kind() != CdcException.Kind.TRANSIENT || lastTime) {
                throw e;
            }
        }
    }

    private List<Difference> settle(BitSet some) {
        Map<Digest, Same> open = new HashMap<>();
        List<Difference> different = new ArrayList<>();
        buckets.readSource((form, row) -> count(form, row, some, open).before++);
        for (int round = 0; round < MOST_ROUNDS && (round == 0 || !open.isEmpty()); round++) {
            boolean whole = round == 0;
            open.values().forEach(same -> {
                same.target = 0;
                same.after = 0;
            });
            fence.pass();
            buckets.readTarget((form, row) -> target(form, row, some, open, whole));
            buckets.readSource((form, row) -> source(form, row, some, open, whole));
            open.values().removeIf(same -> judge(same, different));
            open.values().forEach(same -> same.before = same.after);
        }
        outcomes.unsettled(open.size());
        return different;
    }

    private static void target(RowForm form, Row row, BitSet some, Map<Digest, Same> open, boolean whole) {
        Same same = find(form, row, some, open, whole);
        if (same != null) {
            same.target++;
        }
    }

    private static void source(RowForm form, Row row, BitSet some, Map<Digest, Same> open, boolean whole) {
        Same same = find(form, row, some, open, whole);
        if (same != null) {
            same.after++;
        }
    }

    /** @param whole whether rows count that have not been seen before */
    private static @Nullable Same find(RowForm form, Row row, BitSet some, Map<Digest, Same> open, boolean whole) {
        Digest digest = form.digest(row);
        if (!some.get(Tally.bucket(digest))) {
            return null;
        }
        return whole ? open.computeIfAbsent(digest, _ -> new Same(row.detached())) : open.get(digest);
    }

    private static Same count(RowForm form, Row row, BitSet some, Map<Digest, Same> open) {
        Same same = find(form, row, some, open, true);
        return same == null ? new Same(row) : same;
    }

    /** @return whether it is settled */
    private static boolean judge(Same same, List<Difference> different) {
        if (same.target == same.before || same.target == same.after) {
            return true;
        }
        int difference = same.target - same.after;
        boolean again = same.proofs == 0 || same.lastDifference == difference;
        same.proofs = same.before != same.after ? 0 : again ? same.proofs + 1 : 1;
        same.lastDifference = difference;
        if (same.proofs < PROOFS) {
            return false;
        }
        different.add(new Difference(difference < 0 ? Difference.Kind.MISSING : Difference.Kind.EXTRA, same.row, List.of(), Math.abs(difference)));
        return true;
    }
}
