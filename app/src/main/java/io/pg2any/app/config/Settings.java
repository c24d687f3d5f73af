package io.pg2any.app.config;

import io.pg2any.Config;
import io.pg2any.app.log.LogFormat;
import io.pg2any.app.log.LogLevel;

/** What a user asked for, concluded and checked. */
public record Settings(Config config, LogLevel logLevel, LogFormat logFormat) {}
