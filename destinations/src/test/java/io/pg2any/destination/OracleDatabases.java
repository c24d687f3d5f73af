package io.pg2any.destination;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import io.pg2any.destination.oracle.OracleProvider;

/** The Oracle Database that the environment names, with a user, and so a schema, of its own for each test. */
final class OracleDatabases {

    /** Names a database, and a user of it who may create users and grant DBA, such as SYSTEM: {@code oracle://user:password@host:port/service}. */
    static final String URL = "PG2ANY_TEST_ORACLE_URL";

    private static final String PASSWORD = "Pg2any_secret1";
    private static final AtomicInteger NEXT = new AtomicInteger();

    private OracleDatabases() {}

    static TestDatabase fresh() {
        String url = System.getenv(URL);
        String name = "PG2ANY_D" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();
        String place = url.substring(url.lastIndexOf('@') + 1);
        try {
            try (Connection connection = connect(url); Statement statement = connection.createStatement()) {
                statement.execute("CREATE USER " + name + " IDENTIFIED BY " + PASSWORD);
                statement.execute("GRANT DBA, UNLIMITED TABLESPACE TO " + name);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drop(url, name)));
            String own = "oracle://" + name + ":" + PASSWORD + "@" + place;
            return new TestDatabase(new OracleProvider(), own, connect(own), '"', Reading.ORACLE, sql -> sql.replace("bigint", "number(19)"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void drop(String url, String name) {
        try (Connection connection = connect(url); Statement statement = connection.createStatement()) {
            statement.execute("DROP USER " + name + " CASCADE");
        } catch (SQLException e) {
            System.err.println("user " + name + " is left: " + e.getMessage());
        }
    }

    private static Connection connect(String url) throws SQLException {
        String rest = url.substring(url.indexOf("://") + 3);
        int at = rest.lastIndexOf('@');
        String[] user = rest.substring(0, at).split(":", 2);
        Properties properties = new Properties();
        properties.setProperty("user", decode(user[0]));
        properties.setProperty("password", user.length > 1 ? decode(user[1]) : "");
        return DriverManager.getConnection("jdbc:oracle:thin:@//" + rest.substring(at + 1), properties);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
