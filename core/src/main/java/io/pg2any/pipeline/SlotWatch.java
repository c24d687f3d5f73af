package io.pg2any.pipeline;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.observe.Progress.State;
import io.pg2any.observe.SlotFacts;
import io.pg2any.source.LabelCatalog;
import io.pg2any.source.SlotQueries;
import io.pg2any.source.SourceConnections;

/**
 * Asks the source now and then for the state of the slot and the labels of enum types, and sends a {@link Probe} while nothing else flows. On a thread and a
 * connection of its own, off the way of the changes; what fails here harms nothing and is tried again the next time.
 */
final class SlotWatch implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlotWatch.class);
    /** The forecast looks that many looks back. */
    private static final int MEMORY = 12;
    private static final Duration JOIN = Duration.ofSeconds(2);

    private final SourceConnections source;
    private final PipelineSettings settings;
    private final Counters counters;
    private final StopRequest ended = new StopRequest();
    private final Deque<Safe> history = new ArrayDeque<>();
    private final Thread thread;
    private @Nullable Connection connection;
    private boolean probing;
    private long changesBefore;

    /** How much log could still be written at a moment. */
    private record Safe(Instant at, long bytes) {}

    SlotWatch(SourceConnections source, PipelineSettings settings, Counters counters) {
        this.source = source;
        this.settings = settings;
        this.counters = counters;
        this.probing = settings.probe();
        this.thread = Thread.ofPlatform().name("pg2any-watch").daemon().unstarted(this);
    }

    /** Starts looking, unless the interval is zero. */
    void start() {
        if (settings.watchInterval().isPositive()) {
            thread.start();
        }
    }

    @Override
    public void run() {
        try {
            while (!ended.await(settings.watchInterval())) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    private void look() {
        try {
            Connection open = connection;
            if (open == null) {
                open = source.open();
                connection = open;
            }
            SlotQueries queries = new SlotQueries(open, settings.slot());
            counters.slot(withForecast(queries.facts()));
            if (probing && idle()) {
                probe(queries);
            }
            if (settings.follow()) {
                counters.labels(new LabelCatalog(open).look(counters.labels()));
            }
        } catch (SQLException | CdcException e) {
            LOG.debug("the slot could not be looked at: {}", e.getMessage());
            disconnect();
        }
    }

    /** Whether the stream follows, and nothing was applied since the last look. */
    private boolean idle() {
        long changes = counters.appliedChanges.get();
        boolean quiet = changes == changesBefore;
        changesBefore = changes;
        return quiet && counters.state() == State.FOLLOWING && counters.probe.age(counters.durable()) == null;
    }

    private void probe(SlotQueries queries) throws SQLException {
        counters.probe.sending();
        try {
            Optional<Lsn> at = queries.emit(Probe.PREFIX, counters.probe.content());
            if (at.isPresent()) {
                counters.probe.written(at.get());
                return;
            }
            counters.probe.dropped();
            probing = false;
            LOG.info("probes are off reason=\"the source does not let its user write logical messages\"");
        } catch (SQLException e) {
            counters.probe.dropped();
            throw e;
        }
    }

    private SlotFacts withForecast(SlotFacts facts) {
        if (facts.safeBytes().isEmpty()) {
            history.clear();
            return facts;
        }
        long now = facts.safeBytes().getAsLong();
        history.add(new Safe(facts.at(), now));
        if (history.size() > MEMORY) {
            history.remove();
        }
        return new SlotFacts(facts.at(), facts.sourceEnd(), facts.confirmed(), facts.walStatus(), facts.active(), facts.retainedBytes(),
                facts.unconfirmedBytes(), facts.safeBytes(), forecast(history.element(), facts.at(), now));
    }

    private static Optional<Duration> forecast(Safe first, Instant at, long bytes) {
        long used = first.bytes - bytes;
        double seconds = Duration.between(first.at, at).toMillis() / 1000.0;
        if (used <= 0 || seconds <= 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Math.max(0, (long) (bytes / (used / seconds)))));
    }

    private void disconnect() {
        Connection open = connection;
        if (open != null) {
            SourceConnections.closeQuietly(open);
            connection = null;
        }
    }

    @Override
    public void close() {
        ended.make();
        try {
            thread.join(JOIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
