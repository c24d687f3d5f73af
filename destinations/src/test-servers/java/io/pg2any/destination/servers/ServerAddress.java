package io.pg2any.destination.servers;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a server of the environment is: {@code scheme://user:password@host:port/place?options}, user and password percent-encoded where they need it.
 *
 * @param credentials as they stand in the URL
 * @param place the database or service
 * @param options behind the question mark; empty if there are none
 */
record ServerAddress(String credentials, String host, int port, String place, String options) {

    static ServerAddress parse(String url, int port, String place) {
        String rest = url.substring(url.indexOf("://") + 3);
        String body = rest.split("\\?", 2)[0];
        int at = body.lastIndexOf('@');
        String[] parts = body.substring(at + 1).split("/", 2);
        int colon = parts[0].lastIndexOf(':');
        return new ServerAddress(body.substring(0, Math.max(0, at)), colon < 0 ? parts[0] : parts[0].substring(0, colon), colon < 0 ? port : Integer.parseInt(parts[0].substring(colon + 1)),
                parts.length < 2 || parts[1].isEmpty() ? place : parts[1], rest.contains("?") ? rest.split("\\?", 2)[1] : "");
    }

    String user() {
        return decode(credentials.split(":", 2)[0]);
    }

    String password() {
        return credentials.contains(":") ? decode(credentials.split(":", 2)[1]) : "";
    }

    static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
