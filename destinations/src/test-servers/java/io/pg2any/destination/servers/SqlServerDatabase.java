package io.pg2any.destination.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** An empty database of one test on the SQL Server that the environment names. */
public final class SqlServerDatabase implements AutoCloseable {

    /** Names a SQL Server whose user may create databases: {@code sqlserver://user:password@host:port/database?option=value}. */
    public static final String URL = "PG2ANY_TEST_SQLSERVER_URL";

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final int PORT = 1433;
    /** Of those who create databases at the same time one alone has the model of them. */
    private static final int MODEL_IS_TAKEN = 1807;
    /** Someone is in the database, such as a session that its process left a moment ago; a change of its state is under way. */
    private static final int[] IN_USE = {3702, 5061, 5064, 5070, 1205};

    private final ServerAddress address;
    private final String options;
    private final String name = "pg2any_t" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();

    public SqlServerDatabase() {
        address = ServerAddress.parse(System.getenv(URL), PORT, "master");
        options = address.options().isEmpty() ? "encrypt=false" : address.options();
        try (Connection connection = connect(address.place())) {
            Attempts.execute(connection, "CREATE DATABASE " + name, MODEL_IS_TAKEN);
            readersSeeWhatIsCommitted(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static boolean isThere() {
        return System.getenv(URL) != null;
    }

    /** As the documentation advises, for those who look at the target while a transaction is open; a service may have it on and not let anyone say so. */
    private void readersSeeWhatIsCommitted(Connection connection) {
        try {
            Attempts.execute(connection, "ALTER DATABASE " + name + " SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE", IN_USE);
        } catch (SQLException e) {
            System.err.println(name + " keeps the server's own isolation: " + e.getMessage());
        }
    }

    /** For pg2any. */
    public String url() {
        return url(address.host(), address.port());
    }

    /** The same, reached by another way. */
    public String url(String host, int port) {
        return "sqlserver://" + address.credentials() + "@" + host + ":" + port + "/" + name + "?" + options;
    }

    public String host() {
        return address.host();
    }

    public int port() {
        return address.port();
    }

    /** A session in autocommit mode; the caller closes it. */
    public Connection connect() throws SQLException {
        return connect(name);
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("databaseName", database);
        for (String option : options.split("&")) {
            String[] parts = option.split("=", 2);
            properties.setProperty(parts[0], parts.length < 2 ? "" : ServerAddress.decode(parts[1]));
        }
        return DriverManager.getConnection("jdbc:sqlserver://" + address.host() + ":" + address.port(), properties);
    }

    /** Drops it, whoever is in it. */
    @Override
    public void close() {
        try (Connection connection = connect(address.place())) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("ALTER DATABASE " + name + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            } catch (SQLException e) {
                System.err.println(name + " is dropped as it is: " + e.getMessage());
            }
            Attempts.execute(connection, "DROP DATABASE " + name, IN_USE);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
