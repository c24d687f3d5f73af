package io.pg2any.it.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL cluster of the tests' own, in a temporary directory on a loopback port that it keeps over restarts. */
public final class PostgresServer implements AutoCloseable {

    /** What logical replication needs, and what makes a server for tests quick. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("wal_level", "logical"),
            Map.entry("max_replication_slots", "60"),
            Map.entry("max_wal_senders", "60"),
            Map.entry("max_connections", "150"),
            Map.entry("max_prepared_transactions", "10"),
            Map.entry("logical_decoding_work_mem", "64kB"),
            Map.entry("shared_buffers", "64MB"),
            Map.entry("fsync", "off"),
            Map.entry("full_page_writes", "off"),
            Map.entry("synchronous_commit", "off"),
            Map.entry("wal_writer_delay", "10ms"),
            Map.entry("checkpoint_timeout", "30min"),
            Map.entry("autovacuum", "off"),
            Map.entry("max_wal_size", "512MB"));

    /** Databases come and go with every test, of some hundred files each, for which a file system on disk searches long: where memory can hold them all they need none. */
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ENOUGH_MEMORY = 12L << 30;
    /** From which on a database can be made of copied files: written to the log block by block, every slot's sender would read it there. */
    private static final int COPIES_FILES = 15;

    private final Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
    /** The version that is on the class path. */
    private static final int NEWEST = 18;

    private final int version;
    private final Path programs;
    private final Path data;
    private final int port;
    private EmbeddedPostgres running;

    private PostgresServer(int version, Map<String, String> overrides) {
        this(version, null, overrides);
    }

    private PostgresServer(Path programs, Map<String, String> overrides) {
        this(0, programs, overrides);
    }

    private PostgresServer(int version, Path programs, Map<String, String> overrides) {
        this.version = version;
        this.programs = programs;
        settings.putAll(overrides);
        try {
            boolean memory = MEMORY.toFile().canWrite() && MEMORY.toFile().getUsableSpace() > ENOUGH_MEMORY;
            data = memory ? Files.createTempDirectory(MEMORY, "pg2any-it-postgres") : Files.createTempDirectory("pg2any-it-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = freePort();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "it-postgres-stop"));
    }

    /** A cluster of a test's own; the caller closes it. */
    public static PostgresServer start(Map<String, String> overrides) {
        return start(NEWEST, overrides);
    }

    /** Such a cluster of another major version, 14 to 18. */
    public static PostgresServer start(int version, Map<String, String> overrides) {
        PostgresServer server = new PostgresServer(version, overrides);
        server.start();
        return server;
    }

    /**
     * The folder of the programs of a PostgreSQL that the machine has installed with an extension, as Debian lays them; empty if there is none.
     *
     * @param extension such as {@code postgis}
     */
    public static Optional<Path> installedWith(String extension) {
        return IntStream.iterate(NEWEST, version -> version >= 14, version -> version - 1)
                .filter(version -> Files.exists(Path.of("/usr/share/postgresql", Integer.toString(version), "extension", extension + ".control")))
                .mapToObj(version -> Path.of("/usr/lib/postgresql", Integer.toString(version), "bin")).filter(bin -> Files.isExecutable(bin.resolve("postgres"))).findFirst();
    }

    /** Such a cluster, of the programs in this folder. */
    public static PostgresServer startInstalled(Path programs) {
        PostgresServer server = new PostgresServer(programs, Map.of());
        server.start();
        return server;
    }

    /** The cluster whose databases are the tests' sources. */
    public static PostgresServer source() {
        return Shared.SOURCE;
    }

    /** The cluster whose databases are PostgreSQL targets. */
    public static PostgresServer target() {
        return SharedTarget.TARGET;
    }

    public void start() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setPort(port).setDataDirectory(data).setCleanDataDirectory(false)
                .setRegisterShutdownHook(false);
        settings.forEach(builder::setServerConfig);
        if (programs != null) {
            builder.setPgBinaryResolver((system, machine) -> callers(programs)).setServerConfig("unix_socket_directories", ""); // theirs is not for everyone
        } else if (version != NEWEST) {
            builder.setPgBinaryResolver((system, machine) -> binaries(Path.of("target", "postgres", version + ".jar")));
        }
        try {
            running = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The archive of a server inside of the jar that the build put there. */
    private static InputStream binaries(Path jar) throws IOException {
        try (ZipFile content = new ZipFile(jar.toFile())) {
            ZipEntry archive = content.stream().filter(entry -> entry.getName().endsWith(".txz")).findFirst().orElseThrow();
            return new ByteArrayInputStream(content.getInputStream(archive).readAllBytes());
        }
    }

    /** An archive of programs that call those in a folder: there they find what belongs to them. */
    private static InputStream callers(Path programs) throws IOException {
        Path folder = Files.createTempDirectory("pg2any-it-callers");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String program : List.of("initdb", "pg_ctl", "postgres")) {
            Path caller = Files.writeString(bin.resolve(program), "#!/bin/sh\nexec " + programs.resolve(program) + " \"$@\"\n");
            Files.setPosixFilePermissions(caller, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path archive = folder.resolve("callers.txz");
        try {
            if (new ProcessBuilder("tar", "-cJf", archive.toString(), "-C", folder.toString(), "bin").inheritIO().start().waitFor() != 0) {
                throw new IOException("tar failed");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new ByteArrayInputStream(Files.readAllBytes(archive));
    }

    /** As {@code pg_ctl stop -m immediate}: like a crash, but for its own process only. */
    public void stopImmediately() {
        signal("-QUIT");
    }

    /** As {@code pg_ctl stop -m fast}. */
    public void stopFast() {
        signal("-INT");
    }

    private void signal(String signal) {
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
            postmaster.onExit().join();
            Files.deleteIfExists(data.resolve("postmaster.pid"));
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
    }

    /** A superuser's connection that sends every statement as it is and gets every value as PostgreSQL prints it. */
    public Connection connect(String database) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?preferQueryMode=simple&user=postgres";
        try {
            Connection connection = DriverManager.getConnection(url);
            Sql.run(connection,
                    "SET TimeZone = 'UTC'", "SET DateStyle = 'ISO'", "SET IntervalStyle = 'postgres'", "SET bytea_output = 'hex'",
                    "SET extra_float_digits = 1", "SET lock_timeout = '100s'", "SET lc_monetary = 'C'", "SET standard_conforming_strings = on");
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void createDatabase(String name) {
        run("CREATE DATABASE " + name + (version >= COPIES_FILES ? " STRATEGY file_copy" : ""));
    }

    public void run(String... statements) {
        try (Connection connection = connect("postgres")) {
            Sql.run(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops it and deletes its data. Also done when the JVM ends. */
    @Override
    public synchronized void close() {
        if (Files.notExists(data)) {
            return;
        }
        try {
            running.close();
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {
        static final PostgresServer SOURCE = start(Map.of());
    }

    private static final class SharedTarget {
        static final PostgresServer TARGET = start(Map.of());
    }
}
