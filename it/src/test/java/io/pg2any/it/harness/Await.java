package io.pg2any.it.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition by asking for it again and again, for a limited time. */
public final class Await {

    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE = Duration.ofMillis(4).toNanos();
    /** What takes long is asked for less often: asking takes time from what is waited for. */
    private static final long LONG_PAUSE = Duration.ofMillis(20).toNanos();

    private Await() {}

    public static void until(String what, Callable<Boolean> condition) {
        until(what, PATIENCE, condition, () -> "");
    }

    /** Throws an {@link AssertionError} that says {@code what} was waited for, and {@code state} as it is then. */
    public static void until(String what, Duration patience, Callable<Boolean> condition, Supplier<String> state) {
        long begun = System.nanoTime();
        while (!met(condition)) {
            long waited = System.nanoTime() - begun;
            if (waited > patience.toNanos()) {
                throw new AssertionError("not within " + patience.toSeconds() + " s: " + what + ". " + state.get());
            }
            LockSupport.parkNanos(Math.clamp(waited / 10, PAUSE, LONG_PAUSE));
        }
    }

    /** Waits while {@code condition} holds for all of {@code time}; throws as soon as it does not. */
    public static void holds(String what, Duration time, Callable<Boolean> condition) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            if (!met(condition)) {
                throw new AssertionError("no longer: " + what);
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private static boolean met(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
