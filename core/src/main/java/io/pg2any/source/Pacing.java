package io.pg2any.source;

/**
 * How long the reader of a stream that is behind pauses between two reads from a server on this machine. While the socket's window is full, rows gather in
 * the server and leave it in large pieces, which costs the server two thirds of what it costs to send each by itself. So the pause is to be as long as it takes
 * the server to fill the window, and no longer: it shrinks slowly while each read finds the window full, and grows fast when one does not.
 */
final class Pacing {

    private static final long FIRST_NANOS = 2_000_000;
    private static final long LEAST_NANOS = 1_000_000;
    private static final long MOST_NANOS = 4_000_000;

    private long pauseNanos = FIRST_NANOS;
    /** What a full window held lately: of the kernel's buffer it is the half, or less when the kernel offers less. */
    private int full;

    /** The pause after a read that found {@code count} bytes. */
    long after(int count) {
        full = Math.max(count, full - full / 4096);
        pauseNanos = count >= full - full / 32
                ? Math.max(LEAST_NANOS, pauseNanos - pauseNanos / 128)
                : Math.min(MOST_NANOS, pauseNanos + pauseNanos / 16);
        return pauseNanos;
    }
}
