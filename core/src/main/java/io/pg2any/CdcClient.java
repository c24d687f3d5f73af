package io.pg2any;

import java.time.Duration;

import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.error.CdcException;
import io.pg2any.observe.Metrics;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;
import io.pg2any.pipeline.Pipeline;
import io.pg2any.pipeline.PipelineSettings;
import io.pg2any.snapshot.CopySettings;
import io.pg2any.source.RowFilters;

/**
 * A stream from one source database to one destination: copies what is there, then follows, on threads of its own.
 *
 * <p>All methods may be called from any thread.
 */
public final class CdcClient implements AutoCloseable {

    /** Who starts the program wants to hear of a wrong address soon; later the retry limit counts. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    private final Pipeline pipeline;

    private CdcClient(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * A client that is not started yet; nothing is connected.
     *
     * @throws CdcException of kind configuration if a connection string is wrong or no destination fits it
     */
    public static CdcClient create(Config config) {
        DestinationProvider provider = Endpoints.provider(config);
        DestinationSettings destination = Endpoints.settings(config);
        return new CdcClient(new Pipeline(Endpoints.source(config), () -> provider.create(destination), settings(config)));
    }

    private static PipelineSettings settings(Config config) {
        SnapshotMode mode = config.snapshotMode();
        return new PipelineSettings(config.replicationSlotName(), Endpoints.request(config), Endpoints.selection(config), new RowFilters(config.rowFilters()),
                Endpoints.mapping(config), Endpoints.projections(config),
                mode != SnapshotMode.NEVER, mode != SnapshotMode.ONLY, mode == SnapshotMode.ALWAYS, config.onLostSlot(), config.onError(), config.schemaChanges(), config.ddlTrigger(),
                new CopySettings(config.onExisting(), config.onError(), config.onValue(), config.copyParallelism(), config.copyBytesPerSecond(), config.indexes(), config.copyWhere()),
                config.batchBytes(), config.applyParallelism(), config.bufferBytes(), config.spillDirectory(), config.headStart(), config.heartbeatInterval(),
                START_PATIENCE.compareTo(config.retryLimit()) < 0 ? START_PATIENCE : config.retryLimit(), config.retryLimit(),
                config.watchInterval(), config.probe());
    }

    /** Adds someone who is told what happens; before {@link #start()}. */
    public CdcClient observer(Observer observer) {
        pipeline.add(observer);
        return this;
    }

    /** Starts the stream on threads of its own and returns at once. */
    public void start() {
        pipeline.start();
    }

    /**
     * Waits until the stream has ended by itself or by {@link #stop()}.
     *
     * @throws CdcException that ended it, if one did
     */
    public void await() throws InterruptedException {
        CdcException failure = pipeline.await();
        if (failure != null) {
            throw failure;
        }
    }

    /** Asks it to end cleanly, and does not wait. */
    public void requestStop() {
        pipeline.stop();
    }

    /** Asks it to end cleanly and waits: what is being applied is committed, then the position is acknowledged. */
    public void stop() {
        pipeline.stop();
        try {
            pipeline.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it stands now. */
    public Progress progress() {
        return pipeline.progress();
    }

    /** What it has done so far, and how it is. */
    public Metrics metrics() {
        return pipeline.metrics();
    }

    /** Holds the writing to the target still until {@link #resume()}: the source keeps its log meanwhile. The first copy is not held. */
    public void pause() {
        pipeline.pause(true);
    }

    /** Lets the writing go on. */
    public void resume() {
        pipeline.pause(false);
    }

    /** As {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }
}
