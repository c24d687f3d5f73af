package io.pg2any.app.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.pg2any.app.status.Health;
import io.pg2any.app.status.StatusReport;
import io.pg2any.event.EventType;
import io.pg2any.observe.Metrics;
import io.pg2any.observe.Progress;
import io.pg2any.observe.SlotFacts;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** Turns a stream's numbers into what Prometheus reads, at the moment it asks. */
public final class PrometheusMetrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Supplier<Metrics> stream;
    private final Health health;
    private final String version;
    private final TableSeries tables = new TableSeries();

    /** An answer to Prometheus. */
    @SuppressWarnings("ArrayRecordComponent") // written to a stream at once
    public record Page(String contentType, byte[] body) {}

    /** Of a stream whose numbers are asked for at each scrape. */
    public PrometheusMetrics(Supplier<Metrics> stream, Health health, String version) {
        this.stream = stream;
        this.health = health;
        this.version = version;
        JvmMetrics.builder().register(registry);
        MultiCollector ours = this::collect;
        registry.register(ours);
    }

    /** @param accept the request's header; null: none */
    public Page page(@Nullable String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return new Page(writer.getContentType(), out.toByteArray());
    }

    private synchronized MetricSnapshots collect() {
        Metrics metrics = stream.get();
        MetricSnapshots.Builder to = MetricSnapshots.builder();
        to.metricSnapshot(InfoSnapshot.builder().name("pg2any_build").help("The running program.")
                .dataPoint(InfoDataPointSnapshot.builder().labels(Labels.of("version", version)).build()).build());
        state(metrics, to);
        flow(metrics, to);
        positions(metrics, to);
        metrics.slot().ifPresent(slot -> slot(slot, to));
        tables.add(metrics.tables(), to);
        return to.build();
    }

    private void state(Metrics metrics, MetricSnapshots.Builder to) {
        Instant now = Instant.now();
        GaugeSnapshot.Builder states = Series.gauges("state", "1 for what the stream is doing, 0 for the rest.");
        for (Progress.State state : Progress.State.values()) {
            states.dataPoint(Series.value(state == metrics.progress().state() ? 1 : 0, "state", state.name().toLowerCase(Locale.ROOT)));
        }
        to.metricSnapshot(states.build());
        to.metricSnapshot(Series.gauge("healthy", "Whether it can do its work, as /health says.", health.healthy(metrics, now).ok()));
        to.metricSnapshot(Series.gauge("ready", "Whether everything is copied and the lag is within its limit, as /ready says.", health.ready(metrics, now).ok()));
        to.metricSnapshot(Series.gauge("paused", "Whether it was told to hold still.", metrics.vitals().paused()));
        to.metricSnapshot(Series.gauge("still_seconds", "How long nothing has got done although there is something to do.", metrics.vitals().still().toMillis() / 1000.0));
        to.metricSnapshot(Series.gauge("lag_seconds", "Age of the oldest transaction or probe on its way to the target; with none on its way, the time the last one took.",
                metrics.lag().toMillis() / 1000.0));
        to.metricSnapshot(Series.gauge("lag_bytes", "Log of the source that the target does not reflect yet.", StatusReport.lagBytes(metrics)));
        to.metricSnapshot(Series.counter("retries", "Times a lost server was tried again.", metrics.retries()));
        CounterSnapshot.Builder errors = Series.counters("errors", "Failures by what is to be done about them.");
        metrics.errors().forEach((kind, count) -> errors.dataPoint(Series.count(count, "kind", kind.name().toLowerCase(Locale.ROOT))));
        to.metricSnapshot(errors.build());
    }

    private static void flow(Metrics metrics, MetricSnapshots.Builder to) {
        Metrics.Received received = metrics.received();
        Metrics.Applied applied = metrics.applied();
        Progress progress = metrics.progress();
        CounterSnapshot.Builder events = Series.counters("received_events", "Messages of the replication stream by type.");
        received.events().forEach((type, count) -> events.dataPoint(Series.count(count, "type", type.name().toLowerCase(Locale.ROOT))));
        to.metricSnapshot(events.build());
        to.metricSnapshot(Series.counter("received_bytes", "Bytes of the replication stream.", received.bytes()));
        to.metricSnapshot(Series.counter("received_transactions", "Commits received from the stream.",
                count(received, EventType.COMMIT) + count(received, EventType.STREAM_COMMIT) + count(received, EventType.COMMIT_PREPARED)));
        to.metricSnapshot(Series.histogram("parse_duration_seconds", "Parsing and assembling of what one read brought.", received.parseSeconds()));
        to.metricSnapshot(Series.counter("reader_blocked_seconds", "Time in which reading paused since the target was behind.", received.blocked().toMillis() / 1000.0));
        to.metricSnapshot(Series.counter("applied_transactions", "Source transactions committed in the target.", progress.appliedTransactions()));
        to.metricSnapshot(Series.counter("applied_bytes", "Row data of the stream committed in the target.", applied.bytes()));
        to.metricSnapshot(Series.counter("missing_rows", "Updates and deletes whose row the target did not have.", progress.missingRows()));
        to.metricSnapshot(Series.counter("dead_letters", "Changes and copied rows that the target refused and that are kept in its table of dead letters.",
                progress.deadLetters()));
        to.metricSnapshot(Series.counter("skipped_changes", "Changes and copied rows that the target refused and that were left out.", progress.skippedChanges()));
        to.metricSnapshot(Series.histogram("batch_changes", "Row changes of a batch.", applied.batchChanges()));
        to.metricSnapshot(Series.histogram("batch_bytes", "Row data of a batch.", applied.batchBytes()));
        to.metricSnapshot(Series.histogram("apply_duration_seconds", "Folding and writing of a batch.", applied.applySeconds()));
        to.metricSnapshot(Series.histogram("commit_duration_seconds", "Committing of a target transaction.", applied.commitSeconds()));
        to.metricSnapshot(Series.histogram("latency_seconds", "From the source's commit to the target's, for the oldest transaction in each target transaction.",
                applied.latencySeconds()));
        to.metricSnapshot(Series.counter("copied_rows", "Rows read by the first copy.", progress.copiedRows()));
        to.metricSnapshot(Series.counter("copied_bytes", "COPY data read by the first copy.", progress.copiedBytes()));
        to.metricSnapshot(Series.gauge("queue_bytes", "Row data received and not yet taken by the writer.", progress.bufferedBytes()));
        to.metricSnapshot(Series.gauge("queue_limit_bytes", "The most of it; there reading pauses.", metrics.bufferLimit()));
    }

    private static long count(Metrics.Received received, EventType type) {
        return received.events().getOrDefault(type, 0L);
    }

    private static void positions(Metrics metrics, MetricSnapshots.Builder to) {
        GaugeSnapshot.Builder positions = Series.gauges("position_bytes", "Positions in the source's log, as numbers of bytes.");
        Progress progress = metrics.progress();
        long end = Math.max(progress.sourceEnd().value(), metrics.slot().map(slot -> slot.sourceEnd().value()).orElse(0L));
        positions.dataPoint(Series.value(end, "of", "source"));
        positions.dataPoint(Series.value(progress.received().value(), "of", "received"));
        positions.dataPoint(Series.value(progress.durable().value(), "of", "target"));
        metrics.slot().ifPresent(slot -> positions.dataPoint(Series.value(slot.confirmed().value(), "of", "slot")));
        to.metricSnapshot(positions.build());
    }

    private static void slot(SlotFacts slot, MetricSnapshots.Builder to) {
        to.metricSnapshot(Series.gauge("slot_active", "Whether a connection streams from the slot.", slot.active()));
        to.metricSnapshot(Series.gauge("slot_lost", "Whether the source no longer has the log that the slot needs, or the slot itself.", slot.isLost()));
        to.metricSnapshot(Series.gauge("slot_retained_bytes", "Log that the source keeps for the slot.", slot.retainedBytes()));
        to.metricSnapshot(Series.gauge("slot_unconfirmed_bytes", "Log written since the position that the slot was told is safe.", slot.unconfirmedBytes()));
        slot.safeBytes().ifPresent(safe -> to.metricSnapshot(Series.gauge("slot_safe_wal_bytes",
                "Log that may still be written before the slot is in danger (safe_wal_size); absent without a limit.", safe)));
        slot.lostIn().ifPresent(time -> to.metricSnapshot(Series.gauge("slot_lost_in_seconds",
                "When the slot will be lost if the log goes on growing as lately; absent while it does not.", time.toSeconds())));
    }
}
