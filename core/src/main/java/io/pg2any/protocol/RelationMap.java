package io.pg2any.protocol;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Relation;

/**
 * Relations by OID: an open-addressing table, because a look-up a row change must not make an object. Each relation has
 * a stamp that tells which of two descriptions arrived later. Nothing is ever removed.
 */
final class RelationMap {

    private @Nullable Relation[] relations = new @Nullable Relation[16];
    private long[] stamps = new long[16];
    private int size;

    @Nullable Relation get(int oid) {
        return relations[slot(oid)];
    }

    void put(Relation relation, long stamp) {
        if (2 * size >= relations.length) {
            grow();
        }
        int slot = slot(relation.oid());
        if (relations[slot] == null) {
            size++;
        }
        relations[slot] = relation;
        stamps[slot] = stamp;
    }

    /** Takes over each relation of {@code other} that arrived later than the one here. */
    void putNewer(RelationMap other) {
        for (int i = 0; i < other.relations.length; i++) {
            Relation relation = other.relations[i];
            if (relation != null) {
                int slot = slot(relation.oid());
                if (relations[slot] == null || stamps[slot] < other.stamps[i]) {
                    put(relation, other.stamps[i]);
                }
            }
        }
    }

    /** Where the relation is, or would go. The table is never full. */
    private int slot(int oid) {
        int mask = relations.length - 1;
        int slot = (oid * 0x9E3779B9 >>> 16) & mask;
        for (Relation relation = relations[slot]; relation != null && relation.oid() != oid; relation = relations[slot]) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        @Nullable Relation[] oldRelations = relations;
        long[] oldStamps = stamps;
        relations = new @Nullable Relation[2 * oldRelations.length];
        stamps = Arrays.copyOf(oldStamps, relations.length);
        for (int i = 0; i < oldRelations.length; i++) {
            Relation relation = oldRelations[i];
            if (relation != null) {
                int slot = slot(relation.oid());
                relations[slot] = relation;
                stamps[slot] = oldStamps[i];
            }
        }
    }
}
