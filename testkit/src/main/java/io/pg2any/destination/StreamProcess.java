package io.pg2any.destination;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import io.pg2any.CdcClient;
import io.pg2any.Config;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;

/** A stream in a process of its own, which a test may kill. */
public final class StreamProcess implements AutoCloseable {

    private static final String STATE = "pg2any testkit: ";
    private static final long PAUSE = Duration.ofMillis(5).toNanos();

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();

    private StreamProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Starts a stream from a database into a place, and waits until its threads run. */
    static StreamProcess start(TestSource source, TestTarget target) {
        try {
            StreamProcess started = new StreamProcess(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                    "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), StreamProcess.class.getName(),
                    source.url(), source.slot(), target.provider().getClass().getName(), target.url()).redirectErrorStream(true).start());
            TestSource.await("the process runs", () -> started.has(Progress.State.STARTING), started::output);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            output.add("output lost: " + e.getMessage());
        }
    }

    private boolean has(Progress.State state) {
        return output.contains(STATE + state);
    }

    /** Whether it came to follow. */
    boolean follows() {
        if (!process.isAlive()) {
            throw new AssertionError("the process ended by itself: " + output());
        }
        return has(Progress.State.FOLLOWING);
    }

    /** What it printed so far. */
    String output() {
        return String.join("\n", output);
    }

    /** Watches that it lives for so long. */
    void lives(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new AssertionError("the process ended by itself: " + output());
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** SIGKILL. Returns when it is gone. */
    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The settings of all streams of the kit, impatient as tests are. */
    static Config config(String source, String slot, DestinationProvider provider, String destination) {
        return Config.builder().sourceConnectionString(source).replicationSlotName(slot).publicationName(slot)
                .destination(provider).destinationConnectionString(destination)
                .heartbeatInterval(Duration.ofMillis(200)).connectionTimeout(Duration.ofSeconds(5)).retryLimit(Duration.ofSeconds(20)).build();
    }

    /** {@code source slot provider destination}. */
    public static void main(String[] arguments) throws Exception {
        DestinationProvider provider = (DestinationProvider) Class.forName(arguments[2]).getConstructor().newInstance();
        try (CdcClient client = CdcClient.create(config(arguments[0], arguments[1], provider, arguments[3]))) {
            client.observer(new Observer() {
                @Override
                public void state(Progress.State state) {
                    System.out.println(STATE + state);
                }
            });
            System.out.println(STATE + Progress.State.STARTING);
            client.start();
            client.await();
        }
    }
}
