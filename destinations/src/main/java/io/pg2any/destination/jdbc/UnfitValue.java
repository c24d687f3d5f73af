package io.pg2any.destination.jdbc;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** A value that the target's column cannot hold. Thrown by an {@link Encoder}, which knows neither table nor row. */
public final class UnfitValue extends RuntimeException {

    private final String reason;
    private final byte @Nullable [] nearest;
    private final boolean nothing;

    /** One that is near to none other. {@code reason} completes "cannot hold …" and does not repeat the value. */
    public UnfitValue(String reason) {
        this(reason, null, false);
    }

    /** @param nearest the text of the nearest value that the column holds */
    public UnfitValue(String reason, String nearest) {
        this(reason, nearest.getBytes(StandardCharsets.UTF_8), false);
    }

    private UnfitValue(String reason, byte @Nullable [] nearest, boolean nothing) {
        super(reason, null, false, false);
        this.reason = reason;
        this.nearest = nearest;
        this.nothing = nothing;
    }

    /** NaN where there is none: nothing but NULL says as little. */
    public static UnfitValue notANumber() {
        return new UnfitValue("NaN", null, true);
    }

    /** A text, or bytes, of which the column holds only a beginning: the text that stands for it. */
    @SuppressWarnings("ArrayParameterNotCopied")
    public static UnfitValue tooLong(String reason, byte[] beginning) {
        return new UnfitValue(reason, beginning, false);
    }

    public String reason() {
        return reason;
    }

    /** The text of the nearest value that the column holds; null: there is none. */
    @SuppressWarnings("ArrayReturnNotCopied")
    public byte @Nullable [] nearest() {
        return nearest;
    }

    /** Whether NULL stands nearest to it. */
    public boolean isNothing() {
        return nothing;
    }
}
