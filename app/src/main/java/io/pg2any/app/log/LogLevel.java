package io.pg2any.app.log;

/** From which importance on lines are written. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
