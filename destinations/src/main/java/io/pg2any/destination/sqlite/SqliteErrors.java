package io.pg2any.destination.sqlite;

import java.sql.SQLException;
import java.util.Locale;

import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Failure;

/**
 * SQLite's result codes.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">SQLite, Result and Error Codes</a>
 */
final class SqliteErrors implements ErrorRules {

    private static final int PRIMARY = 0xff;

    @Override
    public Failure classify(SQLException error) {
        return switch (error.getErrorCode() & PRIMARY) {
            case 5, 6 -> Failure.CONTENTION; // BUSY, LOCKED
            case 7, 10, 13 -> Failure.EXHAUSTED; // NOMEM, IOERR, FULL
            case 8 -> Failure.READ_ONLY;
            case 3, 14, 23 -> Failure.PRIVILEGE; // PERM, CANTOPEN, AUTH
            case 11, 26 -> Failure.NO_DATABASE; // CORRUPT, NOTADB
            case 18, 19, 20, 25 -> Failure.REFUSED; // TOOBIG, CONSTRAINT, MISMATCH, RANGE
            case 1 -> missing(error) ? Failure.UNFIT_TABLE : Failure.UNKNOWN;
            default -> Failure.UNKNOWN;
        };
    }

    private static boolean missing(SQLException error) {
        String message = message(error, "").toLowerCase(Locale.ROOT);
        return message.contains("no such table") || message.contains("no such column") || message.contains("has no column");
    }

    @Override
    public String message(SQLException error) {
        return message(error, "an error without a message");
    }

    private static String message(SQLException error, String otherwise) {
        String message = error.getMessage();
        return message == null ? otherwise : message;
    }
}
