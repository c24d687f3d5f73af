package io.pg2any.app.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.pg2any.observe.Metrics;

/** The last quarter of an hour in steps of a few seconds. Its own thread takes the samples; any thread reads. */
public final class History implements AutoCloseable {

    private static final Duration STEP = Duration.ofSeconds(3);
    private static final Duration SPAN = Duration.ofMinutes(15);

    private final Supplier<Metrics> metrics;
    private final Deque<Point> points = new ArrayDeque<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("pg2any-history").daemon().factory());
    private Metrics last;
    private Instant lastAt = Instant.now();

    /**
     * A moment, with the rates since the one before.
     *
     * @param at seconds since 1970
     */
    public record Point(long at, double lagSeconds, long lagBytes, double changesPerSecond, double copiedRowsPerSecond, double bytesPerSecond) {

        private static final Point NONE = new Point(0, 0, 0, 0, 0, 0);
    }

    private History(Supplier<Metrics> metrics) {
        this.metrics = metrics;
        this.last = metrics.get();
    }

    public static History start(Supplier<Metrics> metrics) {
        History history = new History(metrics);
        var _ = history.clock.scheduleAtFixedRate(history::sample, STEP.toMillis(), STEP.toMillis(), TimeUnit.MILLISECONDS);
        return history;
    }

    private void sample() {
        Metrics now = metrics.get();
        Instant at = Instant.now();
        double seconds = Math.max(0.001, Duration.between(lastAt, at).toMillis() / 1000.0);
        Point point = new Point(at.getEpochSecond(), now.lag().toMillis() / 1000.0, StatusReport.lagBytes(now),
                (now.progress().appliedChanges() - last.progress().appliedChanges()) / seconds,
                (now.progress().copiedRows() - last.progress().copiedRows()) / seconds,
                (now.received().bytes() + now.progress().copiedBytes() - last.received().bytes() - last.progress().copiedBytes()) / seconds);
        last = now;
        lastAt = at;
        synchronized (points) {
            points.addLast(point);
            if (points.size() > SPAN.dividedBy(STEP)) {
                points.removeFirst();
            }
        }
    }

    /** The oldest first. */
    public List<Point> points() {
        synchronized (points) {
            return List.copyOf(points);
        }
    }

    /** The latest; zeros before there is one. */
    public Point latest() {
        synchronized (points) {
            return points.isEmpty() ? Point.NONE : points.getLast();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
