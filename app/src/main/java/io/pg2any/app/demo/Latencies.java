package io.pg2any.app.demo;

import java.time.Duration;
import java.util.Arrays;

/** From commit in the source to commit in the target, of the last few seconds' batches. Any thread. */
final class Latencies {

    private static final int KEPT = 512;

    private final long[] millis = new long[KEPT];
    private int count;

    synchronized void add(Duration latency) {
        millis[count++ % KEPT] = latency.toMillis();
    }

    /** Below which {@code share} of the latencies lie, such as 0.5 for the median. */
    synchronized Duration percentile(double share) {
        int filled = Math.min(count, KEPT);
        if (filled == 0) {
            return Duration.ZERO;
        }
        long[] sorted = Arrays.copyOf(millis, filled);
        Arrays.sort(sorted);
        return Duration.ofMillis(sorted[(int) Math.min(filled - 1, Math.round(share * (filled - 1)))]);
    }
}
