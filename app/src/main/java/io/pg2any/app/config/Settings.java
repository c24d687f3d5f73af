package io.pg2any.app.config;

import java.util.Map;

import io.pg2any.Config;
import io.pg2any.app.log.LogFormat;
import io.pg2any.app.log.LogLevel;

/**
 * What a user asked for, concluded and checked.
 *
 * @param given what was set, under which name and in which words; the rest has its default
 */
public record Settings(Config config, LogLevel logLevel, LogFormat logFormat, Map<Option, Given> given) {

    public Settings {
        given = Map.copyOf(given);
    }

    /** Values may be secrets. */
    @Override
    public String toString() {
        return "Settings" + given.keySet();
    }
}
