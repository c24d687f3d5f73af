package io.pg2any.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;
import io.pg2any.observe.Progress.State;
import io.pg2any.observe.Vitals;

/** Keeps what tells whether a stream is well. Written by its threads at most once a batch or a read, read by anyone. */
final class VitalSigns {

    private final Instant started = Instant.now();
    private volatile Instant stateSince = started;
    private volatile @Nullable Instant troubleSince;
    private volatile long movedNanos = System.nanoTime();
    private volatile @Nullable String finishing;
    private volatile Vitals.@Nullable Failure lastError;

    /** Every change of state is a new beginning. */
    void stateChanged(State from, State to) {
        if (from != to) {
            stateSince = Instant.now();
        }
        moved();
    }

    /** Something that there was to do got done. */
    void moved() {
        movedNanos = System.nanoTime();
    }

    /** Something reached the target, or there is nothing left that could. */
    void well() {
        if (troubleSince != null) {
            troubleSince = null;
        }
        moved();
    }

    void failed(CdcException error) {
        Instant now = Instant.now();
        if (troubleSince == null) {
            troubleSince = now;
        }
        lastError = new Vitals.Failure(now, error.kind(), error.code(), error.explain());
    }

    /** Since when nothing has reached the target because of failures; null: there are none. */
    @Nullable Instant troubleSince() {
        return troubleSince;
    }

    /** Work begins that shows no progress until it is done; null: it is. */
    void finishing(@Nullable String what) {
        finishing = what;
        moved();
    }

    /** How long ago something got done. */
    Duration sinceMoved() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - movedNanos));
    }

    Vitals snapshot(Duration still, boolean paused) {
        return new Vitals(started, stateSince, Optional.ofNullable(troubleSince), still, Optional.ofNullable(finishing), paused,
                Optional.ofNullable(lastError));
    }
}
