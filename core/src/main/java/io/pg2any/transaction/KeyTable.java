package io.pg2any.transaction;

import java.util.Arrays;

import io.pg2any.event.Row;

/**
 * The keys of one table that a batch touches, in the order in which it first touches them. A hash table of its own, with
 * open addressing, since a lookup is needed for each change and must not make an object to look up with.
 */
final class KeyTable {

    private static final int FIRST_SLOTS = 32;

    /** 2^32 divided by the golden ratio: spreads neighbouring hashes over the slots. */
    private static final int SPREAD = 0x9E37_79B9;

    private final int[] key;
    private KeyEntry[] entries = new KeyEntry[FIRST_SLOTS / 2];
    private int size;

    /** Place in {@link #entries} plus one; 0: free. A power of two, at most half full. */
    private int[] slots = new int[FIRST_SLOTS];

    /** @param key the key cells */
    KeyTable(int... key) {
        this.key = key.clone();
    }

    /** The entry of the row's key, new if this is its first touch. */
    KeyEntry at(Row row) {
        int hash = hash(row);
        int mask = slots.length - 1;
        int slot = firstSlot(hash);
        while (slots[slot] != 0) {
            KeyEntry entry = entries[slots[slot] - 1];
            if (entry.hash == hash && sameKey(entry.key, row)) {
                return entry;
            }
            slot = slot + 1 & mask;
        }
        KeyEntry entry = new KeyEntry(row, hash);
        if (size == entries.length) {
            grow();
            slot = freeSlot(hash);
        }
        entries[size++] = entry;
        slots[slot] = size;
        return entry;
    }

    int size() {
        return size;
    }

    /** The entry that was the {@code i}th to be touched. */
    KeyEntry get(int i) {
        return entries[i];
    }

    private boolean sameKey(Row one, Row other) {
        for (int column : key) {
            if (!one.cellEquals(column, other, column)) {
                return false;
            }
        }
        return true;
    }

    private int hash(Row row) {
        int hash = 0;
        for (int column : key) {
            hash = 31 * hash + row.cellHash(column);
        }
        return hash;
    }

    private int firstSlot(int hash) {
        return hash * SPREAD >>> Integer.numberOfLeadingZeros(slots.length) + 1;
    }

    private int freeSlot(int hash) {
        int slot = firstSlot(hash);
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private void grow() {
        entries = Arrays.copyOf(entries, entries.length * 2);
        slots = new int[entries.length * 2];
        for (int i = 0; i < size; i++) {
            slots[freeSlot(entries[i].hash)] = i + 1;
        }
    }
}
