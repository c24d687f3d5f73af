package io.pg2any.error;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of pg2any. Its {@link Kind} decides what happens next; its message names the object, the reason and
 * the remedy, and never holds a secret or the data of a row beyond its key.
 */
public final class CdcException extends RuntimeException {

    /** What is to be done about an error, and the exit code of a process that ends with it. */
    public enum Kind {
        /** Settings, privileges or the state of a server have to be put right by a person. */
        CONFIGURATION(2),
        /** A server or the network failed; trying again is right. A process exits with it when its patience is over. */
        TRANSIENT(3),
        /** A value or a table does not fit the target. */
        DATA(4),
        /** The stored position, the slot and the source do not belong together, or another runner took over. */
        POSITION(5),
        /** A defect of pg2any. */
        INTERNAL(70);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** The exit code of a process that ends with such an error. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;
    private final String code;
    private final String remedy;

    /**
     * An error.
     *
     * @param code a stable short name, words joined by hyphens, such as {@code slot-in-use}
     * @param message what went wrong with which object
     * @param remedy what the user can do; may be empty
     */
    public CdcException(Kind kind, String code, String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.remedy = remedy;
    }

    public static CdcException configuration(String code, String message, String remedy) {
        return new CdcException(Kind.CONFIGURATION, code, message, remedy, null);
    }

    /**
     * The heap is too small for {@code what}, such as "copying public.t": most likely for a row, of which several copies exist on
     * its way.
     */
    public static CdcException outOfMemory(String what, @Nullable Throwable cause) {
        return new CdcException(Kind.CONFIGURATION, "out-of-memory",
                "The memory of " + (Runtime.getRuntime().maxMemory() >> 20) + " MB does not suffice for " + what + ".",
                "Give more with --memory: a row needs up to five times its size; or leave the table out with --tables.", cause);
    }

    public static CdcException data(String code, String message, String remedy) {
        return new CdcException(Kind.DATA, code, message, remedy, null);
    }

    public static CdcException position(String code, String message, String remedy) {
        return new CdcException(Kind.POSITION, code, message, remedy, null);
    }

    public static CdcException transientFailure(String code, String message, @Nullable Throwable cause) {
        return new CdcException(Kind.TRANSIENT, code, message, "", cause);
    }

    public static CdcException internal(String code, String message, @Nullable Throwable cause) {
        return new CdcException(Kind.INTERNAL, code, message, "This is a defect of pg2any; please report it with the log.", cause);
    }

    public Kind kind() {
        return kind;
    }

    /** The stable short name of the error, by which the documentation lists it. */
    public String code() {
        return code;
    }

    /** What the user can do; may be empty. */
    public String remedy() {
        return remedy;
    }

    /** The whole sentence for a person: what, and the way out. */
    public String explain() {
        return remedy.isEmpty() ? getMessage() + " [" + code + "]" : getMessage() + " " + remedy + " [" + code + "]";
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code : message;
    }
}
