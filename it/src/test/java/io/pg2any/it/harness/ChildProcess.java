package io.pg2any.it.harness;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The command line of pg2any in a process of its own, which a test may kill. */
public final class ChildProcess implements AutoCloseable {

    private static final String MAIN = "io.pg2any.app.Main";

    /** Time zone and locale, the same odd ones as ours. */
    private static final List<String> ELSEWHERE = List.of("user.timezone", "user.language", "user.country", "user.extensions");

    /** The program alone, without the tests: of jars, where the build has made them, the JVM keeps the classes it has loaded once. */
    private static final String CLASS_PATH = Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")).split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes" + File.separator)).collect(Collectors.joining(File.pathSeparator));

    /** Made by the first of our processes that ends by itself; the later ones start in two thirds of the time. */
    private static final Path ARCHIVE = Path.of("target", "child-" + System.getProperty("pg2any.fork", "0") + ".jsa").toAbsolutePath();

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ChildProcess(ProcessBuilder builder) {
        try {
            process = builder.redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = Thread.ofVirtual().start(this::read);
    }

    public static ChildProcess start(String... arguments) {
        return start("256m", Map.of(), arguments);
    }

    /** A process with a heap of at most {@code heap}. */
    public static ChildProcess start(String heap, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        ELSEWHERE.stream().filter(name -> System.getProperty(name) != null).forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:cds=off,cds+dynamic=off,aot=off"));
        command.addAll(List.of("-cp", CLASS_PATH, MAIN));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("CDC_"));
        builder.environment().put("CDC_HTTP", "off"); // many run beside each other; a test that wants the page says where
        builder.environment().putAll(environment);
        return new ChildProcess(builder);
    }

    /** A process of its own command, such as a launcher, without settings from our environment. */
    public static ChildProcess command(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("CDC_"));
        builder.environment().putAll(environment);
        return new ChildProcess(builder);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            output.add("output lost: " + e.getMessage());
        }
    }

    /** SIGKILL. Waits until it is gone. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM; by the handle, since the process itself would close what it prints. */
    public void terminate() {
        process.toHandle().destroy();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int awaitExit() {
        return awaitExit(Duration.ofSeconds(60));
    }

    public int awaitExit(Duration patience) {
        Await.until("the process ends", patience, () -> !process.isAlive(), this::output);
        try {
            reader.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** What it printed so far, standard output and errors. */
    public String output() {
        return String.join("\n", output);
    }

    /** Ends it for good. */
    @Override
    public void close() {
        kill();
    }
}
