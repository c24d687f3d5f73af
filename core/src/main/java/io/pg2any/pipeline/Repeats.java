package io.pg2any.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;

/** Up to which position the stream tells what the target may hold already, in this state or a later one. One thread. */
final class Repeats {

    private final Map<TableId, Lsn> tables;
    private Lsn everything;

    /**
     * What is known at the start.
     *
     * @param tables of tables whose first copy was taken up again
     * @param everything of all tables, of which parts may have been written beyond the checkpoint; {@link Lsn#ZERO}: none were
     */
    Repeats(Map<TableId, Lsn> tables, Lsn everything) {
        this.tables = new HashMap<>(tables);
        this.everything = everything;
    }

    /** Whether there are any left. */
    boolean any() {
        return !tables.isEmpty() || isAhead();
    }

    /** Whether parts of any table may be ahead of the checkpoint. */
    boolean isAhead() {
        return everything.isAfter(Lsn.ZERO);
    }

    /** The tables of which the stream repeats something at this position; what lies before it does not matter any more. */
    Predicate<TableId> at(Lsn position) {
        if (!everything.isAfter(position)) {
            everything = Lsn.ZERO;
        }
        tables.values().removeIf(end -> !end.isAfter(position));
        return isAhead() ? _ -> true : tables.isEmpty() ? _ -> false : Set.copyOf(tables.keySet())::contains;
    }
}
