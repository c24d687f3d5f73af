package io.pg2any.it.harness;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import io.pg2any.destination.Reading;

/**
 * A user, and so a schema, of its own in the Oracle Database that the environment names. Its statements are those of 23ai, which knows
 * INSERT of several rows and BOOLEAN. The driver is to be on the class path of the tests ({@code -Dmaven.test.additionalClasspath}).
 */
final class OracleTarget implements Target {

    /** Names a database, and a user of it who may create users and grant DBA, such as SYSTEM: {@code oracle://user:password@host:port/service}. */
    static final String URL = "PG2ANY_TEST_ORACLE_URL";

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String PASSWORD = "Pg2any_secret1";
    private static final int PORT = 1521;

    private final String host;
    private final int port;
    private final String service;
    private final String[] first;
    private final String name = "PG2ANY_IT" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();
    private final List<String> schemas = new ArrayList<>();

    OracleTarget() {
        String url = System.getenv(URL);
        String rest = url.substring(url.indexOf("://") + 3);
        int at = rest.lastIndexOf('@');
        String[] place = rest.substring(at + 1).split("/", 2);
        first = rest.substring(0, at).split(":", 2);
        host = place[0].contains(":") ? place[0].substring(0, place[0].lastIndexOf(':')) : place[0];
        port = place[0].contains(":") ? Integer.parseInt(place[0].substring(place[0].lastIndexOf(':') + 1)) : PORT;
        service = place[1];
        asFirst("CREATE USER " + name + " IDENTIFIED BY " + PASSWORD, "GRANT DBA, UNLIMITED TABLESPACE TO " + name);
    }

    static boolean isThere() {
        return System.getenv(URL) != null;
    }

    @Override
    public TargetKind kind() {
        return TargetKind.ORACLE;
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
        return "oracle://" + name + ":" + PASSWORD + "@" + onHost + ":" + onPort + "/" + service;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Connection connect() {
        Connection connection = connect(name, PASSWORD);
        Sql.run(connection, "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,'", "ALTER SESSION SET NLS_SORT = 'BINARY'", "ALTER SESSION SET NLS_DATE_FORMAT = 'SYYYY-MM-DD HH24:MI:SS'",
                "ALTER SESSION SET NLS_TIMESTAMP_FORMAT = 'SYYYY-MM-DD HH24:MI:SS.FF6'");
        return connection;
    }

    private Connection connect(String user, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        try {
            return DriverManager.getConnection("jdbc:oracle:thin:@//" + host + ":" + port + "/" + service, properties);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void asFirst(String... statements) {
        try (Connection connection = connect(decode(first[0]), decode(first[1]))) {
            Sql.run(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public void run(String... statements) {
        Target.super.run(Arrays.stream(statements).map(sql -> sql.replace("bigint", "number(19)")).toArray(String[]::new));
    }

    @Override
    public String nameOf(String schema, String table) {
        return schema.equals("public") ? quote(table) : quote(schema) + "." + quote(table);
    }

    @Override
    public String quote(String identifier) {
        boolean plain = identifier.matches("[a-z][a-z0-9_$#]*") && !identifier.equals("rowid");
        return "\"" + (plain ? identifier.toUpperCase(Locale.ROOT) : identifier) + "\"";
    }

    @Override
    public Reading reading() {
        return Reading.ORACLE;
    }

    @Override
    public void expectSchemas(List<String> names) {
        schemas.addAll(names);
    }

    @Override
    public void close() {
        for (String schema : schemas) {
            try {
                asFirst("DROP USER " + quote(schema) + " CASCADE");
            } catch (IllegalStateException e) {
                System.err.println("schema " + schema + " is not dropped: " + e.getMessage());
            }
        }
        asFirst("DROP USER " + name + " CASCADE");
    }
}
