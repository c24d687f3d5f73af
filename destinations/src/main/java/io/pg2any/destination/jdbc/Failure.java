package io.pg2any.destination.jdbc;

import io.pg2any.error.CdcException.Kind;

/** What a database's error means to us; see {@link ErrorRules}. */
public enum Failure {
    UNREACHABLE(Kind.TRANSIENT, "target-unreachable", ""),
    /** Deadlock, lock timeout, serialization failure: others were in the way. */
    CONTENTION(Kind.TRANSIENT, "target-busy", ""),
    /** Disk full, out of memory, too many connections. */
    EXHAUSTED(Kind.TRANSIENT, "target-exhausted", ""),
    READ_ONLY(Kind.TRANSIENT, "target-read-only", ""),
    LOGIN(Kind.CONFIGURATION, "target-login", "Check user and password of the destination."),
    NO_DATABASE(Kind.CONFIGURATION, "target-database", "Create the database, or correct its name in the destination's URL."),
    PRIVILEGE(Kind.CONFIGURATION, "target-privilege", "Grant the destination's user what it lacks."),
    /** The connection's settings do not fit the server, such as TLS. */
    SETTINGS(Kind.CONFIGURATION, "target-settings", "Check the options in the destination's URL."),
    /** A table or column is not there any more. */
    UNFIT_TABLE(Kind.DATA, "table-unfit", "Put the target's table right."),
    /** A constraint or a column's type says no. */
    REFUSED(Kind.DATA, "value-refused", "Change the target's table so that it takes the value; or change the value in the source and, since the"
            + " log still holds it, copy again with --snapshot always."),
    UNKNOWN(Kind.INTERNAL, "target-error", "This is unexpected; please report it with the log.");

    private final Kind kind;
    private final String code;
    private final String remedy;

    Failure(Kind kind, String code, String remedy) {
        this.kind = kind;
        this.code = code;
        this.remedy = remedy;
    }

    Kind kind() {
        return kind;
    }

    String code() {
        return code;
    }

    String remedy() {
        return remedy;
    }
}
