package io.pg2any.app.verify;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import io.pg2any.app.terminal.Quantities;
import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.Inspector;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.source.RowReader;

/**
 * Lets what is compared be of one time: waits until the target holds what the source has committed. Where the target has no position of the stream
 * (after a copy alone) there is nothing to wait for.
 */
final class Fence {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final RowReader source;
    private final Inspector target;
    private final Duration patience;
    private final Runnable requireStream;

    /**
     * Of both sides.
     *
     * @param patience how long the target may take to come to where the source is now
     * @param requireStream throws if waiting is in vain
     */
    Fence(RowReader source, Inspector target, Duration patience, Runnable requireStream) {
        this.source = source;
        this.target = target;
        this.patience = patience;
        this.requireStream = requireStream;
    }

    /**
     * Returns when the target holds everything that the source had committed when it was called.
     *
     * @throws CdcException of kind TRANSIENT if it takes too long
     */
    void pass() {
        Lsn position = source.position();
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            Optional<Checkpoint> stored = target.checkpoint();
            if (stored.isEmpty() || !stored.get().position().isBefore(position)) {
                return;
            }
            requireStream.run();
            if (System.nanoTime() > deadline) {
                throw new CdcException(CdcException.Kind.TRANSIENT, "target-behind", "The target stands at " + stored.get().position() + " and did not reach "
                        + position + " within " + Quantities.time(patience) + ", " + Quantities.bytes(position.bytesSince(stored.get().position())) + " of log further on.",
                        "Start the stream if it does not run, or say --follow; if it is behind, wait until it has caught up, or give more --patience.", null);
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }
}
