package io.pg2any.app.log;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.observe.Progress;

/** Logs how a stream is doing, at intervals, where nobody watches a terminal. A quiet stream writes nothing. */
public final class LifeLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LifeLog.class);

    private final Supplier<Progress> progress;
    private final Duration interval;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("pg2any-log").daemon().factory());
    private Progress last;

    private LifeLog(Supplier<Progress> progress, Duration interval) {
        this.progress = progress;
        this.interval = interval;
        this.last = progress.get();
    }

    public static LifeLog start(Supplier<Progress> progress, Duration interval) {
        LifeLog log = new LifeLog(progress, interval);
        var _ = log.clock.scheduleAtFixedRate(log::write, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return log;
    }

    private void write() {
        Progress now = progress.get();
        double seconds = interval.toMillis() / 1000.0;
        if (now.copiedRows() > last.copiedRows()) {
            LOG.info("copying rows={} rows_per_s={}", now.copiedRows(), Math.round((now.copiedRows() - last.copiedRows()) / seconds));
        }
        if (now.appliedChanges() > last.appliedChanges()) {
            LOG.info("applied changes={} changes_per_s={} transactions={} position={} lag_ms={} behind_bytes={}",
                    now.appliedChanges(), Math.round((now.appliedChanges() - last.appliedChanges()) / seconds), now.appliedTransactions(),
                    now.durable(), now.lag().toMillis(), Math.max(0, now.sourceEnd().value() - now.durable().value()));
        }
        if (now.missingRows() > last.missingRows()) {
            LOG.warn("rows that updates or deletes meant were not in the target rows={} in_all={}",
                    now.missingRows() - last.missingRows(), now.missingRows());
        }
        last = now;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
