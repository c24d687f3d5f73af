package io.pg2any.app.config;

import java.time.Duration;
import java.util.Map;

import io.pg2any.Config;
import io.pg2any.app.log.LogFormat;
import io.pg2any.app.log.LogLevel;

/**
 * What a user asked for, concluded and checked.
 *
 * @param unhealthyAfter how long a server may be away, or nothing may move, before that counts as ill
 * @param readyLag how far the target may be behind to count as up to date
 * @param given what was set, under which name and in which words; the rest has its default
 */
public record Settings(
        Config config, LogLevel logLevel, LogFormat logFormat, HttpSettings http, Duration unhealthyAfter, Duration readyLag, Map<Option, Given> given) {

    /** Longer than a restart of a database takes, shorter than a person should not know of it. */
    public static final Duration UNHEALTHY_AFTER = Duration.ofMinutes(1);
    public static final Duration READY_LAG = Duration.ofSeconds(30);

    public Settings {
        given = Map.copyOf(given);
    }

    /** Values may be secrets. */
    @Override
    public String toString() {
        return "Settings" + given.keySet();
    }
}
