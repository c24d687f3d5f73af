package io.pg2any.destination.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.postgresql.PGProperty;

import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.ServerUrl;
import io.pg2any.error.CdcException;

/**
 * Where a PostgreSQL target is and what the driver is told. Holds a password: never printed.
 *
 * @param jdbcUrl without user, password and options
 * @param options for the driver, user and password among them
 */
record PostgresAddress(String jdbcUrl, Map<String, String> options) {

    private static final List<String> SCHEMES = List.of("postgresql", "postgres");
    private static final String EXAMPLE = "postgresql://user:password@host:5432/database";
    /**
     * What must not be otherwise: values go as text, typed by the statement, and come back as the server prints them; errors do
     * not repeat them.
     */
    private static final Map<String, String> FIXED = Map.of(
            "binaryTransfer", "false",
            "logServerErrorDetail", "false",
            "stringtype", "unspecified",
            "autosave", "never",
            "preferQueryMode", "extended");

    PostgresAddress {
        options = Map.copyOf(options);
    }

    static boolean accepts(String url) {
        return ServerUrl.hasScheme(url, SCHEMES);
    }

    static PostgresAddress parse(DestinationSettings settings) {
        ServerUrl url = ServerUrl.parse(settings, EXAMPLE);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("ApplicationName", "pg2any");
        options.put("tcpKeepAlive", "true");
        options.put("prepareThreshold", "1");
        if (url.authority().indexOf(',') >= 0) {
            options.put("targetServerType", "primary");
        }
        String seconds = String.valueOf(Math.max(1, settings.connectTimeout().toSeconds()));
        options.put("connectTimeout", seconds);
        options.put("loginTimeout", seconds);
        if (!settings.queryTimeout().isZero()) {
            // a server that does not even answer the end of the statement's time within the time for connecting is gone
            options.put("socketTimeout", String.valueOf(Math.max(1, settings.queryTimeout().plus(settings.connectTimeout()).toSeconds())));
        }
        url.options().forEach((name, value) -> options.put(driverName(name), driverValue(name, value)));
        if (url.user() != null) {
            options.put("user", url.user());
        }
        if (url.password() != null) {
            options.put("password", url.password());
        }
        options.putAll(FIXED);
        options.remove("replication");
        return new PostgresAddress("jdbc:postgresql://" + url.authority() + "/" + encoded(url.database()), options);
    }

    /** The driver's name of an option that may have libpq's; an unknown one would be ignored by the driver. */
    private static String driverName(String name) {
        String known = switch (name) {
            case "application_name" -> "ApplicationName";
            case "connect_timeout" -> "connectTimeout";
            case "channel_binding" -> "channelBinding";
            case "target_session_attrs" -> "targetServerType";
            default -> name;
        };
        if (PGProperty.forName(known) == null) {
            throw CdcException.configuration("destination-url", "The destination's URL has the option " + name + ", which is not known.",
                    "The options are those of the PostgreSQL JDBC driver, such as sslmode and sslrootcert.");
        }
        return known;
    }

    private static String driverValue(String name, String value) {
        return name.equals("target_session_attrs") && value.equals("read-write") ? "primary" : value;
    }

    private static String encoded(String database) {
        return URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Properties driverProperties() {
        Properties properties = new Properties();
        properties.putAll(options);
        return properties;
    }

    @Override
    public String toString() {
        return "PostgresAddress[hidden]";
    }
}
