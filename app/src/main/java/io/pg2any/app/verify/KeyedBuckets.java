package io.pg2any.app.verify;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import io.pg2any.event.Row;

/**
 * Compares a table whose key the two sides need not order alike: each side is read once, whole, and where sums differ a second time to find the
 * keys.
 */
final class KeyedBuckets {

    private final Buckets buckets;
    private final Suspects suspects;
    private final Outcomes outcomes;

    KeyedBuckets(Scope scope, Sides sides, Suspects suspects, Outcomes outcomes, Counts counts) {
        this.buckets = new Buckets(scope, sides, counts);
        this.suspects = suspects;
        this.outcomes = outcomes;
    }

    /** A row as far as it is remembered. */
    private record Remembered(Row key, Digest digest) {}

    void compare() {
        Buckets.Sums sums = buckets.sums();
        while (!sums.differing().isEmpty() && !outcomes.isEnough()) {
            collect(sums.takeSome());
            suspects.settle();
        }
    }

    private void collect(BitSet some) {
        Map<ByteBuffer, Remembered> source = new HashMap<>();
        Map<ByteBuffer, Remembered> target = new HashMap<>();
        buckets.read((form, row) -> remember(form, row, some, source), (form, row) -> remember(form, row, some, target));
        source.forEach((key, row) -> {
            Remembered other = target.remove(key);
            if (other == null || !other.digest().equals(row.digest())) {
                suspects.add(row.key());
            }
        });
        target.values().forEach(extra -> suspects.add(extra.key()));
    }

    private static void remember(RowForm form, Row row, BitSet some, Map<ByteBuffer, Remembered> into) {
        if (some.get(Tally.bucket(form.keyDigest(row)))) {
            into.put(form.key(row), new Remembered(form.keyOnly(row), form.digest(row)));
        }
    }
}
