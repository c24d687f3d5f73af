package io.pg2any.app.status;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.EventType;
import io.pg2any.observe.Metrics;
import io.pg2any.observe.Progress;
import io.pg2any.observe.SlotFacts;
import io.pg2any.observe.TableCounts;

/**
 * All there is to say of a stream at one moment, in the form in which it is served as JSON. Holds no secret and no row.
 *
 * @param state in lower case, as {@link Progress.State}
 * @param copy null if this process copies nothing
 * @param slot null before the source was asked for the first time
 */
public record StatusReport(
        String version,
        Stream stream,
        String state,
        Instant stateSince,
        Instant started,
        boolean paused,
        @Nullable String finishing,
        Health.Verdict health,
        Health.Verdict ready,
        Lag lag,
        Positions positions,
        Totals totals,
        Rates rates,
        Queue queue,
        @Nullable Copy copy,
        @Nullable Slot slot,
        List<Table> tables,
        List<EventLog.Event> events,
        List<Setting> settings,
        Memory memory) {

    /** Which stream it is. */
    public record Stream(String source, String destination, String slot, String publication) {}

    /** How far the target is behind. */
    public record Lag(double seconds, long bytes) {}

    /** Positions in the source's log. */
    public record Positions(String sourceEnd, String received, String applied, String confirmed) {}

    /** Counts since the process started. */
    public record Totals(
            long receivedChanges, long receivedBytes, long appliedChanges, long appliedTransactions, long appliedBytes, long copiedRows, long copiedBytes,
            long missingRows, long deadLetters, long skippedChanges, long retries, Map<String, Long> errors) {}

    /** By the second, lately. */
    public record Rates(double changes, double copiedRows, double bytes) {}

    /** What waits between source and target. */
    public record Queue(long bytes, long limitBytes) {}

    /** The first copy over all tables. */
    public record Copy(int tables, int tablesDone, long rows, long estimatedRows) {}

    /**
     * The slot as the source sees it.
     *
     * @param safeBytes null without a limit
     * @param lostInSeconds null if nothing speaks for it
     */
    public record Slot(
            Instant at, String walStatus, boolean active, long retainedBytes, long unconfirmedBytes, @Nullable Long safeBytes, @Nullable Long lostInSeconds) {}

    /** One table; {@code copy} is null if it was not copied by this process. */
    public record Table(String name, Map<String, Long> received, Map<String, Long> applied, TableCounts.@Nullable Copy copy) {}

    /** A setting that was given; a secret is masked. */
    public record Setting(String name, String value) {}

    /** Of the heap. */
    public record Memory(long usedBytes, long maxBytes) {

        static Memory now() {
            Runtime runtime = Runtime.getRuntime();
            return new Memory(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
        }
    }

    static StatusReport of(String version, Stream stream, Metrics metrics, Health health, History.Point rates, List<EventLog.Event> events, List<Setting> settings) {
        Progress progress = metrics.progress();
        Instant now = Instant.now();
        SlotFacts slot = metrics.slot().orElse(null);
        return new StatusReport(version, stream, progress.state().name().toLowerCase(Locale.ROOT), metrics.vitals().stateSince(), metrics.vitals().started(),
                metrics.vitals().paused(), metrics.vitals().finishing().orElse(null), health.healthy(metrics, now), health.ready(metrics, now),
                new Lag(metrics.lag().toMillis() / 1000.0, lagBytes(metrics)),
                new Positions(sourceEnd(metrics), progress.received().toString(), progress.durable().toString(),
                        slot == null ? "" : slot.confirmed().toString()),
                totals(metrics), new Rates(rates.changesPerSecond(), rates.copiedRowsPerSecond(), rates.bytesPerSecond()),
                new Queue(progress.bufferedBytes(), metrics.bufferLimit()), copy(metrics.tables()), slot == null ? null : slot(slot),
                metrics.tables().stream().map(StatusReport::table).toList(), events, settings, Memory.now());
    }

    private static Totals totals(Metrics metrics) {
        Progress progress = metrics.progress();
        Map<String, Long> errors = new TreeMap<>();
        metrics.errors().forEach((kind, count) -> errors.put(kind.name().toLowerCase(Locale.ROOT), count));
        return new Totals(progress.receivedChanges(), metrics.received().bytes(), progress.appliedChanges(), progress.appliedTransactions(),
                metrics.applied().bytes(), progress.copiedRows(), progress.copiedBytes(), progress.missingRows(), progress.deadLetters(), progress.skippedChanges(), metrics.retries(), errors);
    }

    private static @Nullable Copy copy(List<TableCounts> tables) {
        List<TableCounts.Copy> copies = tables.stream().flatMap(table -> table.copy().stream()).toList();
        return copies.isEmpty() ? null : new Copy(copies.size(), (int) copies.stream().filter(TableCounts.Copy::done).count(),
                copies.stream().mapToLong(TableCounts.Copy::rows).sum(),
                copies.stream().mapToLong(copy -> copy.done() ? copy.rows() : Math.max(copy.rows(), copy.estimatedRows())).sum());
    }

    private static Slot slot(SlotFacts facts) {
        return new Slot(facts.at(), facts.walStatus(), facts.active(), facts.retainedBytes(), facts.unconfirmedBytes(),
                facts.safeBytes().isPresent() ? facts.safeBytes().getAsLong() : null, facts.lostIn().map(java.time.Duration::toSeconds).orElse(null));
    }

    private static Table table(TableCounts counts) {
        return new Table(counts.table().toString(), byKind(counts.received()), byKind(counts.applied()), counts.copy().orElse(null));
    }

    private static Map<String, Long> byKind(Map<EventType, Long> counts) {
        Map<String, Long> result = new TreeMap<>();
        counts.forEach((kind, count) -> result.put(kind.name().toLowerCase(Locale.ROOT), count));
        return result;
    }

    /** Log of the source that the target does not reflect yet. */
    public static long lagBytes(Metrics metrics) {
        long end = Math.max(metrics.progress().sourceEnd().value(), metrics.slot().map(slot -> slot.sourceEnd().value()).orElse(0L));
        long durable = metrics.progress().durable().value();
        return durable == 0 ? metrics.progress().retainedBytes() : Math.max(0, end - durable);
    }

    private static String sourceEnd(Metrics metrics) {
        return metrics.slot().map(slot -> slot.sourceEnd().max(metrics.progress().sourceEnd())).orElse(metrics.progress().sourceEnd()).toString();
    }
}
