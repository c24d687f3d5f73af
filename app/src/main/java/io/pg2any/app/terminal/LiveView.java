package io.pg2any.app.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * Lines at the foot of a terminal that are drawn anew in place, beneath everything that is written through {@link #log()}.
 * Any thread.
 */
final class LiveView {

    private static final String CLEAR_BELOW = "\r\u001b[J";

    private final PrintStream terminal;
    private List<String> lines = List.of();
    private boolean drawn;

    LiveView(PrintStream terminal) {
        this.terminal = terminal;
    }

    /** Replaces the lines. */
    synchronized void show(List<String> now) {
        erase();
        lines = List.copyOf(now);
        draw();
    }

    /** Where log lines go: above the view. */
    OutputStream log() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                synchronized (LiveView.this) {
                    erase();
                    terminal.write(bytes, offset, length);
                    draw();
                }
            }
        };
    }

    /** Takes the lines away. */
    synchronized void close() {
        erase();
        lines = List.of();
        terminal.flush();
    }

    private void erase() {
        if (drawn) {
            terminal.print("\u001b[" + lines.size() + "A" + CLEAR_BELOW);
            drawn = false;
        }
    }

    private void draw() {
        if (!lines.isEmpty()) {
            lines.forEach(terminal::println);
            drawn = true;
        }
        terminal.flush();
    }
}
