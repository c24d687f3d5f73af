package io.pg2any.destination;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How to reach a destination. Never print a whole one: URL and password are secrets.
 *
 * @param url as the user wrote it, with whatever it holds
 * @param user overrides the URL's
 * @param password overrides the URL's
 * @param queryTimeout for a single statement; zero: none
 * @param createTables whether missing tables (and schemas) may be created
 * @param options settings of one kind of destination, by name
 */
public record DestinationSettings(
        String url,
        @Nullable String user,
        @Nullable String password,
        Duration connectTimeout,
        Duration queryTimeout,
        boolean createTables,
        Map<String, String> options) {

    public DestinationSettings {
        options = Map.copyOf(options);
    }

    @Override
    public String toString() {
        return "DestinationSettings[hidden]";
    }
}
