package io.pg2any.app.metrics;

import java.util.stream.DoubleStream;

import io.pg2any.observe.Distribution;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** Short forms of the client library's builders. Names without {@code pg2any_}, counters without {@code _total}. */
final class Series {

    private static final String PREFIX = "pg2any_";

    private Series() {}

    static CounterSnapshot counter(String name, String help, double value) {
        return counters(name, help).dataPoint(CounterDataPointSnapshot.builder().value(value).build()).build();
    }

    static CounterSnapshot counter(String name, String help, long value) {
        return counter(name, help, (double) value);
    }

    /** To be given data points with labels. */
    static CounterSnapshot.Builder counters(String name, String help) {
        return CounterSnapshot.builder().name(PREFIX + name).help(help);
    }

    static CounterDataPointSnapshot count(long value, String... labels) {
        return CounterDataPointSnapshot.builder().value((double) value).labels(Labels.of(labels)).build();
    }

    static GaugeSnapshot gauge(String name, String help, double value) {
        return gauges(name, help).dataPoint(GaugeDataPointSnapshot.builder().value(value).build()).build();
    }

    static GaugeSnapshot gauge(String name, String help, long value) {
        return gauge(name, help, (double) value);
    }

    static GaugeSnapshot gauge(String name, String help, boolean value) {
        return gauge(name, help, value ? 1.0 : 0.0);
    }

    /** To be given data points with labels. */
    static GaugeSnapshot.Builder gauges(String name, String help) {
        return GaugeSnapshot.builder().name(PREFIX + name).help(help);
    }

    static GaugeDataPointSnapshot value(long value, String... labels) {
        return GaugeDataPointSnapshot.builder().value((double) value).labels(Labels.of(labels)).build();
    }

    static HistogramSnapshot histogram(String name, String help, Distribution distribution) {
        double[] bounds = DoubleStream.concat(distribution.bounds().stream().mapToDouble(Double::doubleValue), DoubleStream.of(Double.POSITIVE_INFINITY)).toArray();
        long[] counts = distribution.counts().stream().mapToLong(Long::longValue).toArray();
        return HistogramSnapshot.builder().name(PREFIX + name).help(help)
                .dataPoint(HistogramDataPointSnapshot.builder().classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts)).sum(distribution.sum()).build())
                .build();
    }
}
