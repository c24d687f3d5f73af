package io.pg2any.transaction;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a property with many random generators; a failure names the seed, and {@code -Dpg2any.seed=N} runs that one alone. */
final class Seeds {

    private Seeds() {}

    static void forEach(int cases, Consumer<Random> property) {
        Long only = Long.getLong("pg2any.seed");
        long first = only == null ? System.nanoTime() : only;
        for (long seed = first; seed < first + (only == null ? cases : 1); seed++) {
            try {
                property.accept(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("fails with -Dpg2any.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
