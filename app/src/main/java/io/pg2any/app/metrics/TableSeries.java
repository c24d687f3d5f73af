package io.pg2any.app.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.pg2any.event.EventType;
import io.pg2any.observe.TableCounts;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** The series that have a table in their labels, of which there are only so many. */
final class TableSeries {

    /** Enough for most databases, few enough for any Prometheus. */
    private static final int MOST_TABLES = 100;

    private final TableLabels labels = new TableLabels(MOST_TABLES);

    /** What a series is of. */
    private record Key(String table, String kind) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byTable = table.compareTo(other.table);
            return byTable != 0 ? byTable : kind.compareTo(other.kind);
        }
    }

    void add(List<TableCounts> tables, MetricSnapshots.Builder to) {
        labels.admit(tables);
        to.metricSnapshot(changes("received_changes", "Row changes received from the stream.", tables, TableCounts::received));
        to.metricSnapshot(changes("applied_changes", "Row changes committed in the target.", tables, TableCounts::applied));
        to.metricSnapshot(copy("copy_rows", "Rows of the table that its first copy has read.", tables, TableCounts.Copy::rows));
        to.metricSnapshot(copy("copy_estimated_rows", "Rows that the source's planner expects in the table.", tables, TableCounts.Copy::estimatedRows));
        to.metricSnapshot(copy("copy_pending_tables", "Tables under this label whose first copy is not complete.", tables, copy -> copy.done() ? 0 : 1));
    }

    private CounterSnapshot changes(String name, String help, List<TableCounts> tables, Function<TableCounts, Map<EventType, Long>> of) {
        Map<Key, Long> sums = new TreeMap<>();
        for (TableCounts table : tables) {
            of.apply(table).forEach((kind, count) -> sums.merge(new Key(labels.of(table.table()), kind.name().toLowerCase(Locale.ROOT)), count, Long::sum));
        }
        CounterSnapshot.Builder counter = Series.counters(name, help);
        sums.forEach((key, count) -> counter.dataPoint(Series.count(count, "table", key.table, "kind", key.kind)));
        return counter.build();
    }

    private GaugeSnapshot copy(String name, String help, List<TableCounts> tables, ToLongFunction<TableCounts.Copy> of) {
        Map<String, Long> sums = new TreeMap<>();
        for (TableCounts table : tables) {
            table.copy().ifPresent(copy -> sums.merge(labels.of(table.table()), of.applyAsLong(copy), Long::sum));
        }
        GaugeSnapshot.Builder gauge = Series.gauges(name, help);
        sums.forEach((table, value) -> gauge.dataPoint(Series.value(value, "table", table)));
        return gauge.build();
    }
}
