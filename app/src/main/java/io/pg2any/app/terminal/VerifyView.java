package io.pg2any.app.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** What a person at a terminal sees of a comparison: a bar for the table whose turn it is. Any thread. */
public final class VerifyView {

    private static final long REFRESH_NANOS = Duration.ofMillis(200).toNanos();

    private final LiveView view;
    private String table = "";
    private long estimate;
    private long begun;
    private long drawn;

    public VerifyView(PrintStream terminal) {
        this.view = new LiveView(terminal);
    }

    /** Where lines go that stay. */
    public OutputStream log() {
        return view.log();
    }

    public synchronized void begin(String name, long estimatedRows) {
        table = name;
        estimate = estimatedRows;
        begun = System.nanoTime();
        show(0);
    }

    public synchronized void rows(long rows) {
        if (System.nanoTime() - drawn > REFRESH_NANOS) {
            show(rows);
        }
    }

    private void show(long rows) {
        drawn = System.nanoTime();
        double seconds = Math.max(0.001, (drawn - begun) / 1e9);
        view.show(List.of(table + "  " + Bars.of(Math.min(rows, estimate), estimate) + "  " + Quantities.count(rows) + " rows  "
                + Quantities.count((long) (rows / seconds)) + " rows/s"));
    }

    /** Takes the bar away. */
    public void close() {
        view.close();
    }
}
