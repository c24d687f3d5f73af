package io.pg2any.destination.jdbc;

/** A value that the target's column cannot hold. Thrown by an {@link Encoder}, which knows neither table nor row. */
public final class UnfitValue extends RuntimeException {

    private final String reason;

    /** {@code reason} completes "cannot hold …" and does not repeat the value. */
    public UnfitValue(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
