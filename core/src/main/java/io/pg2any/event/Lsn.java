package io.pg2any.event;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/** A position in the write-ahead log: an unsigned 64-bit byte offset, printed as PostgreSQL does ({@code 16/B374D848}). */
public record Lsn(long value) implements Comparable<Lsn> {

    /** No position: before everything. */
    public static final Lsn ZERO = new Lsn(0);

    /** As a record's own would be, which the JVM makes when it is first called: that took milliseconds of every start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Lsn that && value == that.value;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    /**
     * The position that PostgreSQL prints as {@code text}.
     *
     * @throws IllegalArgumentException if it is not two hexadecimal numbers of at most eight digits joined by a slash
     */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash > 0 && slash < text.length() - 1) {
            try {
                long high = HexFormat.fromHexDigits(text, 0, slash);
                long low = HexFormat.fromHexDigits(text, slash + 1, text.length()) & 0xffff_ffffL;
                return new Lsn(high << 32 | low);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("not an LSN: " + text, e);
            }
        }
        throw new IllegalArgumentException("not an LSN: " + text);
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    /** The later of the two. */
    public Lsn max(Lsn other) {
        return isBefore(other) ? other : this;
    }

    /** Bytes of log from {@code earlier} to here; negative when {@code earlier} is the later one. */
    public long bytesSince(Lsn earlier) {
        return value - earlier.value;
    }

    @Override
    public String toString() {
        return Long.toHexString(value >>> 32).toUpperCase(java.util.Locale.ROOT) + "/"
                + Long.toHexString(value & 0xffff_ffffL).toUpperCase(java.util.Locale.ROOT);
    }
}
