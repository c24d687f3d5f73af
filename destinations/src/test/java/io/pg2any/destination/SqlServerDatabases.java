package io.pg2any.destination;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import io.pg2any.destination.sqlserver.SqlServerProvider;

/** The SQL Server that the environment names, with an empty database for each test. */
final class SqlServerDatabases {

    /** Names a SQL Server whose user may create databases: {@code sqlserver://user:password@host:port/database?option=value}. */
    static final String URL = "PG2ANY_TEST_SQLSERVER_URL";

    private static final AtomicInteger NEXT = new AtomicInteger();

    private SqlServerDatabases() {}

    static TestDatabase fresh() {
        String url = System.getenv(URL);
        String name = "pg2any_d" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();
        try {
            try (Connection connection = connect(url, null); Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
                statement.execute("ALTER DATABASE " + name + " SET READ_COMMITTED_SNAPSHOT ON"); // a test looks at it while a handler's transaction is open
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drop(url, name)));
            return new TestDatabase(new SqlServerProvider(), url.replaceFirst("(//[^/]*/)[^?]*", "$1" + name), connect(url, name), '"', Reading.SQL_SERVER);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void drop(String url, String name) {
        try (Connection connection = connect(url, null); Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + name + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            statement.execute("DROP DATABASE " + name);
        } catch (SQLException e) {
            System.err.println("database " + name + " is left: " + e.getMessage());
        }
    }

    /** @param database another one than the URL's; null: that */
    private static Connection connect(String url, String database) throws SQLException {
        String rest = url.substring(url.indexOf("://") + 3);
        String body = rest.split("\\?", 2)[0];
        int at = body.lastIndexOf('@');
        String[] user = body.substring(0, at).split(":", 2);
        String[] place = body.substring(at + 1).split("/", 2);
        Properties properties = new Properties();
        properties.setProperty("user", decode(user[0]));
        properties.setProperty("password", user.length > 1 ? decode(user[1]) : "");
        properties.setProperty("databaseName", database == null ? place[1] : database);
        if (rest.contains("?")) {
            for (String option : rest.split("\\?", 2)[1].split("&")) {
                properties.setProperty(option.split("=", 2)[0], decode(option.split("=", 2)[1]));
            }
        } else {
            properties.setProperty("encrypt", "false");
        }
        return DriverManager.getConnection("jdbc:sqlserver://" + place[0], properties);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
