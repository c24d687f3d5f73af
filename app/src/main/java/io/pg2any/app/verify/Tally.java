package io.pg2any.app.verify;

import java.util.BitSet;

/** Counts rows and adds their digests up, by buckets, so that order does not matter and memory does not grow. One thread. */
final class Tally {

    /** So many that a few differences lead to few rows, in a few MiB. */
    static final int BUCKETS = 1 << 17;

    private final long[] high = new long[BUCKETS];
    private final long[] low = new long[BUCKETS];
    private final int[] rows = new int[BUCKETS];

    static int bucket(Digest of) {
        return (int) (of.high() & BUCKETS - 1);
    }

    void add(int bucket, Digest row) {
        high[bucket] += row.high();
        low[bucket] += row.low();
        rows[bucket]++;
    }

    int rows(int bucket) {
        return rows[bucket];
    }

    /** The buckets in which {@code other} has other rows. */
    BitSet differing(Tally other) {
        BitSet differing = new BitSet(BUCKETS);
        for (int i = 0; i < BUCKETS; i++) {
            differing.set(i, rows[i] != other.rows[i] || high[i] != other.high[i] || low[i] != other.low[i]);
        }
        return differing;
    }
}
