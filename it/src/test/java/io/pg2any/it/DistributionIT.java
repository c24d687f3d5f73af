package io.pg2any.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** What is handed out, unpacked into an empty folder and started as another user: the tar.gz of the build, and with {@code -Pdist} the one with a Java. */
class DistributionIT {

    private static List<Path> built() throws IOException {
        Path folder = Path.of("..", "dist", "target");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("pg2any-.*\\.tar\\.gz")).sorted().toList();
        }
    }

    @EachTarget(TargetKind.POSTGRESQL)
    void theDistributionRunsFromAnEmptyFolderAsAnotherUser(Scenario it) throws Exception {
        List<Path> all = built();
        assumeThat(all.isEmpty()).as("the module dist was built").isFalse();
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t VALUES (1, 'copied')");
        for (Path archive : all) {
            Path folder = Files.createTempDirectory("pg2any-dist");
            try {
                runs(it, archive, folder);
            } finally {
                remove(folder);
            }
        }
    }

    private static void runs(Scenario it, Path archive, Path folder) throws Exception {
        String name = archive.getFileName().toString();
        assertThat(new ProcessBuilder("tar", "-xzf", archive.toString(), "--no-same-owner", "-C", folder.toString()).inheritIO().start().waitFor()).isZero();
        new ProcessBuilder("chmod", "755", folder.toString()).start().waitFor();
        String launcher;
        try (Stream<Path> inside = Files.list(folder)) {
            launcher = inside.findFirst().orElseThrow().resolve("pg2any").toString();
        }
        assertThat(output(it, 0, launcher, "--version")).as(name).contains("pg2any ").doesNotContain("from classes");
        assertThat(output(it, 0, launcher, "--help")).as(name).contains("Usage: pg2any");
        assertThat(output(it, 2, launcher, "run", "--slot", "Not a slot")).as(name).contains("the source is missing", "slot");

        it.source("INSERT INTO t SELECT max(id) + 1, 'before' FROM t");
        ChildProcess run = it.owns(start(launcher, "run", "--source", it.source().url(), "--destination", it.target().url(), "--slot", it.source().slot(),
                "--publication", it.source().publication(), "--heartbeat-interval", "200ms"));
        Await.until("it follows", Duration.ofSeconds(60), () -> run.output().contains("following"), run::output);
        it.source("INSERT INTO t SELECT max(id) + 1, 'followed' FROM t");
        it.assertEqual();
        run.terminate();
        assertThat(run.awaitExit()).as(run::output).isZero();
    }

    private static String output(Scenario it, int exitCode, String... command) {
        ChildProcess process = it.owns(start(command));
        assertThat(process.awaitExit()).as(process::output).isEqualTo(exitCode);
        return process.output();
    }

    /** As root, as the user "nobody", who owns nothing. A Java of its own is found before any other; the rest uses that of this test. */
    private static ChildProcess start(String... command) {
        List<String> all = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
            all.addAll(List.of("/usr/bin/setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"));
        }
        all.addAll(List.of(command));
        return ChildProcess.command(all, Map.of("JAVA_HOME", System.getProperty("java.home"), "HOME", "/nonexistent"));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
