package io.pg2any.destination.duckdb;

import java.sql.SQLException;
import java.util.Locale;

import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Failure;

/** DuckDB's errors. It has no codes: a message begins with the kind of error, but for those of the appender. */
final class DuckDbErrors implements ErrorRules {

    private static final String ONE_PROCESS = " DuckDB lets one process at a time use a file: close the other one.";
    private static final String MORE_MEMORY = " Allow it more with memory_limit in the destination's URL.";

    @Override
    public Failure classify(SQLException error) {
        String message = text(error).toLowerCase(Locale.ROOT);
        if (has(message, "could not set lock", "conflict on", "write-write conflict", "transaction conflict")) {
            return Failure.CONTENTION;
        }
        if (has(message, "out of memory", "no space left", "input/output error", "fatal error", "has been invalidated")) {
            return Failure.EXHAUSTED;
        }
        if (has(message, "permission denied")) {
            return Failure.PRIVILEGE;
        }
        if (has(message, "read-only")) {
            return Failure.READ_ONLY;
        }
        if (has(message, "not a valid duckdb database file", "no such file", "cannot open file", "version number", "wal file")) {
            return Failure.NO_DATABASE;
        }
        if (has(message, "constraint", "conversion error", "out of range error", "invalid input error", "mismatch type error")) {
            return Failure.REFUSED;
        }
        return message.startsWith("catalog error") || message.startsWith("binder error") ? Failure.UNFIT_TABLE : Failure.UNKNOWN;
    }

    private static boolean has(String message, String... parts) {
        for (String part : parts) {
            if (message.contains(part)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String message(SQLException error) {
        String text = text(error);
        String line = text.lines().findFirst().orElse("an error without a message");
        return switch (classify(error)) {
            case CONTENTION -> has(line, "Could not set lock") ? line + ONE_PROCESS : line;
            case EXHAUSTED -> has(line, "Out of Memory") ? line + MORE_MEMORY : line;
            case REFUSED -> withoutValues(line);
            default -> line;
        };
    }

    /** What stands between quotes may be a value; names and expressions stand in messages about columns and checks. */
    private static String withoutValues(String line) {
        if (has(line, "NOT NULL constraint", "CHECK constraint")) {
            return line;
        }
        int single = line.indexOf('\'');
        int quote = line.indexOf('"');
        int first = single < 0 ? quote : quote < 0 ? single : Math.min(single, quote);
        return first < 0 ? line : line.substring(0, first).strip() + " …";
    }

    private static String text(SQLException error) {
        String message = error.getMessage();
        return message == null ? "" : message;
    }
}
