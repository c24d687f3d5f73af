package io.pg2any.destination.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.DestinationSettings;
import io.pg2any.error.CdcException;

/**
 * The URL of a database server in its parts: {@code scheme://user:password@host:port/database?option=value}, or the JDBC
 * form of it. Holds a password: never printed.
 *
 * @param authority host and port as written, several joined by commas where the driver knows that
 */
public record ServerUrl(
        @Nullable String user, @Nullable String password, String authority, String database, Map<String, String> options) {

    /** Whether the URL begins with one of the schemes, with or without {@code jdbc:} before it. */
    public static boolean hasScheme(String url, List<String> schemes) {
        return schemes.stream().anyMatch(scheme -> withoutJdbc(url).regionMatches(true, 0, scheme + "://", 0, scheme.length() + 3));
    }

    /**
     * The parts of the settings' URL, user and password being overridden by those of the settings.
     *
     * @throws CdcException of kind configuration if it lacks a host or a database
     */
    public static ServerUrl parse(DestinationSettings settings, String example) {
        String url = withoutJdbc(settings.url());
        int start = url.indexOf("://");
        if (start < 0) {
            throw wrong("has no \"://\"", example);
        }
        String rest = url.substring(start + 3);
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String body = question < 0 ? rest : rest.substring(0, question);
        if (query.indexOf('@') >= 0 && body.indexOf('@') < 0) { // what stands before it may be a password
            throw wrong("has an @ behind its ?: special characters in user and password must be percent-encoded", example);
        }
        int at = body.lastIndexOf('@'); // an @ of the password may stand unescaped
        String info = at < 0 ? "" : body.substring(0, at);
        String place = body.substring(at + 1);
        int slash = place.indexOf('/');
        String authority = slash < 0 ? place : place.substring(0, slash);
        String database = slash < 0 ? "" : decode(place.substring(slash + 1), example);
        checkPlace(authority, database, example);

        Map<String, String> options = options(query, example);
        String user = info.isEmpty() ? options.remove("user") : decode(before(info, ':'), example);
        String password = info.indexOf(':') < 0 ? options.remove("password") : decode(info.substring(info.indexOf(':') + 1), example);
        return new ServerUrl(
                settings.user() != null ? settings.user() : user,
                settings.password() != null ? settings.password() : password,
                authority, database, Map.copyOf(options));
    }

    private static void checkPlace(String authority, String database, String example) {
        if (authority.isEmpty()) {
            throw wrong("names no host", example);
        }
        if (database.isEmpty()) {
            throw wrong("names no database", example);
        }
        for (String host : authority.split(",", -1)) {
            String port = host.substring(host.lastIndexOf(':') + 1);
            boolean bare = host.indexOf(':') < 0 || host.endsWith("]");
            if (!bare && !port.matches("[0-9]{1,5}")) {
                throw wrong("has a port that is not a number", example);
            }
        }
    }

    private static Map<String, String> options(String query, String example) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : query.split("&", -1)) {
            if (!option.isEmpty()) {
                int equals = option.indexOf('=');
                options.put(decode(before(option, '='), example), equals < 0 ? "" : decode(option.substring(equals + 1), example));
            }
        }
        return options;
    }

    private static String before(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String decode(String text, String example) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("has a % that is not followed by two hexadecimal digits (write %25 for a percent sign)", example);
        }
    }

    private static String withoutJdbc(String url) {
        return url.regionMatches(true, 0, "jdbc:", 0, 5) ? url.substring(5) : url;
    }

    private static CdcException wrong(String what, String example) {
        return CdcException.configuration("destination-url", "The destination's URL " + what + ".", "It looks like " + example + ".");
    }

    /** The host of the first server, for a sentence. */
    public String place() {
        return authority + "/" + database;
    }

    @Override
    public String toString() {
        return "ServerUrl[hidden]";
    }
}
