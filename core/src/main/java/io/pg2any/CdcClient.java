package io.pg2any;

import io.pg2any.error.CdcException;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;

/**
 * A running stream from one source database to one destination.
 *
 * <p>All methods may be called from any thread.
 */
public interface CdcClient extends AutoCloseable {

    /**
     * A client that is not started yet; nothing is connected.
     *
     * @throws CdcException of kind configuration if no destination fits the settings
     */
    @SuppressWarnings("DoNotCallSuggester")
    static CdcClient create(Config config) {
        throw new IllegalStateException(config.toString());
    }

    /** Adds someone who is told what happens; before {@link #start()}. */
    CdcClient observer(Observer observer);

    /** Starts the stream on threads of its own and returns at once. */
    void start();

    /**
     * Waits until the stream has ended by itself or by {@link #stop()}.
     *
     * @throws CdcException that ended it, if one did
     */
    void await() throws InterruptedException;

    /** Asks it to end cleanly and waits: what is being applied is committed, then the position is acknowledged. */
    void stop();

    /** Where it stands now. */
    Progress progress();

    /** As {@link #stop()}. */
    @Override
    void close();
}
