package io.pg2any.app.status;

import java.time.Instant;
import java.util.List;

import io.pg2any.CdcClient;
import io.pg2any.Config;
import io.pg2any.app.Version;
import io.pg2any.app.config.Place;
import io.pg2any.observe.Metrics;

/** Watches one client: everything that page, probes and metrics are made of. Any thread. */
public final class Monitor implements AutoCloseable {

    private final String version;
    private final StatusReport.Stream stream;
    private final List<StatusReport.Setting> settings;
    private final CdcClient client;
    private final Health health;
    private final EventLog events = new EventLog();
    private final History history;

    /**
     * Begins to watch a client that is not started yet.
     *
     * @param settings in the form in which they may be shown
     */
    public Monitor(CdcClient client, Config config, List<StatusReport.Setting> settings, Health health) {
        this.client = client;
        this.version = Version.text();
        this.stream = new StatusReport.Stream(Place.of(config.sourceConnectionString()), Place.of(config.destinationConnectionString()),
                config.replicationSlotName(), config.publicationName());
        this.settings = List.copyOf(settings);
        this.health = health;
        this.history = History.start(client::metrics);
        client.observer(events);
    }

    public Metrics metrics() {
        return client.metrics();
    }

    public StatusReport report() {
        return StatusReport.of(version, stream, client.metrics(), health, history.latest(), events.latest(), settings);
    }

    public Health.Verdict healthy() {
        return health.healthy(client.metrics(), Instant.now());
    }

    public Health.Verdict ready() {
        return health.ready(client.metrics(), Instant.now());
    }

    public List<History.Point> history() {
        return history.points();
    }


    /** The rules by which it is judged. */
    public Health health() {
        return health;
    }

    public String version() {
        return version;
    }

    public void pause() {
        client.pause();
        events.add("warn", "Paused by request");
    }

    public void resume() {
        client.resume();
        events.add("info", "Resumed by request");
    }

    /** Something was done by request. */
    public void note(String text) {
        events.add("info", text);
    }

    @Override
    public void close() {
        history.close();
    }
}
