package io.pg2any.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Relation;
import io.pg2any.event.TableId;

/** What the target's open transaction holds, by table and kind; counted as applied once it is committed. Applier thread. */
final class BatchCounts {

    private final Counters counters;
    private final Map<TableId, long[]> open = new HashMap<>();
    private @Nullable Relation lastRelation;
    private long[] last = {};
    private long bytes;

    BatchCounts(Counters counters) {
        this.counters = counters;
    }

    /** Adds what was written. */
    @SuppressWarnings("ReferenceEquality") // a relation that looks the same but is another object is merely looked up again
    void add(List<TransactionSlice> slices) {
        for (TransactionSlice slice : slices) {
            bytes += slice.bytes();
            for (Change change : slice.changes()) {
                Relation relation = TableCounters.relation(change);
                if (relation == null) {
                    truncated((ChangeEvent.Truncate) change);
                    continue;
                }
                if (relation != lastRelation) {
                    last = counts(relation);
                    lastRelation = relation;
                }
                last[TableCounters.kind(change)]++;
            }
        }
    }

    private void truncated(ChangeEvent.Truncate truncate) {
        for (Relation relation : truncate.relations()) {
            counts(relation)[TableCounters.kind(truncate)]++;
        }
    }

    private long[] counts(Relation relation) {
        return open.computeIfAbsent(relation.table(), _ -> new long[TableCounters.KINDS.size()]);
    }

    /** The target has committed it. */
    void committed() {
        open.forEach((table, counts) -> {
            TableCounters known = counters.table(table);
            for (int kind = 0; kind < counts.length; kind++) {
                known.applied(kind, counts[kind]);
                counts[kind] = 0;
            }
        });
        counters.appliedBytes.addAndGet(bytes);
        bytes = 0;
    }
}
