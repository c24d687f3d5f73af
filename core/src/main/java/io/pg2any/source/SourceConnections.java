package io.pg2any.source;

import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;

import org.postgresql.Driver;

import io.pg2any.error.CdcException;

/**
 * Opens connections to the source, all with the same session settings, so that what a role or database sets by default
 * changes no value. Thread-safe.
 */
public final class SourceConnections {

    /** Settings that decide how values are printed, and limits that would end long reads. */
    private static final String SESSION = "SELECT " + String.join(", ",
            set("DateStyle", "ISO, MDY"), set("IntervalStyle", "postgres"), set("TimeZone", "UTC"), set("extra_float_digits", "3"),
            set("bytea_output", "hex"), set("lc_monetary", "C"), set("xmlbinary", "base64"), set("standard_conforming_strings", "on"),
            set("search_path", "pg_catalog"), set("statement_timeout", "0"), set("lock_timeout", "0"),
            set("idle_in_transaction_session_timeout", "0"), set("idle_session_timeout", "0"),
            "CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL THEN " + set("transaction_timeout", "0") + " END",
            set("default_transaction_read_only", "off"),
            set("row_security", "off")); // an error where a policy would hide rows

    private final SourceUrl url;
    private final Duration connectTimeout;

    public SourceConnections(SourceUrl url, Duration connectTimeout) {
        this.url = url;
        this.connectTimeout = connectTimeout;
    }

    public SourceUrl url() {
        return url;
    }

    /** A connection for queries, in autocommit mode. */
    public Connection open() {
        return connect("connecting", new Properties());
    }

    /** As {@link #open()}; every value comes as the text that the server prints. */
    Connection openForText() {
        Properties properties = new Properties();
        properties.put("binaryTransfer", "false");
        properties.put("stringtype", "unspecified"); // a text is a value of whatever type it is compared with
        return connect("connecting", properties);
    }

    /** A connection that speaks the replication protocol, with the socket beneath it. */
    SocketConnection openReplication() {
        Properties properties = new Properties();
        properties.put("replication", "database");
        properties.put("preferQueryMode", "simple");
        properties.put("assumeMinServerVersion", "14");
        return openWithSocket("connecting for replication", properties);
    }

    /** As {@link #open()}, with the socket beneath it. */
    public SocketConnection openWithSocket() {
        return openWithSocket("connecting", new Properties());
    }

    private SocketConnection openWithSocket(String doing, Properties properties) {
        properties.put("gssEncMode", "disable"); // its socket could not be taken over
        if (url.properties().containsKey("sslfactory") || url.properties().containsKey("socketFactory")) {
            throw CdcException.configuration("source-url", "The source's connection string names a socket factory of its own, which neither tables nor the stream can be read through.",
                    "Say what is wanted with sslmode, sslrootcert, sslcert and sslkey instead.");
        }
        CapturedSockets.Ticket ticket = CapturedSockets.ticket();
        properties.put("socketFactory", CapturedSockets.PlainFactory.class.getName());
        properties.put("socketFactoryArg", ticket.name());
        String sslMode = url.properties().getOrDefault("sslmode", "prefer");
        if (!"disable".equals(sslMode)) {
            properties.put("sslfactory", CapturedSockets.TlsFactory.class.getName());
        }
        try {
            Connection connection = connect(doing, properties);
            Socket socket = ticket.take();
            return new SocketConnection(connection, socket);
        } finally {
            ticket.close();
        }
    }

    private Connection connect(String doing, Properties extra) {
        Properties properties = url.driverProperties();
        properties.putIfAbsent("ApplicationName", "pg2any");
        properties.putIfAbsent("connectTimeout", String.valueOf(Math.max(1, connectTimeout.toSeconds())));
        properties.putIfAbsent("loginTimeout", String.valueOf(Math.max(1, connectTimeout.toSeconds())));
        properties.putIfAbsent("tcpKeepAlive", "true");
        properties.putAll(extra);
        Connection connection;
        try {
            connection = Objects.requireNonNull(new Driver().connect(url.jdbcUrl(), properties), "not the driver of this URL");
        } catch (SQLException e) {
            throw unreachable(doing, e);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
            return connection;
        } catch (SQLException e) {
            closeQuietly(connection);
            throw SourceErrors.of("setting up the session", e);
        }
    }

    private CdcException unreachable(String doing, SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.startsWith("08")) {
            return CdcException.transientFailure("source-unreachable",
                    "The source at " + url.display() + " cannot be reached: " + SourceErrors.firstLine(e.getMessage()) + ".", e);
        }
        return SourceErrors.of(doing + " to " + url.display(), e);
    }

    /** Closes what may be broken already. */
    public static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // a connection that cannot be closed is gone anyway
            org.slf4j.LoggerFactory.getLogger(SourceConnections.class).debug("closing failed", e);
        }
    }

    private static String set(String name, String value) {
        return "set_config('" + name + "', '" + value + "', false)";
    }
}
