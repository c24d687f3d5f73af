package io.pg2any.app.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.pg2any.app.log.LogFormat;
import io.pg2any.app.log.LogLevel;
import io.pg2any.app.log.Logging;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The whole way on servers of its own: {@code pg2any run}, started as a user starts it, against a backlog that lies in the source's
 * log, and for a first copy. The time is that from the start of the process to the last row in the target, which is then compared.
 * Beside it, where the target is a PostgreSQL, the server's own subscription in the same minutes.
 */
@Command(name = "end-to-end", mixinStandardHelpOptions = true, description = "Measures pg2any on embedded servers, and prints a table.")
public final class EndToEnd implements Runnable {

    @Option(names = "--rows", defaultValue = "1000000", description = "rows of a first copy and of the inserts (default: ${DEFAULT-VALUE}); the other workloads are parts or multiples of it")
    private int rows;

    @Option(names = "--to", defaultValue = "MARIADB,POSTGRES", split = ",", description = "targets: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private List<Demo.Destination> targets = List.of();

    @Option(names = "--only", split = ",", description = "workloads: ${COMPLETION-CANDIDATES} (default: all)")
    private List<Workload> only = List.of(Workload.values());

    @Option(names = "--launcher", defaultValue = "./pg2any", description = "what starts pg2any (default: ${DEFAULT-VALUE})")
    private Path launcher = Path.of("pg2any");

    private final PrintStream out = System.out;

    public static void main(String[] arguments) {
        Logging.start(LogLevel.WARN, LogFormat.TEXT, System.err);
        System.exit(new CommandLine(new EndToEnd()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
    }

    @Override
    public void run() {
        out.println("| workload | target | by | rows/s | seconds | CPU s | memory |");
        out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (Demo.Destination target : targets) {
            for (Workload workload : only) {
                measure(target, workload);
            }
        }
    }

    private void measure(Demo.Destination kind, Workload workload) {
        run(kind, workload, "pg2any", this::runPg2any);
        if (kind == Demo.Destination.POSTGRES) {
            run(kind, workload, "own subscription", EndToEnd::subscribe);
        }
    }

    private interface Replicator {
        Figures run(OrdersTable orders, Workload workload) throws SQLException, IOException, InterruptedException;
    }

    /** On fresh servers: none pays for what an earlier one left. */
    private void run(Demo.Destination kind, Workload workload, String by, Replicator replicator) {
        try (DemoServers servers = new DemoServers()) {
            OrdersTable orders = new OrdersTable(servers.source(), servers.target(kind));
            orders.prepare(workload, rows);
            Figures figures = replicator.run(orders, workload);
            orders.check();
            print(workload, kind, by, figures);
        } catch (SQLException | IOException | InterruptedException e) {
            throw new IllegalStateException(workload + " to " + kind + ": " + e.getMessage(), e);
        }
    }

    private Figures runPg2any(OrdersTable orders, Workload workload) throws SQLException, IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "run", "--source", orders.source().url(), "--destination", orders.target().url(),
                "--tables", "public.orders", "--slot", OrdersTable.SLOT, "--publication", OrdersTable.PUBLICATION, "--log-level", "warn",
                "--on-existing", "upsert", "--snapshot", workload.isCopy() ? "only" : "never"));
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command).inheritIO().start();
        Figures figures = new Figures(Duration.ZERO, Duration.ZERO, 0);
        try (Connection watching = orders.target().connect()) {
            boolean done = false;
            while (!done) {
                figures = Figures.of(process, begun, figures);
                done = workload.isCopy() ? !process.isAlive() : OrdersTable.hasArrived(watching);
                if (!done && !workload.isCopy() && !process.isAlive()) {
                    throw new IllegalStateException("pg2any ended with exit code " + process.exitValue());
                }
                Thread.sleep(10);
            }
            return figures;
        } finally {
            process.destroy();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("pg2any ended with exit code " + process.exitValue());
            }
        }
    }

    private static Figures subscribe(OrdersTable orders, Workload workload) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        orders.subscribe(workload);
        try (Connection watching = orders.target().connect()) {
            while (!OrdersTable.hasArrived(watching)) {
                Thread.sleep(10);
            }
        }
        Figures figures = new Figures(Duration.ofNanos(System.nanoTime() - begun), Duration.ZERO, 0);
        orders.unsubscribe();
        return figures;
    }

    private void print(Workload workload, Demo.Destination kind, String by, Figures figures) {
        double seconds = figures.elapsed().toMillis() / 1000.0;
        out.printf(Locale.ROOT, "| %s | %s | %s | %,d | %.1f | %s | %s |%n", workload.title(rows), kind.name().toLowerCase(Locale.ROOT), by, Math.round(workload.changes(rows) / seconds), seconds,
                figures.cpu().isZero() ? "" : String.format(Locale.ROOT, "%.1f", figures.cpu().toMillis() / 1000.0),
                figures.memoryKib() == 0 ? "" : figures.memoryKib() / 1024 + " MB");
    }

    /** @param memoryKib the most that the process held in memory, in KiB; 0: not known */
    private record Figures(Duration elapsed, Duration cpu, long memoryKib) {

        /** What a process has used; of one that has just ended, what was seen last, with the time that it took. */
        static Figures of(Process process, long begun, Figures before) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
            return new Figures(elapsed, process.info().totalCpuDuration().orElse(before.cpu), Math.max(before.memoryKib, highWaterMark(process.pid())));
        }

        private static long highWaterMark(long pid) {
            try {
                return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
            } catch (IOException e) {
                return 0; // it has ended, or this is no Linux
            }
        }
    }
}
