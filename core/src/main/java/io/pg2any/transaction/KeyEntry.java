package io.pg2any.transaction;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Row;

/** What a batch does to one key of a table: whether the target held a row there before, and which one stands there now. */
final class KeyEntry {

    /** What the target held under the key before the batch; the first change of the key tells. */
    private enum Before {
        UNTOLD,
        ABSENT,
        PRESENT
    }

    /** A row whose key cells are the key. */
    final Row key;

    final int hash;

    /** The row that stands there now; null: none, or still the target's own if nothing was told. */
    @Nullable Row row;

    /** Where {@link #row} has unchanged cells: the key under which the target holds those; null: the row is whole. */
    @Nullable KeyEntry source;

    private Before before = Before.UNTOLD;
    private boolean sourceOfOther;

    /** Earlier rows under the same key, for as long as a deferred unique constraint allows them: only under identity FULL. */
    private @Nullable List<Row> earlier;

    KeyEntry(Row key, int hash) {
        this.key = key;
        this.hash = hash;
    }

    /** Whether the row there now is the target's own, of which nothing else is known yet. */
    boolean isUntold() {
        return before == Before.UNTOLD;
    }

    /** Whether the source had no row there before the batch. */
    boolean wasAbsent() {
        return before == Before.ABSENT;
    }

    /** Whether a row was inserted here that is gone again. */
    boolean cameAndWent() {
        return before == Before.ABSENT && row == null;
    }

    /** A row begins to stand here. {@code beside}: rows that stand here already may be other ones and stay. */
    void arrive(Row arriving, @Nullable KeyEntry from, boolean beside) {
        if (before == Before.UNTOLD) {
            before = Before.ABSENT;
        }
        if (beside && row != null) {
            if (earlier == null) {
                earlier = new ArrayList<>(1);
            }
            earlier.add(row);
        }
        row = arriving;
        source = from;
    }

    /** The row that stands here is gone. */
    void leave() {
        if (before == Before.UNTOLD) {
            before = Before.PRESENT;
        }
        row = null;
        source = null;
    }

    /**
     * The row with this old image is gone. Usually it is the one that stands here; but where a deferred unique constraint
     * lets rows pass each other, it may be an earlier one, or the target's own.
     *
     * @param told how many of its cells, from the first on, an old image tells
     */
    void leave(Row whole, int told) {
        if (row == null) {
            before = Before.PRESENT;
        } else if (before == Before.PRESENT && earlier == null || same(row, whole, told)) {
            leaveLatest();
        } else if (!leaveEarlier(whole, told)) {
            if (before == Before.PRESENT) {
                leaveLatest();
            } else {
                before = Before.PRESENT;
            }
        }
    }

    /** Concludes what the entry needs from another one. */
    void markSource() {
        if (row != null && isMoved()) {
            source().sourceOfOther = true;
        }
    }

    /** Whether the target's row under this key has to be taken away. */
    boolean isDeleted() {
        return before == Before.PRESENT && (row == null || isMoved() || sourceOfOther);
    }

    /** Whether the row there now has cells that the target holds under another key. */
    boolean isMoved() {
        return source != null && source != this;
    }

    KeyEntry source() {
        if (source == null) {
            throw new IllegalStateException("the row is whole");
        }
        return source;
    }

    private void leaveLatest() {
        leave();
        if (earlier != null) {
            row = earlier.removeLast();
            earlier = earlier.isEmpty() ? null : earlier;
        }
    }

    private boolean leaveEarlier(Row whole, int told) {
        if (earlier == null) {
            return false;
        }
        for (int i = 0; i < earlier.size(); i++) {
            if (same(earlier.get(i), whole, told)) {
                earlier.remove(i);
                earlier = earlier.isEmpty() ? null : earlier;
                return true;
            }
        }
        return false;
    }

    private static boolean same(Row one, Row other, int told) {
        for (int i = 0; i < told; i++) {
            if (!one.cellEquals(i, other, i)) {
                return false;
            }
        }
        return true;
    }
}
