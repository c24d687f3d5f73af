package io.pg2any.app.terminal;

import java.util.Locale;

/** Bars of progress. */
final class Bars {

    private static final int WIDTH = 24;

    private Bars() {}

    /** {@code ████████░░░░░░░░░░░░░░░░  33 %}; of an unknown whole an empty bar without a share. */
    static String of(long part, long whole) {
        if (whole <= 0) {
            return "░".repeat(WIDTH) + "     ";
        }
        double share = Math.clamp((double) part / whole, 0, 1);
        int full = (int) Math.floor(share * WIDTH);
        return "█".repeat(full) + "░".repeat(WIDTH - full) + String.format(Locale.ROOT, " %3.0f%%", Math.floor(share * 100));
    }
}
