package io.pg2any.app.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.pg2any.error.CdcException;
import io.pg2any.event.EventType;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;
import io.pg2any.observe.Distribution;
import io.pg2any.observe.Metrics;
import io.pg2any.observe.Progress;
import io.pg2any.observe.Progress.State;
import io.pg2any.observe.SlotFacts;
import io.pg2any.observe.TableCounts;
import io.pg2any.observe.Vitals;

/** The numbers of a stream as a test wants them; as they stand, of one that is well. */
public final class Numbers {

    private static final Distribution NONE = new Distribution(List.of(1.0), List.of(0L, 0L), 0);

    public State state = State.FOLLOWING;
    public Duration lag = Duration.ofMillis(3);
    public Duration still = Duration.ZERO;
    public Duration inState = Duration.ofHours(1);
    public Optional<Duration> inTrouble = Optional.empty();
    public Optional<String> finishing = Optional.empty();
    public boolean paused;
    public long missingRows;
    public long deadLetters;
    public long errors;
    public long retained = 1 << 24;
    public String walStatus = "reserved";
    public OptionalLong safe = OptionalLong.of(50L << 30);
    public Optional<Duration> lostIn = Optional.empty();
    public List<TableCounts> tables = List.of();

    public static TableCounts table(String name, long inserts) {
        return new TableCounts(new TableId("public", name), Map.of(EventType.INSERT, inserts), Map.of(EventType.INSERT, inserts), Optional.empty());
    }

    /** One that was copied, and changed since. */
    static TableCounts copied(String name, long rows) {
        return new TableCounts(new TableId("public", name), Map.of(EventType.INSERT, 1L), Map.of(EventType.INSERT, 1L), Optional.of(new TableCounts.Copy(rows, rows, 10 * rows, true, true)));
    }

    public Metrics metrics() {
        Instant now = Instant.now();
        Lsn end = new Lsn(1L << 33);
        Progress progress = new Progress(state, 0, 0, 0, 0, 0, missingRows, deadLetters, 0, end, end, end, lag, 0, retained);
        Optional<Vitals.Failure> failure = inTrouble.map(
                time -> new Vitals.Failure(now, CdcException.Kind.TRANSIENT, "source-unreachable", "The source at db cannot be reached. [source-unreachable]"));
        return new Metrics(progress, lag, new Metrics.Received(0, Map.of(), NONE, Duration.ZERO), new Metrics.Applied(0, NONE, NONE, NONE, NONE, NONE),
                1 << 26, errors, Map.of(CdcException.Kind.TRANSIENT, errors), tables,
                Optional.of(new SlotFacts(now, end, end, walStatus, true, retained, 0, safe, lostIn)),
                new Vitals(now.minus(Duration.ofDays(1)), now.minus(inState), inTrouble.map(now::minus), still, finishing, paused, failure));
    }

    /** What Prometheus is served then. */
    public String page() {
        return new String(new PrometheusMetrics(this::metrics, new io.pg2any.app.status.Health(Duration.ofMinutes(1), Duration.ofSeconds(30)), "test").page(null).body(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The samples of it. */
    public static List<String> samples(String page) {
        return Arrays.stream(page.split("\n")).filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    }
}
