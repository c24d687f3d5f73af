package io.pg2any.pipeline;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.LongStream;

import io.pg2any.observe.Distribution;

/** Counts values by size. Any thread; a value costs a search in a few bounds. */
final class Histogram {

    private final double[] bounds;
    private final AtomicLongArray counts;
    private final DoubleAdder sum = new DoubleAdder();

    private Histogram(double... bounds) {
        this.bounds = bounds;
        this.counts = new AtomicLongArray(bounds.length + 1);
    }

    /** Of times, from a tenth of a millisecond to a minute. */
    static Histogram ofSeconds() {
        return new Histogram(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);
    }

    /** Of numbers, from one to a million. */
    static Histogram ofCounts() {
        return new Histogram(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000);
    }

    /** Of sizes, from 1 KiB to 64 MiB. */
    static Histogram ofBytes() {
        return new Histogram(1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26);
    }

    void add(double value) {
        int at = Arrays.binarySearch(bounds, value);
        counts.incrementAndGet(at < 0 ? -at - 1 : at);
        sum.add(value);
    }

    void add(long value) {
        add((double) value);
    }

    void addNanos(long nanos) {
        add(nanos / 1e9);
    }

    Distribution snapshot() {
        return new Distribution(Arrays.stream(bounds).boxed().toList(),
                LongStream.range(0, counts.length()).map(i -> counts.get((int) i)).boxed().toList(), sum.sum());
    }
}
