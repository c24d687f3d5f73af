package io.pg2any.app.log;

/** How log lines look. */
public enum LogFormat {
    /** A line that a person can read. */
    TEXT,
    /** A JSON object a line. */
    JSON
}
