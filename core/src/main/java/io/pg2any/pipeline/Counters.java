package io.pg2any.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;
import io.pg2any.event.EventType;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;
import io.pg2any.observe.Metrics;
import io.pg2any.observe.Progress;
import io.pg2any.observe.Progress.State;
import io.pg2any.observe.SlotFacts;
import io.pg2any.observe.TableCounts;
import io.pg2any.source.LabelCatalog.Sighting;

/** Where a stream stands, written by its threads, read by anyone. What is counted an event is counted without a lock or a fence. */
@SuppressWarnings("EnumOrdinal") // an array by type: a map would be paid for at every event
final class Counters {

    private static final EventType[] TYPES = EventType.values();

    final AtomicLong copiedRows = new AtomicLong();
    final AtomicLong copiedBytes = new AtomicLong();
    final AtomicLong receivedChanges = new AtomicLong();
    final AtomicLong receivedBytes = new AtomicLong();
    final AtomicLong appliedChanges = new AtomicLong();
    final AtomicLong appliedTransactions = new AtomicLong();
    final AtomicLong appliedBytes = new AtomicLong();
    final AtomicLong missingRows = new AtomicLong();
    final AtomicLong deadLetters = new AtomicLong();
    final AtomicLong skippedChanges = new AtomicLong();
    final AtomicLong retries = new AtomicLong();
    final AtomicLong blockedNanos = new AtomicLong();
    final Histogram parse = Histogram.ofSeconds();
    final Histogram batchChanges = Histogram.ofCounts();
    final Histogram batchBytes = Histogram.ofBytes();
    final Histogram apply = Histogram.ofSeconds();
    final Histogram commit = Histogram.ofSeconds();
    final Histogram latency = Histogram.ofSeconds();
    final VitalSigns vitals = new VitalSigns();
    final Probe probe = new Probe();
    private final AtomicLongArray events = new AtomicLongArray(TYPES.length);
    private final Map<CdcException.Kind, AtomicLong> errors = new ConcurrentHashMap<>();
    private final Map<TableId, TableCounters> tables = new ConcurrentHashMap<>();
    private volatile Progress.State state = Progress.State.STARTING;
    private volatile Lsn received = Lsn.ZERO;
    private volatile Lsn durable = Lsn.ZERO;
    private volatile Lsn sourceEnd = Lsn.ZERO;
    private volatile Duration lag = Duration.ZERO;
    private volatile @Nullable HandOver handOver;
    private volatile long retainedBytes;
    private volatile @Nullable SlotFacts slot;
    private volatile @Nullable Sighting labels;

    /** The labels of the source's enum types as they were seen last. */
    void labels(Sighting value) {
        labels = value;
    }

    @Nullable Sighting labels() {
        return labels;
    }

    void state(Progress.State value) {
        vitals.stateChanged(state, value);
        state = value;
    }

    Progress.State state() {
        return state;
    }

    /** Reader thread only. */
    void event(EventType type) {
        int at = type.ordinal();
        events.lazySet(at, events.getPlain(at) + 1);
    }

    void received(Lsn value) {
        received = value;
    }

    void durable(Lsn value) {
        durable = value;
    }

    Lsn durable() {
        return durable;
    }

    void sourceEnd(Lsn value) {
        sourceEnd = value;
    }

    void lag(Duration value) {
        lag = value.isNegative() ? Duration.ZERO : value;
        latency.addNanos(lag.toNanos());
    }

    /** What is between reader and applier from now on; null: nothing any more. */
    void handOver(@Nullable HandOver value) {
        handOver = value;
    }

    void retained(long value) {
        retainedBytes = value;
    }

    void refused(long kept, long skipped) {
        deadLetters.addAndGet(kept);
        skippedChanges.addAndGet(skipped);
    }

    void slot(SlotFacts value) {
        slot = value;
        retainedBytes = value.retainedBytes();
    }

    void failed(CdcException error) {
        errors.computeIfAbsent(error.kind(), _ -> new AtomicLong()).incrementAndGet();
        vitals.failed(error);
    }

    TableCounters table(TableId table) {
        return tables.computeIfAbsent(table, _ -> new TableCounters());
    }

    Progress snapshot() {
        HandOver between = handOver;
        return new Progress(state, copiedRows.get(), copiedBytes.get(), receivedChanges.get(), appliedChanges.get(), appliedTransactions.get(),
                missingRows.get(), deadLetters.get(), skippedChanges.get(), received, durable, sourceEnd, lag,
                between == null ? 0 : between.bytes(), retainedBytes);
    }

    Metrics metrics(long bufferLimit, boolean paused) {
        Map<EventType, Long> byType = new EnumMap<>(EventType.class);
        for (EventType type : TYPES) {
            byType.put(type, events.get(type.ordinal()));
        }
        Map<CdcException.Kind, Long> byKind = new EnumMap<>(CdcException.Kind.class);
        for (CdcException.Kind kind : CdcException.Kind.values()) {
            AtomicLong count = errors.get(kind);
            byKind.put(kind, count == null ? 0 : count.get());
        }
        List<TableCounts> counts = tables.entrySet().stream().sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .map(entry -> entry.getValue().snapshot(entry.getKey())).toList();
        return new Metrics(snapshot(), lagNow(),
                new Metrics.Received(receivedBytes.get(), byType, parse.snapshot(), Duration.ofNanos(blockedNanos.get())),
                new Metrics.Applied(appliedBytes.get(), batchChanges.snapshot(), batchBytes.snapshot(), apply.snapshot(), commit.snapshot(),
                        latency.snapshot()),
                bufferLimit, retries.get(), byKind, counts, Optional.ofNullable(slot), vitals.snapshot(still(), paused));
    }

    /** The age of the oldest thing on its way, and if there is none, how long the last one took. */
    private Duration lagNow() {
        Instant lost = vitals.troubleSince();
        if (state == State.RETRYING && lost != null) { // what the source has done since then is not known
            Duration since = Duration.between(lost, Instant.now());
            return since.compareTo(lag) > 0 ? since : lag;
        }
        HandOver between = handOver;
        Instant oldest = between == null ? null : between.oldest();
        Duration waiting = oldest == null ? Duration.ZERO : Duration.between(oldest, Instant.now());
        Duration probing = probe.age(durable);
        Duration underWay = probing != null && probing.compareTo(waiting) > 0 ? probing : waiting;
        return oldest != null || probing != null && probing.compareTo(lag) > 0 ? positive(underWay) : lag;
    }

    private static Duration positive(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    private Duration still() {
        Duration since = vitals.sinceMoved();
        HandOver between = handOver;
        if (state == State.COPYING || state == State.STARTING || between != null && between.oldest() != null) {
            return since;
        }
        Duration probing = probe.age(durable);
        return probing == null || state != State.FOLLOWING ? Duration.ZERO : probing.compareTo(since) < 0 ? probing : since;
    }
}
