package io.pg2any.destination.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;

import io.pg2any.error.CdcException;

/** Turns a database's errors into pg2any's. */
final class SqlErrors {

    private final String product;
    private final ErrorRules rules;

    SqlErrors(String product, ErrorRules rules) {
        this.product = product;
        this.rules = rules;
    }

    /** The error of something that began as {@code doing}, such as "writing to table t". */
    CdcException translate(SQLException error, String doing) {
        return translate(error, doing, "");
    }

    /** The same, with what is known of the row, as a sentence of its own. */
    CdcException translate(SQLException error, String doing, String row) {
        SQLException first = decisive(error);
        if (first.getCause() instanceof OutOfMemoryError) { // some drivers say it as the server would
            return CdcException.outOfMemory(doing, error);
        }
        Failure failure = rules.classify(first);
        String message = rules.message(first).strip();
        String sentence = product + " failed at " + doing + ": " + (message.endsWith(".") ? message : message + ".");
        return new CdcException(failure.kind(), failure.code(), row.isEmpty() ? sentence : sentence + " " + row, failure.remedy(), error);
    }

    boolean isRefusal(SQLException error) {
        return rules.classify(decisive(error)) == Failure.REFUSED;
    }

    /** Whether the error, found before the target was asked, is about a single row. */
    boolean isRefusal(CdcException error) {
        return error.code().equals(TargetTable.VALUE_UNFIT) || error.code().equals(TargetTable.ROW_TOO_LARGE);
    }

    /** A batch's exception may only wrap the one that tells what happened. */
    private static SQLException decisive(SQLException error) {
        if (error instanceof BatchUpdateException) {
            if (error.getNextException() != null) {
                return decisive(error.getNextException());
            }
            if (error.getCause() instanceof SQLException cause) {
                return decisive(cause);
            }
        }
        return error;
    }
}
