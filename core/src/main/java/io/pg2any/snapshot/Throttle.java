package io.pg2any.snapshot;

import java.util.concurrent.locks.LockSupport;

/** Keeps the first copy below a rate, so that production can breathe. Shared by the workers. */
final class Throttle {

    /** A pause shorter than this is not worth the switch; a longer one comes in pieces, so that a stop is noticed. */
    private static final long LEAST_NANOS = 1_000_000;

    private static final long MOST_NANOS = 200_000_000;

    private final long bytesPerSecond;
    private final long begin = System.nanoTime();
    private long taken;

    /** @param bytesPerSecond of COPY data; 0 for no limit */
    Throttle(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Whether there is a limit. */
    boolean isOn() {
        return bytesPerSecond > 0;
    }

    /** Counts bytes that were read, and waits if that was too fast; not longer than a moment at a time. */
    void took(long bytes) {
        if (isOn()) {
            long ahead = ahead(bytes);
            if (ahead > LEAST_NANOS) {
                LockSupport.parkNanos(Math.min(ahead, MOST_NANOS));
            }
        }
    }

    private synchronized long ahead(long bytes) {
        taken += bytes;
        return (long) (taken * 1e9 / bytesPerSecond) - (System.nanoTime() - begin);
    }
}
