package io.pg2any.destination.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A user, and so a schema, of one test in the Oracle Database that the environment names. The driver is to be on the class path of the tests
 * ({@code -Dmaven.test.additionalClasspath}).
 */
public final class OracleSchema implements AutoCloseable {

    /** Names a database, and a user of it who may create users and grant DBA, such as SYSTEM: {@code oracle://user:password@host:port/service}. */
    public static final String URL = "PG2ANY_TEST_ORACLE_URL";

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String PASSWORD = "Pg2any_secret1";
    private static final int PORT = 1521;
    /** ORA-01940: a session of the user is not gone yet. */
    private static final int CONNECTED = 1940;
    /** ORA-01918: there is no such user. */
    private static final int MISSING = 1918;
    /** What a session says and reads depends neither on the JVM's zone, which the driver hands on, nor on its language. */
    private static final String[] SETTINGS = {
        "ALTER SESSION SET TIME_ZONE = '+00:00'", "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,'", "ALTER SESSION SET NLS_SORT = 'BINARY'", "ALTER SESSION SET NLS_COMP = 'BINARY'",
        "ALTER SESSION SET NLS_DATE_FORMAT = 'SYYYY-MM-DD HH24:MI:SS'", "ALTER SESSION SET NLS_TIMESTAMP_FORMAT = 'SYYYY-MM-DD HH24:MI:SS.FF6'",
        "ALTER SESSION SET NLS_TIMESTAMP_TZ_FORMAT = 'SYYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM'"
    };
    /** Sessions that a killed process left; one that goes by itself meanwhile is no error. */
    private static final String END_SESSIONS = "BEGIN FOR s IN (SELECT sid, serial# AS number_of FROM v$session WHERE username = '%s') LOOP"
            + " BEGIN EXECUTE IMMEDIATE 'ALTER SYSTEM KILL SESSION ''' || s.sid || ',' || s.number_of || ''' IMMEDIATE'; EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; END;";

    private final ServerAddress address = address();
    private final String name = "PG2ANY_T" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();

    public OracleSchema() {
        try (Connection connection = connect(address, address.user(), address.password())) {
            Attempts.execute(connection, "CREATE USER " + name + " IDENTIFIED BY " + PASSWORD);
            Attempts.execute(connection, "GRANT DBA, UNLIMITED TABLESPACE TO " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerAddress address() {
        return ServerAddress.parse(System.getenv(URL), PORT, "FREEPDB1");
    }

    public static boolean isThere() {
        return System.getenv(URL) != null;
    }

    /** For pg2any. */
    public String url() {
        return url(address.host(), address.port());
    }

    /** The same, reached by another way. */
    public String url(String host, int port) {
        return "oracle://" + name + ":" + PASSWORD + "@" + host + ":" + port + "/" + address.place();
    }

    public String host() {
        return address.host();
    }

    public int port() {
        return address.port();
    }

    /** A session in autocommit mode; the caller closes it. */
    public Connection connect() throws SQLException {
        return connect(address, name, PASSWORD);
    }

    private static Connection connect(ServerAddress address, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        Connection connection = DriverManager.getConnection("jdbc:oracle:thin:@//" + address.host() + ":" + address.port() + "/" + address.place(), properties);
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** How pg2any writes a name of the source in Oracle. */
    public static String quote(String identifier) {
        boolean plain = identifier.matches("[a-z][a-z0-9_$#]*") && !identifier.equals("rowid");
        return "\"" + (plain ? identifier.toUpperCase(Locale.ROOT) : identifier) + "\"";
    }

    /** Drops the user that was made for a schema of the source, if there is one. */
    public static void drop(String schema) {
        dropUser(quote(schema));
    }

    @Override
    public void close() {
        dropUser(name);
    }

    private static void dropUser(String user) {
        ServerAddress address = address();
        try (Connection connection = connect(address, address.user(), address.password())) {
            Attempts.execute(connection, END_SESSIONS.formatted(user.replace("\"", "").replace("'", "''")));
            Attempts.execute(connection, "DROP USER " + user + " CASCADE", CONNECTED);
        } catch (SQLException e) {
            if (e.getErrorCode() != MISSING) {
                System.err.println("user " + user + " is left: " + e.getMessage());
            }
        }
    }
}
