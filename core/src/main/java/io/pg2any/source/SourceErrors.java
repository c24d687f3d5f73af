package io.pg2any.source;

import java.io.IOException;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.event.TableId;

/** Turns what the source server says into our errors, by SQLSTATE. */
public final class SourceErrors {

    /** The code of the error that a table has other columns now. */
    public static final String CHANGED = "source-changed";

    private SourceErrors() {}

    /** The error that says that {@code doing} failed, such as "reading the catalog". */
    public static CdcException of(String doing, SQLException e) {
        Throwable cause = e.getCause();
        if (cause instanceof OutOfMemoryError) { // the driver says 53200, as the server does when it is short of memory itself
            return CdcException.outOfMemory(doing, e);
        }
        if (cause instanceof IOException && e.getSQLState() == null) {
            return CdcException.transientFailure("source-lost", "The source was lost while " + doing + ": " + e.getMessage() + ".", e);
        }
        return of(doing, e.getSQLState(), firstLine(e.getMessage()), e);
    }

    /**
     * As {@link #of(String, SQLException)}, of a statement that names columns of {@code table}: that one of them, or the table, is not there
     * any more passes with another look at the catalog.
     */
    public static CdcException ofReading(TableId table, SQLException e) {
        return isChanged(e)
                ? CdcException.transientFailure(CHANGED, "The source has changed the table " + table + " while it was read: " + firstLine(e.getMessage()) + ".", e)
                : of("reading " + table, e);
    }

    /** Whether the error says that a column or table is not there. */
    public static boolean isChanged(SQLException e) {
        return "42703".equals(e.getSQLState()) || "42P01".equals(e.getSQLState());
    }

    static CdcException of(String doing, @Nullable String state, String message, @Nullable Throwable cause) {
        String sqlState = state == null ? "" : state;
        String what = "The source refused " + doing + ": " + message + ".";
        return switch (sqlState) {
            case "28P01", "28000" -> error(Kind.CONFIGURATION, "source-login", what,
                    "Check user, password, the REPLICATION attribute of the role and pg_hba.conf.", cause);
            case "3D000" -> error(Kind.CONFIGURATION, "source-database", what, "Check the database name in the source connection string.", cause);
            case "42501" -> error(Kind.CONFIGURATION, "source-privilege", what,
                    "Grant it, or connect as a role that has REPLICATION, SELECT on the tables and, to create a publication, owns them.", cause);
            case "55006" -> error(Kind.CONFIGURATION, "slot-in-use", what,
                    "Another pg2any or another consumer uses the slot: stop it, or choose another one with --slot.", cause);
            case "42704" -> error(Kind.CONFIGURATION, "source-object-missing", what,
                    message.contains("publication")
                            ? "The publication was dropped, or created after the position of the slot: with a slot that is younger than the publication it works."
                            : "",
                    cause);
            case "53400" -> error(Kind.CONFIGURATION, "source-limit", what,
                    "Raise max_replication_slots and max_wal_senders in the source and restart it, or drop a slot that is no longer used.", cause);
            case "55000" -> notInState(what, message, cause);
            case "" -> error(Kind.TRANSIENT, "source-lost", "The source was lost while " + doing + ": " + message + ".", "", cause);
            default -> sqlState.startsWith("08") || sqlState.startsWith("57P") || sqlState.startsWith("53") || sqlState.startsWith("40")
                            || sqlState.startsWith("58")
                    ? error(Kind.TRANSIENT, "source-lost", "The source failed at " + doing + ": " + message + ".", "", cause)
                    : error(Kind.CONFIGURATION, "source-refused", what, "", cause);
        };
    }

    private static CdcException notInState(String what, String message, @Nullable Throwable cause) {
        if (message.contains("wal_level")) {
            return error(Kind.CONFIGURATION, "wal-level", what, "Set wal_level = logical in the source's configuration and restart it.", cause);
        }
        return error(Kind.POSITION, "slot-unusable", what,
                "If the slot has lost its log, copy again: drop it with SELECT pg_drop_replication_slot('<slot>') and run with --snapshot always.", cause);
    }

    private static CdcException error(Kind kind, String code, String message, String remedy, @Nullable Throwable cause) {
        return new CdcException(kind, code, message, remedy, cause);
    }

    static String firstLine(@Nullable String message) {
        if (message == null) {
            return "no reason given";
        }
        String line = message.lines().findFirst().orElse(message);
        String text = line.startsWith("FATAL: ") || line.startsWith("ERROR: ") ? line.substring(7) : line;
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
