package io.pg2any.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import io.pg2any.error.CdcException;

/**
 * Where the source is, in any form a user may write: {@code postgresql://user:password@host:port/database?sslmode=…},
 * {@code jdbc:postgresql://…}, {@code Host=…;Port=…;Database=…;Username=…;Password=…} or {@code host=… dbname=…}.
 *
 * @param jdbcUrl without user and password
 * @param properties for the driver: user, password and all options
 */
public record SourceUrl(String jdbcUrl, Map<String, String> properties) {

    private static final String REMEDY = "Write postgresql://user:password@host:port/database.";

    public SourceUrl {
        properties = Map.copyOf(properties);
    }

    /**
     * Reads a connection string.
     *
     * @throws CdcException of kind configuration if it has none of the forms; the message does not repeat it
     */
    public static SourceUrl parse(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith("jdbc:postgresql:")) {
            return jdbc(trimmed);
        }
        if (trimmed.startsWith("postgresql://") || trimmed.startsWith("postgres://")) {
            return uri(trimmed);
        }
        if (trimmed.contains("=")) {
            return keywords(trimmed);
        }
        throw CdcException.configuration("source-url", "The source connection string is not one of PostgreSQL.", REMEDY);
    }

    /** With another user or password, where one is given. */
    public SourceUrl withLogin(Optional<String> user, Optional<String> password) {
        Map<String, String> changed = new LinkedHashMap<>(properties);
        user.ifPresent(value -> changed.put("user", value));
        password.ifPresent(value -> changed.put("password", value));
        return new SourceUrl(jdbcUrl, changed);
    }

    Properties driverProperties() {
        Properties result = new Properties();
        result.putAll(properties);
        return result;
    }

    /** Host, port and database, without a secret: for messages. */
    public String display() {
        String address = jdbcUrl.substring("jdbc:postgresql:".length());
        int options = address.indexOf('?');
        return options < 0 ? address : address.substring(0, options);
    }

    @Override
    public String toString() {
        return display();
    }

    private static SourceUrl uri(String text) {
        try {
            URI uri = new URI(text);
            Map<String, String> properties = new LinkedHashMap<>();
            String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
            if (authority.indexOf('@') < 0 && text.indexOf('@') >= 0) { // what stands before it may be a password
                throw unencoded();
            }
            int at = authority.lastIndexOf('@');
            if (at >= 0) {
                String userInfo = authority.substring(0, at);
                int colon = userInfo.indexOf(':');
                properties.put("user", decode(colon < 0 ? userInfo : userInfo.substring(0, colon)));
                if (colon >= 0) {
                    properties.put("password", decode(userInfo.substring(colon + 1)));
                }
            }
            options(uri.getRawQuery(), properties);
            String hosts = authority.substring(at + 1);
            String path = uri.getRawPath() == null || uri.getRawPath().length() < 2 ? "/" : uri.getRawPath();
            return address(hosts.isEmpty() ? "localhost" : hosts, path.substring(1), properties);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw unencoded(); // the cause repeats the string, and so perhaps a password
        }
    }

    private static CdcException unencoded() {
        return CdcException.configuration("source-url",
                "The source connection string is not a valid URL: special characters in user and password must be percent-encoded.", REMEDY);
    }

    private static SourceUrl jdbc(String text) {
        int question = text.indexOf('?');
        if (text.indexOf('@') >= 0 && (question < 0 || text.indexOf('@') < question)) { // the driver would take user and password for a host
            return uri(text.substring("jdbc:".length()));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        if (question >= 0) {
            options(text.substring(question + 1), properties);
        }
        String address = question < 0 ? text : text.substring(0, question);
        return new SourceUrl(address, translated(properties));
    }

    private static SourceUrl keywords(String text) {
        Map<String, String> properties = new LinkedHashMap<>();
        String host = "localhost";
        String port = "5432";
        String database = "";
        for (String part : text.split(text.contains(";") ? ";" : "\\s+")) {
            int equals = part.indexOf('=');
            if (part.isBlank()) {
                continue;
            }
            if (equals < 0) {
                throw CdcException.configuration("source-url", "The source connection string has a part without '='.", REMEDY);
            }
            String key = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = part.substring(equals + 1).strip();
            switch (key) {
                case "host", "server" -> host = value;
                case "port" -> port = value;
                case "database", "dbname", "db" -> database = encode(value);
                case "username", "user", "user id", "userid", "uid" -> properties.put("user", value);
                case "password", "pwd" -> properties.put("password", value);
                case "ssl mode" -> properties.put("sslmode", value);
                default -> properties.put(key, value);
            }
        }
        return address(host + ":" + port, database, properties);
    }

    private static SourceUrl address(String hosts, String database, Map<String, String> properties) {
        for (String host : hosts.split(",", -1)) {
            String port = host.substring(host.lastIndexOf(':') + 1);
            if (host.indexOf(':') >= 0 && !host.endsWith("]") && !port.matches("\\d{1,5}")) {
                throw CdcException.configuration("source-url", "The source connection string has a port that is not a number.", REMEDY);
            }
        }
        String name = database.isEmpty() ? encode(properties.getOrDefault("user", "postgres")) : database;
        return new SourceUrl("jdbc:postgresql://" + hosts + "/" + name, translated(properties));
    }

    private static void options(@org.jspecify.annotations.Nullable String query, Map<String, String> properties) {
        if (query == null) {
            return;
        }
        for (String option : query.split("&")) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                properties.put(decode(option.substring(0, equals)), decode(option.substring(equals + 1)));
            }
        }
    }

    /** libpq's names of options to the driver's. */
    private static Map<String, String> translated(Map<String, String> properties) {
        Map<String, String> result = new LinkedHashMap<>();
        properties.forEach((key, value) -> result.put(
                switch (key) {
                    case "application_name" -> "ApplicationName";
                    case "connect_timeout" -> "connectTimeout";
                    case "channel_binding" -> "channelBinding";
                    case "target_session_attrs" -> "targetServerType";
                    default -> key;
                },
                value));
        return result;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
