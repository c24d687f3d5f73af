package io.pg2any.it.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.pg2any.Config;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;

/** What a test plays with: a fresh source database, a fresh target, and the streams from one to the other. */
public final class Scenario implements AutoCloseable {

    private final SourceDatabase source;
    private final Target target;
    private final List<AutoCloseable> streams = new ArrayList<>();
    private Stream stream;
    private Config lastConfig;

    public Scenario(TargetKind kind) {
        this(kind, PostgresServer.source());
    }

    public Scenario(TargetKind kind, PostgresServer server) {
        source = new SourceDatabase(server);
        target = kind.create();
    }

    public SourceDatabase source() {
        return source;
    }

    public Target target() {
        return target;
    }

    public TargetKind kind() {
        return target.kind();
    }

    /** Runs statements on the source. */
    public void source(String... statements) {
        source.run(statements);
    }

    /** The settings of a stream from source to target, impatient as tests are. */
    public Config.Builder config() {
        return Config.builder()
                .sourceConnectionString(source.url())
                .destinationConnectionString(target.url())
                .replicationSlotName(source.slot())
                .publicationName(source.publication())
                .heartbeatInterval(Duration.ofMillis(200))
                .connectionTimeout(Duration.ofSeconds(5))
                .retryLimit(Duration.ofSeconds(20));
    }

    /** Starts a stream and waits until its first copy is done and it follows. */
    public Stream follow() {
        return follow(config -> config);
    }

    public Stream follow(UnaryOperator<Config.Builder> settings) {
        return start(settings).awaitFollowing();
    }

    /** Starts a stream and does not wait. */
    public Stream start(UnaryOperator<Config.Builder> settings) {
        return start(settings.apply(config()).build());
    }

    private Stream start(Config config) {
        lastConfig = config;
        stream = Stream.start(config);
        streams.add(stream);
        return stream;
    }

    /** Stops the stream cleanly. */
    public void stop() {
        stream.stop();
    }

    /** Starts a stream with the settings of the last one, and waits until it follows. */
    public Stream restart() {
        return start(lastConfig).awaitFollowing();
    }

    /** Runs statements while the stream is stopped: at its start it finds all they did, and may apply it as one batch. */
    public void behind(String... statements) {
        stop();
        source(statements);
        restart();
    }

    /**
     * Makes the tables twice, and changes the one set transaction by transaction while the stream follows, the other one behind
     * the back of the stopped stream; then compares both.
     */
    public void playBothWays(String[] setup, String... changes) {
        source(setup);
        String behind = source.name() + "_behind";
        source("CREATE SCHEMA " + behind, "SET search_path = " + behind);
        source(setup);
        source("SET search_path = public");
        follow();
        for (String statement : changes) {
            source(statement);
        }
        caughtUp();
        stop();
        source("SET search_path = " + behind);
        source(changes);
        source("SET search_path = public");
        restart();
        assertEqual();
    }

    /** The error with which a stream of these settings ends. */
    public CdcException failure(UnaryOperator<Config.Builder> settings) {
        try {
            return start(settings).awaitFailure();
        } catch (CdcException e) {
            return e;
        }
    }

    /** The stream started last. */
    public Stream stream() {
        return stream;
    }

    /** Runs something beside the test, on a thread of its own: the common pool may have a single one. */
    public static CompletableFuture<Void> beside(Runnable task) {
        return CompletableFuture.runAsync(task, runnable -> Thread.ofPlatform().daemon().name("it-beside").start(runnable));
    }

    /** A process that the test started is ended with it. */
    public <T extends AutoCloseable> T owns(T resource) {
        streams.add(resource);
        return resource;
    }

    /** Waits until the target holds everything that was committed in the source up to now. */
    public void caughtUp() {
        caughtUp(Await.PATIENCE);
    }

    public void caughtUp(Duration patience) {
        if (target.isLockedByItsWriter() && !children().isEmpty()) {
            awaitConfirmation(patience);
            return;
        }
        Marker marker = new Marker(target);
        long mark = source.mark();
        Await.until("the target has caught up", patience, () -> {
            if (stream != null) {
                stream.failOnEnd();
            }
            return marker.read() >= mark;
        }, () -> marker.trouble() + (stream == null ? "" : stream.progress() + "\n" + Stream.stacks()));
    }

    /** Waits until the target has caught up, then compares all tables value by value. */
    public void assertEqual(String... except) {
        caughtUp();
        equality().check(except);
    }

    /** What the slot is told the target holds. */
    private void awaitConfirmation(Duration patience) {
        Await.until("it follows", patience, () -> children().getLast().output().contains("following"), () -> children().getLast().output());
        source.mark();
        Lsn end = source.end();
        Await.until("the slot is told that the target has caught up", patience, () -> source.confirmed(source.slot()).compareTo(end) >= 0,
                () -> children().getLast().output());
    }

    private List<ChildProcess> children() {
        return streams.stream().filter(ChildProcess.class::isInstance).map(ChildProcess.class::cast).filter(ChildProcess::isAlive).toList();
    }

    /** Ends the processes that write to the target where no one else can look into it meanwhile. */
    public void letGo() {
        if (target.isLockedByItsWriter()) {
            List<ChildProcess> running = children();
            running.forEach(ChildProcess::terminate);
            running.forEach(ChildProcess::awaitExit);
        }
    }

    public Equality equality() {
        letGo();
        return new Equality(source, target);
    }

    @Override
    public void close() {
        for (AutoCloseable each : streams.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        target.expectSchemas(source.column("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'"
                + " AND nspname NOT IN ('public', 'information_schema')"));
        target.close();
        source.close();
    }
}
