package io.pg2any.app.terminal;

import java.io.Console;
import java.io.PrintStream;

/** A line that is written over itself on a terminal, and a line each time elsewhere. One thread. */
public final class LiveLine {

    private static final String OVER = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private boolean open;

    public LiveLine(PrintStream out) {
        this.out = out;
        this.terminal = terminal();
    }

    /** Whether a person is at the other end. */
    @SuppressWarnings("SystemConsoleNull") // it does return null again where there is no terminal (Java 25)
    public static boolean terminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    public boolean isTerminal() {
        return terminal;
    }

    /** Replaces what the line showed. */
    public void show(String text) {
        if (terminal) {
            out.print(OVER + text);
            open = true;
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** Writes a line that stays. */
    public void keep(String text) {
        out.println(open ? OVER + text : text);
        open = false;
        out.flush();
    }

    /** Leaves the line as it is and goes on below it. */
    public void leave() {
        if (open) {
            out.println();
            open = false;
        }
    }
}
