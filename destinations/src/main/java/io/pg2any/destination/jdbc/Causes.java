package io.pg2any.destination.jdbc;

/** What stands behind an error of a driver that wraps what the network said. */
public final class Causes {

    private Causes() {}

    /** Whether the connection was cut, by the words of the error or of a cause: one that is cut while its encryption is agreed upon says so, too. */
    public static boolean saysCut(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? "" : cause.getMessage();
            if (message.contains("reset") || message.contains("closed") || message.contains("timed out") || message.contains("EOF")) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of its causes is of a type. */
    public static boolean has(Throwable error, Class<?> type) {
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
