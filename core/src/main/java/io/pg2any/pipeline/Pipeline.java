package io.pg2any.pipeline;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.event.TableId;
import io.pg2any.observe.Metrics;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;
import io.pg2any.observe.Progress.State;
import io.pg2any.source.SourceConnections;

/**
 * A stream from start to end: runs it on one thread (which is the applier), and runs it again after failures that pass. May be
 * started and stopped from any thread.
 */
public final class Pipeline {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final SourceConnections source;
    private final Supplier<DestinationHandler> destinations;
    private final PipelineSettings settings;
    private final Observers observers = new Observers();
    private final Counters counters = new Counters();
    private final StopRequest stop = new StopRequest();
    private final Pause pause = new Pause();
    private final RetryLog retryLog = new RetryLog();
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

    /** Holds the applying still, or lets it go on; the source's log is kept meanwhile. The first copy is not held. */
    public void pause(boolean on) {
        pause.set(on);
    }

    public Progress progress() {
        return counters.snapshot();
    }

    public Metrics metrics() {
        return counters.metrics(settings.bufferBytes(), pause.isWanted());
    }

    private void run() {
        try (SlotWatch watch = new SlotWatch(source, settings, counters)) {
            watch.start();
            runUntilDone();
            state(State.STOPPED);
        } catch (CdcException e) {
            fail(e);
        } catch (InterruptedException e) {
            fail(CdcException.internal("interrupted", "The stream's thread was interrupted.", e));
        } catch (OutOfMemoryError e) {
            fail(CdcException.outOfMemory("what is to be written", e));
        } catch (RuntimeException | Error e) {
            fail(CdcException.internal("unexpected", "Unexpected: " + e + ".", e));
        }
    }

    private void fail(CdcException error) {
        failure = error;
        counters.failed(error);
        state(State.FAILED);
        observers.failed(error);
    }

    private void runUntilDone() throws InterruptedException {
        long failingSince = System.nanoTime();
        int attempt = 0;
        Duration wait = FIRST_PAUSE;
        while (!stop.getAsBoolean()) {
            reached.connectedNow = false;
            try {
                StreamRun run = new StreamRun(source, destinations, settings, settings.copyAnew() && !reached.begun, observers, counters,
                        stop, pause, reached);
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
                    wait = FIRST_PAUSE;
                }
                Duration limit = reached.everConnected ? settings.retryLimit() : settings.startPatience();
                if (System.nanoTime() - failingSince > limit.toNanos()) {
                    throw e;
                }
                attempt++;
                retryLog.write(e, attempt, wait);
                state(State.RETRYING);
                counters.failed(e);
                counters.retries.incrementAndGet();
                observers.retrying(e, attempt);
                if (stop.await(wait)) {
                    return;
                }
                wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait.multipliedBy(2);
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
        private boolean binaryInTheWay;
        private final Set<TableId> sought = new HashSet<>();

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
        public boolean mayBeBinary() {
            return !binaryInTheWay;
        }

        @Override
        public void binaryNoMore() {
            binaryInTheWay = true;
        }

        @Override
        public void sought(TableId table) {
            sought.add(table);
        }

        @Override
        public Set<TableId> sought() {
            return Set.copyOf(sought);
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
