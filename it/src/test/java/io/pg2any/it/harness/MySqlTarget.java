package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

import io.pg2any.destination.Reading;
import io.pg2any.destination.servers.EmbeddedMariaDb;

/** A database in the embedded MariaDB, or in the MySQL server that the environment names. */
final class MySqlTarget implements Target {

    static final String MYSQL_URL = "PG2ANY_TEST_MYSQL_URL";

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final long JVM = ProcessHandle.current().pid();

    private final TargetKind kind;
    private final Server server;
    private final String name = "it_" + JVM + "_" + NEXT.incrementAndGet();
    /** Other databases that this test's schemas may have become. */
    private final Set<String> schemas = new TreeSet<>();

    /** @param user with the password, as they stand in a URL */
    private record Server(String user, String host, int port) {
        static Server parse(String url) {
            java.net.URI uri = java.net.URI.create(url);
            return new Server(uri.getRawUserInfo(), uri.getHost(), uri.getPort());
        }
    }

    private MySqlTarget(TargetKind kind, Server server) {
        this.kind = kind;
        this.server = server;
        runOn("", "CREATE DATABASE " + name);
    }

    static MySqlTarget onMariaDb() {
        return new MySqlTarget(TargetKind.MARIADB, Embedded.SERVER);
    }

    static MySqlTarget onMySql() {
        return new MySqlTarget(TargetKind.MYSQL, Server.parse(mysqlUrl()));
    }

    static String mysqlUrl() {
        String url = System.getenv(MYSQL_URL);
        return url == null ? "" : url;
    }

    @Override
    public TargetKind kind() {
        return kind;
    }

    @Override
    public String url() {
        return url(server.port());
    }

    @Override
    public String url(int port) {
        return (kind == TargetKind.MARIADB ? "mariadb" : "mysql") + "://" + server.user() + "@127.0.0.1:" + port + "/" + name;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public Connection connect() {
        return connect(name);
    }

    private Connection connect(String database) {
        String[] user = server.user().split(":", 2);
        try {
            return DriverManager.getConnection(
                    "jdbc:mariadb://" + server.host() + ":" + server.port() + "/" + database
                            + "?sslMode=disable&allowPublicKeyRetrieval=true&tinyInt1isBit=false&sessionVariables=time_zone='+00:00',lock_wait_timeout=100",
                    user[0], user.length > 1 ? user[1] : "");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void runOn(String database, String... statements) {
        try (Connection connection = connect(database)) {
            Sql.run(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String nameOf(String schema, String table) {
        if (schema.equals("public")) {
            return quote(name) + "." + quote(table);
        }
        return quote(schema) + "." + quote(table);
    }

    @Override
    public String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    @Override
    public String tableOptions() {
        return " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    }

    @Override
    public String dropIndex(String index, String tableName) {
        return "DROP INDEX " + index + " ON " + tableName;
    }

    @Override
    public Reading reading() {
        return Reading.MYSQL;
    }

    @Override
    public void expectSchemas(List<String> names) {
        schemas.addAll(names);
    }

    @Override
    public void close() {
        runOn("", "DROP DATABASE " + name);
        for (String schema : schemas) {
            runOn("", "DROP DATABASE IF EXISTS " + quote(schema));
        }
    }

    /** Without TLS: the server would make a key for it at its start, which takes it seconds. */
    private static final class Embedded {
        static final Server SERVER = new Server("root", "127.0.0.1", EmbeddedMariaDb.start(settings -> settings.addArg("--skip-ssl").addArg("--max-allowed-packet=64M")));
    }
}
