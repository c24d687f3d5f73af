package io.pg2any.app.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.pg2any.app.CommandLines;
import io.pg2any.app.log.LogFormat;
import io.pg2any.app.log.LogLevel;
import io.pg2any.app.log.Logging;

/**
 * Lets pg2any run once against every kind of server at hand while the JVM notes which classes it loads and which methods are busy. Of
 * that it makes the cache with which every later start is faster ("ahead-of-time cache", JEP 514).
 */
public final class Rehearsal {

    private static final List<Demo.Destination> DESTINATIONS = List.of(Demo.Destination.MARIADB, Demo.Destination.POSTGRES, Demo.Destination.SQLITE);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TRANSACTIONS = 1000;
    private static final String ROLE = "rehearsal";
    private static final String CLASS_PATH = "-cp";

    private final Path cache;
    private final List<String> java;

    private Rehearsal(Path cache, List<String> java) {
        this.cache = cache;
        this.java = java;
    }

    /** The file to write, then the command that starts Java as the launcher does, up to the main class. */
    public static void main(String[] arguments) throws Exception {
        Logging.start(LogLevel.WARN, LogFormat.TEXT, System.err);
        List<String> all = List.of(arguments);
        Path cache = Path.of(all.getFirst()).toAbsolutePath();
        new Rehearsal(cache, withRenewedClasses(cache, all.subList(1, all.size()))).run();
        System.exit(0);
    }

    /** Beside the cache lies what the cache could not take as it is; the launcher puts it first, too. */
    private static List<String> withRenewedClasses(Path cache, List<String> java) throws IOException {
        Path renewed = cache.resolveSibling(cache.getFileName() + ".classes");
        List<String> command = new ArrayList<>(java);
        int at = command.indexOf(CLASS_PATH) + 1;
        List<Path> jars = Arrays.stream(command.get(at).split(File.pathSeparator, -1)).map(Path::of).toList();
        if (RenewedClasses.write(jars, renewed)) {
            command.set(at, renewed + File.pathSeparator + command.get(at));
        } else {
            Files.deleteIfExists(renewed);
        }
        return command;
    }

    private void run() throws Exception {
        try (DemoServers servers = new DemoServers()) {
            CompletableFuture<DemoServers.Database> started = CompletableFuture.supplyAsync(servers::source);
            List<DemoServers.Database> targets = DESTINATIONS.stream().map(servers::target).toList();
            DemoServers.Database source = started.join();
            try (Connection connection = source.connect()) {
                Shop.open(connection);
            }
            record(withPassword(source), targets.stream().map(Rehearsal::withPassword).toList());
        }
    }

    /** With a login by password, as servers outside have it, where the database is PostgreSQL: that takes classes of its own. */
    private static DemoServers.Database withPassword(DemoServers.Database database) {
        if (!database.url().startsWith("postgresql:")) {
            return database;
        }
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + ROLE + " SUPERUSER LOGIN PASSWORD '" + ROLE + "'");
            try (ResultSet setting = statement.executeQuery("SHOW hba_file")) {
                setting.next();
                Path rules = Path.of(setting.getString(1));
                Files.writeString(rules, "host all " + ROLE + " all scram-sha-256\n" + Files.readString(rules));
            }
            statement.execute("SELECT pg_reload_conf()");
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("no login by password can be set up", e);
        }
        return new DemoServers.Database(database.title(), database.url().replace("//postgres@", "//" + ROLE + ":" + ROLE + "@"), database.jdbcUrl());
    }

    private void record(DemoServers.Database source, List<DemoServers.Database> targets) throws IOException, SQLException, InterruptedException {
        Path unfinished = cache.resolveSibling(cache.getFileName() + ".new");
        Process process = start(unfinished, source, targets);
        try (WriteLoad load = new WriteLoad(source.connect())) {
            for (DemoServers.Database target : targets) {
                replicate(process, source, target, load);
                process.toHandle().destroy(); // SIGTERM ends this run; the next follows in the same process
            }
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("the rehearsal did not end as asked");
            }
        } finally {
            process.destroyForcibly();
        }
        Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
    }

    private Process start(Path unfinished, DemoServers.Database source, List<DemoServers.Database> targets) throws IOException {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("-XX:AOTCacheOutput=" + unfinished, CommandLines.class.getName(), "--help"));
        int number = 0;
        for (DemoServers.Database target : targets) {
            command.addAll(List.of(CommandLines.NEXT, "run", "--source", source.url(), "--destination", target.url(), "--slot", "rehearsal_" + ++number,
                    "--http", "127.0.0.1:0"));
            if (number % 2 == 0) { // both ways of choosing tables
                command.addAll(List.of("--tables", "public.*"));
            }
        }
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("CDC_"));
        return builder.start();
    }

    /** Lets changes happen and waits until the last of them is in the target. */
    private static void replicate(Process process, DemoServers.Database source, DemoServers.Database target, WriteLoad load)
            throws SQLException, InterruptedException {
        String mark = "mark of " + target.title();
        long limit = System.nanoTime() + PATIENCE.toNanos();
        try (Connection to = target.connect(); Connection from = source.connect()) {
            await(process, to, "SELECT count(*) FROM users HAVING count(*) > 0", limit);
            for (int i = 0; i < TRANSACTIONS; i++) {
                load.step();
            }
            try (Statement statement = from.createStatement()) {
                statement.execute("UPDATE users SET name = '" + mark + "' WHERE id = (SELECT id FROM users LIMIT 1)");
            }
            await(process, to, "SELECT 1 FROM users WHERE name = '" + mark + "'", limit);
        }
    }

    /** Until a query that fails as long as its table is missing gives a row. */
    private static void await(Process process, Connection connection, String query, long limit) throws InterruptedException {
        while (!holds(connection, query)) {
            if (!process.isAlive() || System.nanoTime() > limit) {
                throw new IllegalStateException("the rehearsal does not get on: " + query);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean holds(Connection connection, String query) {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        } catch (SQLException e) {
            return false; // the table is not there yet, or a file is locked
        }
    }
}
