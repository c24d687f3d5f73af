package io.pg2any.app.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.pg2any.event.TableId;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;

/** What a person at a terminal sees of a stream: a bar a table while it is copied, then one line that tells how it follows. */
public final class StreamView implements Observer, AutoCloseable {

    private static final Duration REFRESH = Duration.ofMillis(250);
    private static final int MOST_BARS = 12;
    /** New rates count for so much, so that numbers do not jump. */
    private static final double WEIGHT = 0.2;

    private final LiveView view;
    private final Map<TableId, Bar> bars = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("pg2any-view").daemon().factory());
    private long lastTime = System.nanoTime();
    private Rates rates = new Rates(0, 0, 0);
    private long[] lastCounts = new long[3];

    /** A table's part of the copy. */
    private record Bar(long estimatedRows, long rows, boolean begun, boolean done) {}

    /** A second's worth. */
    private record Rates(double rows, double bytes, double changes) {
        Rates towards(double newRows, double newBytes, double newChanges) {
            return new Rates(rows + WEIGHT * (newRows - rows), bytes + WEIGHT * (newBytes - bytes), changes + WEIGHT * (newChanges - changes));
        }
    }

    public StreamView(PrintStream terminal) {
        this.view = new LiveView(terminal);
    }

    /** Where log lines go while the view is shown. */
    public OutputStream log() {
        return view.log();
    }

    public void start(Supplier<Progress> progress) {
        var _ = clock.scheduleAtFixedRate(() -> draw(progress.get()), REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void copyPlanned(TableId table, long estimatedRows) {
        bars.put(table, new Bar(estimatedRows, 0, false, false));
    }

    @Override
    public void copyProgress(TableId table, long rows, long bytes) {
        bars.computeIfPresent(table, (_, bar) -> new Bar(bar.estimatedRows, Math.max(rows, bar.rows), true, bar.done));
    }

    @Override
    public void copyFinished(TableId table, long rows) {
        bars.computeIfPresent(table, (_, bar) -> new Bar(bar.estimatedRows, rows, true, true));
    }

    private void draw(Progress now) {
        long time = System.nanoTime();
        double seconds = (time - lastTime) / 1e9;
        long[] counts = {now.copiedRows(), now.copiedBytes(), now.appliedChanges()};
        rates = rates.towards((counts[0] - lastCounts[0]) / seconds, (counts[1] - lastCounts[1]) / seconds, (counts[2] - lastCounts[2]) / seconds);
        lastCounts = counts;
        lastTime = time;
        view.show(switch (now.state()) {
            case COPYING -> copying(now);
            case FOLLOWING -> List.of("following  " + rate(rates.changes) + " rows/s  lag " + Quantities.bytes(Math.max(0, now.sourceEnd().value() - now.durable().value()))
                    + "  latency " + Quantities.time(now.lag()) + "  applied " + Quantities.count(now.appliedChanges()) + "  position " + now.durable());
            case STARTING -> List.of("connecting");
            case RETRYING -> List.of("a server is gone; trying again");
            case STOPPED, FAILED -> List.of();
        });
    }

    private List<String> copying(Progress now) {
        Map<TableId, Bar> shown = new LinkedHashMap<>();
        bars.entrySet().stream().filter(entry -> entry.getValue().begun && !entry.getValue().done)
                .sorted(Comparator.comparing(entry -> entry.getKey().toString())).limit(MOST_BARS)
                .forEach(entry -> shown.put(entry.getKey(), entry.getValue()));
        int width = shown.keySet().stream().mapToInt(table -> table.toString().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        shown.forEach((table, bar) -> lines.add(String.format("%-" + Math.max(1, width) + "s  %s  %s rows", table, Bars.of(bar.rows, bar.estimatedRows),
                Quantities.count(bar.rows))));
        long expected = bars.values().stream().mapToLong(bar -> bar.done ? bar.rows : Math.max(bar.rows, bar.estimatedRows)).sum();
        long rows = bars.values().stream().mapToLong(Bar::rows).sum();
        long done = bars.values().stream().filter(Bar::done).count();
        String eta = rates.rows < 1 || expected <= rows ? "" : "  ETA " + Quantities.time(Duration.ofSeconds((long) ((expected - rows) / rates.rows)));
        lines.add("copying  " + Bars.of(rows, expected) + "  " + done + " of " + bars.size() + " tables  " + Quantities.count(rows) + " rows  "
                + rate(rates.rows) + " rows/s  " + Quantities.bytes((long) rates.bytes) + "/s" + eta + "  log kept " + Quantities.bytes(now.retainedBytes()));
        return lines;
    }

    private static String rate(double perSecond) {
        return Quantities.count(Math.round(perSecond));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        view.close();
    }
}
