import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes of the distribution that needs a Java the one that brings its own: unpacks it, adds a runtime of the modules that its jars use, and
 * a cache of a fast start from a rehearsal, and packs it again, sorted and with one time for all files. Run by Maven from its source.
 *
 * <p>Arguments: the tar.gz there is, the one to write, the time, a folder with the jars of the demo's servers, whether to rehearse.
 */
void main(String[] arguments) throws Exception {
    Path plain = Path.of(arguments[0]);
    Path result = Path.of(arguments[1]).toAbsolutePath();
    Instant time = Instant.parse(arguments[2]);
    Path folder = result.resolveSibling("with-java");
    remove(folder);
    Files.createDirectories(folder);
    run(List.of("tar", "-xzf", plain.toString(), "-C", folder.toString()));
    Path home;
    try (Stream<Path> inside = Files.list(folder)) {
        home = inside.findFirst().orElseThrow();
    }
    List<Path> jars = jars(home.resolve("lib"));
    link(home.resolve("runtime"), modules(jars));
    setTimes(home, time); // before the rehearsal: the cache notes the times of the jars
    if (arguments[4].equals("true")) {
        rehearse(home, jars, jars(Path.of(arguments[3])));
        setTimes(home, time);
    }
    Path unfinished = Path.of(result + ".new");
    Files.deleteIfExists(unfinished);
    run(List.of("tar", "--sort=name", "--mtime=" + time, "--format=posix", "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime", "--owner=0", "--group=0",
            "--numeric-owner", "--mode=u+rw,go+r,go-w", "--use-compress-program=gzip -n -6", "-C", folder.toString(), "-cf", unfinished.toString(), home.getFileName().toString()));
    Files.move(unfinished, result, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    remove(folder);
}

/** What the jars use, as jdeps finds, and what is reached by name alone. */
Set<String> modules(List<Path> jars) {
    List<String> command = new ArrayList<>(List.of("--multi-release", "25", "--ignore-missing-deps", "--print-module-deps", "--class-path",
            jars.stream().map(Path::toString).collect(Collectors.joining(":"))));
    jars.forEach(jar -> command.add(jar.toString()));
    String printed = tool("jdeps", command);
    Set<String> modules = new TreeSet<>(List.of(printed.lines().filter(line -> line.startsWith("java.")).findFirst().orElseThrow().strip().split(",")));
    modules.add("jdk.unsupported"); // sun.misc.Signal
    modules.add("jdk.charsets"); // names of servers' encodings beyond the common ones
    modules.add("jdk.localedata"); // a user's locale changes no value, and is there
    return modules;
}

void link(Path runtime, Set<String> modules) {
    tool("jlink", List.of("--add-modules", String.join(",", modules), "--strip-debug", "--no-header-files", "--no-man-pages", "--compress", "zip-6",
            "--output", runtime.toString()));
}

void rehearse(Path home, List<Path> jars, List<Path> demo) throws Exception {
    String classes = jars.stream().map(Path::toString).collect(Collectors.joining(":"));
    String demoClasses = demo.stream().map(Path::toString).collect(Collectors.joining(":"));
    List<String> java = List.of(home.resolve("runtime/bin/java").toString(), "-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", classes);
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED", "-cp", classes + ":" + demoClasses, "io.pg2any.app.demo.Rehearsal",
            home.resolve("lib/pg2any.aot").toString()));
    command.addAll(java);
    Path log = home.getParent().resolveSibling("rehearsal.log");
    int code = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    if (code != 0) {
        IO.println("No rehearsal, so no fast start: no servers for it could be started here (" + log + ").");
    }
}

List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
        return files.filter(file -> file.toString().endsWith(".jar")).sorted(Comparator.comparing(Path::toString)).toList();
    }
}

void setTimes(Path folder, Instant time) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(file -> !Files.isSymbolicLink(file)).sorted(Comparator.reverseOrder()).toList()) {
            Files.setLastModifiedTime(file, FileTime.from(time));
        }
    }
}

String tool(String name, List<String> arguments) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int code = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
    if (code != 0) {
        throw new IllegalStateException(name + " failed: " + out);
    }
    return out.toString();
}

void run(List<String> command) throws Exception {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException(command.getFirst() + " failed");
    }
}

void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
        return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
        }
    }
}
