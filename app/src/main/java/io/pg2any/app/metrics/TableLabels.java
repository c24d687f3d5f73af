package io.pg2any.app.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.pg2any.event.TableId;
import io.pg2any.observe.TableCounts;

/**
 * Which tables have series of their own: the first that do something, the busiest of those first. All others share one, so that
 * thousands of tables do not become thousands of series. A table that has a series keeps it. One thread at a time.
 */
final class TableLabels {

    /** Holds what has no series of its own; no table is called so, since their names have a dot. */
    static final String OTHER = "other";

    private final int limit;
    private final Set<TableId> own = new HashSet<>();

    TableLabels(int limit) {
        this.limit = limit;
    }

    /** A table's label. */
    String of(TableId table) {
        return own.contains(table) ? table.toString() : OTHER;
    }

    /** Gives out series while there are any left. */
    void admit(List<TableCounts> tables) {
        if (own.size() >= limit) {
            return;
        }
        List<TableCounts> candidates = new ArrayList<>(tables);
        candidates.removeIf(table -> own.contains(table.table()) || weight(table) == 0);
        candidates.sort(Comparator.comparingLong(TableLabels::weight).reversed());
        candidates.stream().limit(limit - own.size()).forEach(table -> own.add(table.table()));
    }

    private static long weight(TableCounts table) {
        return table.appliedChanges() + table.received().values().stream().mapToLong(Long::longValue).sum()
                + table.copy().map(copy -> Math.max(1, Math.max(copy.rows(), copy.estimatedRows()))).orElse(0L);
    }
}
