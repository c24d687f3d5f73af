package io.pg2any.destination.postgres;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.regex.Pattern;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Failure;

/**
 * PostgreSQL's SQLSTATEs.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL manual, Error Codes</a>
 */
final class PostgresErrors implements ErrorRules {

    /** The value at the end of messages such as {@code invalid input syntax for type integer: "x"}. */
    private static final Pattern VALUE = Pattern.compile(": \".*\"$", Pattern.DOTALL);

    @Override
    public Failure classify(SQLException error) {
        String state = error.getSQLState();
        if (state == null) {
            return hasCause(error, IOException.class) ? Failure.UNREACHABLE : Failure.UNKNOWN;
        }
        if (hasCause(error, CertificateException.class)) {
            return Failure.SETTINGS;
        }
        return switch (state) {
            case "08004" -> Failure.SETTINGS; // the driver's for a server without TLS
            case "28P01", "28000" -> Failure.LOGIN;
            case "3D000", "57P04" -> Failure.NO_DATABASE;
            case "42501" -> Failure.PRIVILEGE;
            case "25006" -> Failure.READ_ONLY;
            case "57014", "55P03", "55006" -> Failure.CONTENTION; // statement_timeout, lock_timeout, object in use
            case "42P07", "42P06", "42710" -> Failure.CONTENTION; // made by another at the same moment
            case "25P03", "25P04" -> Failure.UNREACHABLE; // the server ended the session
            case "54000" -> Failure.REFUSED; // such as a key too long for its index
            case "44000", "P0001" -> Failure.REFUSED; // a view's check option, a trigger
            case "42P01", "42703", "42704", "42804", "42809", "42883", "42P10", "428C9", "3F000" -> Failure.UNFIT_TABLE;
            default -> byClass(state);
        };
    }

    private static Failure byClass(String state) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08", "57" -> Failure.UNREACHABLE;
            case "22", "23" -> Failure.REFUSED;
            case "40" -> Failure.CONTENTION;
            case "53", "58" -> Failure.EXHAUSTED;
            default -> Failure.UNKNOWN;
        };
    }

    private static boolean hasCause(Throwable error, Class<?> type) {
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String message(SQLException error) {
        ServerErrorMessage server = error instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
        String message = server == null ? error.getMessage() : server.getMessage();
        if (message == null) {
            return "an error without a message";
        }
        return byClass(String.valueOf(error.getSQLState())) == Failure.REFUSED ? VALUE.matcher(message).replaceFirst("") : message;
    }
}
