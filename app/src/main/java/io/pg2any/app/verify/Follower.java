package io.pg2any.app.verify;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import io.pg2any.CdcClient;
import io.pg2any.Config;
import io.pg2any.destination.Checkpoint;
import io.pg2any.error.CdcException;
import io.pg2any.observe.Progress;

/** The stream, run in this process while it compares: for files that no second process can open, and where no other one runs it. One thread. */
final class Follower implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final CdcClient client;

    private Follower(CdcClient client) {
        this.client = client;
    }

    /**
     * Starts the stream and waits until it follows.
     *
     * @param stored where the target stands; a stream is gone on with here, and never begun
     * @throws CdcException that ended it
     */
    static Follower start(Config config, Optional<Checkpoint> stored) {
        if (stored.isEmpty()) {
            throw CdcException.configuration("nothing-to-follow", "The target has no position of slot " + config.replicationSlotName() + ": there is no stream to go on with.",
                    "Begin it with pg2any run, or check --slot.");
        }
        Follower follower = new Follower(CdcClient.create(config));
        follower.client.start();
        try {
            while (follower.client.progress().state() != Progress.State.FOLLOWING) {
                follower.requireAlive();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (RuntimeException e) {
            follower.close();
            throw e;
        }
        return follower;
    }

    /** @throws CdcException that ended the stream, if it has ended */
    void requireAlive() {
        Progress.State state = client.progress().state();
        if (state != Progress.State.FAILED && state != Progress.State.STOPPED) {
            return;
        }
        try {
            client.await();
        } catch (InterruptedException e) {
            throw CdcException.internal("interrupted", "The comparison was interrupted.", e);
        }
        throw CdcException.internal("verify", "The stream ended while it was needed.", null);
    }

    @Override
    public void close() {
        client.close();
    }
}
