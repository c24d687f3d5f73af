package io.pg2any.it.harness;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import io.pg2any.destination.Reading;

/** A database of its own on the SQL Server that the environment names. */
final class SqlServerTarget implements Target {

    /** Names a SQL Server whose user may create databases: {@code sqlserver://user:password@host:port/database?option=value}. */
    static final String URL = "PG2ANY_TEST_SQLSERVER_URL";

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final int PORT = 1433;

    private final String credentials;
    private final String host;
    private final int port;
    private final String first;
    private final String options;
    private final String name = "pg2any_it" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();

    SqlServerTarget() {
        String url = System.getenv(URL);
        String rest = url.substring(url.indexOf("://") + 3);
        String body = rest.split("\\?", 2)[0];
        int at = body.lastIndexOf('@');
        String[] place = body.substring(at + 1).split("/", 2);
        credentials = body.substring(0, at);
        host = place[0].contains(":") ? place[0].substring(0, place[0].lastIndexOf(':')) : place[0];
        port = place[0].contains(":") ? Integer.parseInt(place[0].substring(place[0].lastIndexOf(':') + 1)) : PORT;
        first = place[1];
        options = rest.contains("?") ? rest.split("\\?", 2)[1] : "encrypt=false";
        runOn(first, "CREATE DATABASE " + name);
        try {
            runOn(first, "ALTER DATABASE " + name + " SET READ_COMMITTED_SNAPSHOT ON"); // as the documentation advises, for its readers
        } catch (IllegalStateException e) {
            System.err.println(name + " keeps the server's own isolation: " + e.getMessage());
        }
    }

    static boolean isThere() {
        return System.getenv(URL) != null;
    }

    @Override
    public TargetKind kind() {
        return TargetKind.SQLSERVER;
    }

    @Override
    public String url() {
        return url(host, port);
    }

    @Override
    public String url(int otherPort) {
        return url("127.0.0.1", otherPort);
    }

    private String url(String onHost, int onPort) {
        return "sqlserver://" + credentials + "@" + onHost + ":" + onPort + "/" + name + "?" + options;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Connection connect() {
        return connect(name);
    }

    private Connection connect(String database) {
        Properties properties = new Properties();
        String[] user = credentials.split(":", 2);
        properties.setProperty("user", decode(user[0]));
        properties.setProperty("password", user.length > 1 ? decode(user[1]) : "");
        properties.setProperty("databaseName", database);
        for (String option : options.split("&")) {
            properties.setProperty(option.split("=", 2)[0], decode(option.split("=", 2)[1]));
        }
        try {
            return DriverManager.getConnection("jdbc:sqlserver://" + host + ":" + port, properties);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
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
        return quote(schema.equals("public") ? "dbo" : schema) + "." + quote(table);
    }

    @Override
    public String quote(String identifier) {
        return "[" + identifier.replace("]", "]]") + "]";
    }

    @Override
    public Reading reading() {
        return Reading.SQL_SERVER;
    }

    /** Of a whole unique index it takes a second NULL for a second value. */
    @Override
    public String uniqueIndex(String index, String tableName, String quotedColumn) {
        return "CREATE UNIQUE INDEX " + index + " ON " + tableName + " (" + quotedColumn + ") WHERE " + quotedColumn + " IS NOT NULL";
    }

    @Override
    public String dropIndex(String index, String tableName) {
        return "DROP INDEX " + index + " ON " + tableName;
    }

    @Override
    public String copyTable(String from, String to) {
        return "SELECT * INTO " + to + " FROM " + from;
    }

    @Override
    public void close() {
        try {
            runOn(first, "ALTER DATABASE " + name + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        } catch (IllegalStateException e) {
            System.err.println(name + " is dropped as it is: " + e.getMessage());
        }
        runOn(first, "DROP DATABASE " + name);
    }
}
