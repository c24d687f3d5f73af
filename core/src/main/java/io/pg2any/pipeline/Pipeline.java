package io.pg2any.pipeline;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;
import io.pg2any.observe.Progress.State;
import io.pg2any.source.SourceConnections;

/**
 * A stream from start to end: runs it on one thread (which is the applier), and runs it again after failures that pass. May be
 * started and stopped from any thread.
 */
public final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final SourceConnections source;
    private final Supplier<DestinationHandler> destinations;
    private final PipelineSettings settings;
    private final Observers observers = new Observers();
    private final Counters counters = new Counters();
    private final StopRequest stop = new StopRequest();
    private final Thread thread;
    private final Reached reached = new Reached();
    private volatile @Nullable CdcException failure;

    public Pipeline(SourceConnections source, Supplier<DestinationHandler> destinations, PipelineSettings settings) {
        this.source = source;
        this.destinations = destinations;
        this.settings = settings;
        this.thread = Thread.ofPlatform().name("pg2any-applier").unstarted(this::run);
    }

    public void add(Observer observer) {
        observers.add(observer);
    }

    public void start() {
        thread.start();
    }

    /** Asks it to end, and does not wait. */
    public void stop() {
        stop.make();
    }

    /** Waits for the end; null if it ended without a failure. */
    public @Nullable CdcException await() throws InterruptedException {
        thread.join();
        return failure;
    }

    public Progress progress() {
        return counters.snapshot();
    }

    private void run() {
        try {
            runUntilDone();
            state(State.STOPPED);
        } catch (CdcException e) {
            failure = e;
            state(State.FAILED);
        } catch (InterruptedException e) {
            failure = CdcException.internal("interrupted", "The stream's thread was interrupted.", e);
            state(State.FAILED);
        } catch (OutOfMemoryError e) {
            failure = CdcException.outOfMemory("what is to be written", e);
            state(State.FAILED);
        } catch (RuntimeException | Error e) {
            failure = CdcException.internal("unexpected", "Unexpected: " + e + ".", e);
            state(State.FAILED);
        }
    }

    private void runUntilDone() throws InterruptedException {
        long failingSince = System.nanoTime();
        int attempt = 0;
        Duration pause = FIRST_PAUSE;
        while (!stop.getAsBoolean()) {
            reached.connectedNow = false;
            try {
                StreamRun run = new StreamRun(source, destinations, settings, settings.copyAnew() && !reached.begun, observers, counters,
                        stop, reached);
                if (run.run() == StreamRun.End.DONE) {
                    return;
                }
            } catch (CdcException e) {
                if (e.kind() != Kind.TRANSIENT) {
                    throw e;
                }
                if (reached.connectedNow) {
                    failingSince = System.nanoTime();
                    attempt = 0;
                    pause = FIRST_PAUSE;
                }
                Duration limit = reached.everConnected ? settings.retryLimit() : settings.startPatience();
                if (System.nanoTime() - failingSince > limit.toNanos()) {
                    throw e;
                }
                attempt++;
                LOG.warn("trying again error=\"{}\" attempt={} in={}ms", e.explain(), attempt, pause.toMillis());
                state(State.RETRYING);
                observers.retrying(e, attempt);
                if (stop.await(pause)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private void state(State state) {
        counters.state(state);
        observers.state(state);
    }

    /** How far the runs have come; used by the stream's thread only. */
    private static final class Reached implements StreamRun.Milestones {
        private boolean everConnected;
        private boolean connectedNow;
        private boolean begun;
        private boolean recopying;
        private boolean earlyInTheWay;

        @Override
        public void connected() {
            everConnected = true;
            connectedNow = true;
        }

        @Override
        public void begun() {
            begun = true;
        }

        @Override
        public boolean mayRecopy() {
            return !recopying;
        }

        @Override
        public void recopying() {
            recopying = true;
        }

        @Override
        public void following() {
            recopying = false;
        }

        @Override
        public boolean mayStartEarly() {
            return !earlyInTheWay;
        }

        @Override
        public void startEarlyNoMore() {
            earlyInTheWay = true;
        }
    }
}
