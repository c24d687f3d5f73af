package io.pg2any.destination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import io.pg2any.destination.mysql.MariaDbProvider;
import io.pg2any.destination.mysql.MySqlProvider;
import io.pg2any.destination.servers.EmbeddedMariaDb;

/** An embedded MariaDB for the JVM, and the MySQL server that the environment names; on each an empty database for each test. */
public final class MySqlDatabases {

    /** Names a MySQL server: {@code mysql://root@127.0.0.1:3306/test}. */
    static final String MYSQL_URL = "PG2ANY_TEST_MYSQL_URL";

    private static final AtomicInteger NEXT = new AtomicInteger();

    private MySqlDatabases() {}

    private static final class MariaDb {
        static final int PORT = EmbeddedMariaDb.start(settings -> settings.setSecurityDisabled(false).addArg("--init-file=" + superuser())
                .addArg("--max-allowed-packet=16M"));
    }

    /** Privileges count, and the only user that the server has of its own comes through a socket. */
    private static Path superuser() {
        try {
            Path file = Files.createTempFile("pg2any", ".sql");
            file.toFile().deleteOnExit();
            return Files.writeString(file, "CREATE USER root@'127.0.0.1' IDENTIFIED BY '';\nGRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty database of the embedded MariaDB. */
    static TestDatabase onMariaDb() {
        String name = name();
        String server = "127.0.0.1:" + MariaDb.PORT;
        return new TestDatabase(new MariaDbProvider(), "mariadb://root@" + server + "/" + name, made(server, "root", name), '`', Reading.MYSQL);
    }

    static boolean hasMySql() {
        return System.getenv(MYSQL_URL) != null;
    }

    /** An empty database of the MySQL server. */
    static TestDatabase onMySql() {
        String name = name();
        URI url = URI.create(System.getenv(MYSQL_URL));
        String server = url.getHost() + ":" + url.getPort();
        return new TestDatabase(new MySqlProvider(), "mysql://" + url.getRawUserInfo() + "@" + server + "/" + name,
                made(server, url.getRawUserInfo(), name), '`', Reading.MYSQL);
    }

    private static String name() {
        return "d" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();
    }

    private static Connection made(String server, String user, String name) {
        String[] credentials = user.split(":", 2);
        try {
            Connection connection = DriverManager.getConnection(
                    "jdbc:mariadb://" + server + "/?sslMode=disable&allowPublicKeyRetrieval=true&tinyInt1isBit=false",
                    credentials[0], credentials.length > 1 ? credentials[1] : "");
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
            }
            connection.setCatalog(name);
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
