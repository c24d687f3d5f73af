package io.pg2any.app.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.pg2any.CdcClient;
import io.pg2any.Config;
import io.pg2any.app.command.StopSignals;
import io.pg2any.app.compare.Comparison;
import io.pg2any.app.config.HttpSettings;
import io.pg2any.app.config.Settings;
import io.pg2any.app.http.StatusServer;
import io.pg2any.app.log.LogFormat;
import io.pg2any.app.log.LogLevel;
import io.pg2any.app.log.Logging;
import io.pg2any.app.status.Health;
import io.pg2any.app.status.Monitor;
import io.pg2any.app.terminal.LiveLine;
import io.pg2any.app.terminal.Quantities;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;

/** A demo from the first server's start to the comparison at the end. */
public final class Demo {

    /** Where the shop is copied to. */
    public enum Destination {
        MARIADB,
        POSTGRES,
        SQLITE,
        DUCKDB
    }

    private static final Duration CATCH_UP = Duration.ofMinutes(2);
    private static final Duration REFRESH_ON_TERMINAL = Duration.ofMillis(200);
    private static final Duration REFRESH_ELSEWHERE = Duration.ofSeconds(2);

    private static final HttpSettings.Address ANY_PORT = new HttpSettings.Address(HttpSettings.DEFAULT.host(), 0);

    private final Destination destination;
    private final int seconds;
    private final LiveLine line;
    private final CountDownLatch enough = new CountDownLatch(1);

    public Demo(Destination destination, int seconds, PrintStream out) {
        this.destination = destination;
        this.seconds = seconds;
        this.line = new LiveLine(out);
    }

    /** Whether source and destination were equal in the end. */
    public boolean run() {
        Logging.start(LogLevel.WARN, LogFormat.TEXT, new FileOutputStream(FileDescriptor.out));
        StopSignals.listen(enough::countDown);
        try (DemoServers servers = new DemoServers()) {
            DemoServers.Database source = starting("PostgreSQL", servers::source);
            DemoServers.Database target = starting(destination.name().toLowerCase(Locale.ROOT), () -> servers.target(destination));
            try (Connection connection = source.connect()) {
                Shop.open(connection);
                return follow(source, target, connection);
            }
        } catch (SQLException e) {
            throw CdcException.internal("demo", "The demo's load failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw CdcException.internal("interrupted", "The demo was interrupted.", e);
        }
    }

    private DemoServers.Database starting(String what, java.util.function.Supplier<DemoServers.Database> start) {
        if (line.isTerminal()) {
            line.show("starting " + what + " …");
        }
        long begun = System.nanoTime();
        DemoServers.Database database = start.get();
        line.keep(String.format("%-12s %s, ready in %s", database.title().startsWith("PostgreSQL") && what.equals("PostgreSQL") ? "source" : "destination",
                database.title(), Quantities.time(Duration.ofNanos(System.nanoTime() - begun))));
        return database;
    }

    private boolean follow(DemoServers.Database source, DemoServers.Database target, Connection connection) throws SQLException, InterruptedException {
        Latencies latencies = new Latencies();
        CountDownLatch following = new CountDownLatch(1);
        Config config = Config.builder().sourceConnectionString(source.url()).destinationConnectionString(target.url()).build();
        CdcClient client = CdcClient.create(config);
        client.observer(new Observer() {
            @Override
            public void state(Progress.State state) {
                if (state == Progress.State.FOLLOWING || state == Progress.State.FAILED) {
                    following.countDown();
                }
            }

            @Override
            public void applied(Lsn position, int transactions, long changes) {
                latencies.add(client.progress().lag());
            }
        });
        long begun = System.nanoTime();
        try (Monitor monitor = new Monitor(client, config, List.of(), new Health(Settings.UNHEALTHY_AFTER, Settings.READY_LAG));
                StatusServer page = StatusServer.start(new HttpSettings(Optional.of(ANY_PORT), Optional.empty()), monitor).orElse(null);
                client) {
            if (page != null) {
                line.keep(String.format(Locale.ROOT, "%-12s http://%s:%d/", "to watch", ANY_PORT.host(), page.port()));
            }
            client.start();
            following.await();
            failIfEnded(client);
            line.keep(String.format("%-12s %s rows of a shop in %s", "first copy", Quantities.count(client.progress().copiedRows()),
                    Quantities.time(Duration.ofNanos(System.nanoTime() - begun))));
            load(source, client, latencies);
            catchUp(connection, client);
        }
        failIfEnded(client);
        return compare(connection, target);
    }

    /** Writes on a thread of its own and shows how the stream follows. */
    private void load(DemoServers.Database source, CdcClient client, Latencies latencies) throws SQLException, InterruptedException {
        try (WriteLoad load = new WriteLoad(source.connect())) {
            SQLException[] failure = new SQLException[1];
            CountDownLatch end = new CountDownLatch(1);
            Thread writer = Thread.ofPlatform().name("pg2any-demo-load").start(() -> {
                try {
                    while (end.getCount() > 0) {
                        load.step();
                    }
                } catch (SQLException e) {
                    failure[0] = e;
                }
            });
            watch(client, load, latencies);
            end.countDown();
            writer.join();
            if (failure[0] != null) {
                throw failure[0];
            }
        }
    }

    private void watch(CdcClient client, WriteLoad load, Latencies latencies) throws InterruptedException {
        Duration refresh = line.isTerminal() ? REFRESH_ON_TERMINAL : REFRESH_ELSEWHERE;
        long begun = System.nanoTime();
        long end = begun + TimeUnit.SECONDS.toNanos(seconds);
        long before = begun;
        long changesBefore = client.progress().appliedChanges();
        double rate = 0;
        while (System.nanoTime() < end && client.progress().state() != Progress.State.FAILED) {
            if (enough.await(Math.min(refresh.toNanos(), Math.max(1, end - System.nanoTime())), TimeUnit.NANOSECONDS)) {
                break;
            }
            Progress now = client.progress();
            long time = System.nanoTime();
            double latest = (now.appliedChanges() - changesBefore) * 1e9 / (time - before);
            rate = rate == 0 || !line.isTerminal() ? latest : 0.8 * rate + 0.2 * latest;
            before = time;
            changesBefore = now.appliedChanges();
            line.show(String.format("%-12s %s  %s rows/s, %s transactions written, lag %s, latency p50 %s p99 %s", "following",
                    Quantities.time(Duration.ofSeconds((time - begun) / 1_000_000_000L)), Quantities.count(Math.round(rate)),
                    Quantities.count(load.transactions()), Quantities.bytes(Math.max(0, now.sourceEnd().value() - now.durable().value())),
                    Quantities.time(latencies.percentile(0.5)), Quantities.time(latencies.percentile(0.99))));
        }
        line.leave();
    }

    /** Waits until the target holds a last change made after the load. */
    private static void catchUp(Connection connection, CdcClient client) throws SQLException, InterruptedException {
        Lsn before;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT pg_current_wal_insert_lsn()")) {
                row.next();
                before = Lsn.parse(row.getString(1));
            }
            statement.execute("UPDATE users SET profile = profile || '{\"last\": true}' WHERE id = (SELECT id FROM users LIMIT 1)");
        }
        long limit = System.nanoTime() + CATCH_UP.toNanos();
        while (client.progress().durable().compareTo(before) <= 0) {
            failIfEnded(client);
            if (System.nanoTime() > limit) {
                throw CdcException.transientFailure("demo-behind", "The destination did not catch up within " + CATCH_UP.toMinutes() + " minutes.", null);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void failIfEnded(CdcClient client) throws InterruptedException {
        if (client.progress().state() == Progress.State.FAILED) {
            client.await();
        }
    }

    private boolean compare(Connection connection, DemoServers.Database target) throws SQLException {
        try (Connection other = target.connect()) {
            List<Comparison.Result> results = Comparison.of(connection, other, Shop.TABLES);
            boolean equal = results.stream().allMatch(Comparison.Result::equal);
            for (Comparison.Result result : results) {
                line.keep(String.format("%-12s %s: %s", "compared", result.table(), result.summary()));
                result.differences().forEach(difference -> line.keep("             " + difference));
            }
            long rows = results.stream().mapToLong(Comparison.Result::rows).sum();
            line.keep(equal ? "equal: " + Quantities.count(rows) + " rows in " + results.size() + " tables" : "NOT EQUAL");
            return equal;
        }
    }
}
