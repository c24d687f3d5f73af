package io.pg2any.projection;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.type.PgType;

/** What stands for a column's values in the target. NULL stays NULL. May be used by several threads. */
sealed interface Mask {

    /**
     * The type that a column gets by it.
     *
     * @throws IllegalArgumentException with a clause that says why a column of this type cannot be masked like that
     */
    PgType type(PgType source);

    /** The mask for a column of this type. */
    default Mask boundTo(PgType source) {
        return this;
    }

    /** Adds what stands for a text cell. */
    void add(RowBuilder builder, Row row, int cell);

    /** Whether different values stay different: a key stays one. */
    boolean keepsApart();

    /**
     * The mask that the user wrote.
     *
     * @param salt the secret for hashes; empty: none
     * @throws IllegalArgumentException with a clause that says what is wrong
     */
    static Mask parse(String text, String salt) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon).strip();
        String argument = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "hash" -> {
                if (salt.isEmpty()) {
                    throw new IllegalArgumentException("needs a salt (--mask-salt): without a secret, who knows likely values finds them by their hashes");
                }
                yield Hash.with(salt);
            }
            case "constant" -> {
                if (colon < 0) {
                    throw new IllegalArgumentException("lacks its constant, as in constant:***");
                }
                yield new Constant(argument);
            }
            case "truncate" -> new Truncate(length(argument.strip()));
            case "null" -> new Nothing();
            default -> throw new IllegalArgumentException("is none of hash, constant:TEXT, truncate:N and null");
        };
    }

    private static int length(String text) {
        if (!text.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException("lacks a number of characters, as in truncate:3");
        }
        return Integer.parseInt(text);
    }

    /** A text type of so many characters. */
    private static PgType varchar(int characters) {
        int length = Math.max(1, characters);
        return new PgType.Varchar("character varying(" + length + ")", length);
    }

    /**
     * HMAC-SHA-256 of the value's text, in hexadecimal digits: equal values give equal hashes, in every table.
     *
     * @param prototype is cloned for each value
     * @param blankless whether blanks at the end are left away: those of a {@code char} mean nothing, so it joins with other texts
     */
    record Hash(Mac prototype, boolean blankless) implements Mask {
        private static final String ALGORITHM = "HmacSHA256";
        private static final int DIGITS = 64;

        static Hash with(String salt) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(salt.getBytes(StandardCharsets.UTF_8), ALGORITHM));
                return new Hash(mac, false);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has " + ALGORITHM, e);
            }
        }

        @Override
        public PgType type(PgType source) {
            return varchar(DIGITS);
        }

        @Override
        public Mask boundTo(PgType source) {
            return new Hash(prototype, source.withoutDomain() instanceof PgType.Char);
        }

        @Override
        public void add(RowBuilder builder, Row row, int cell) {
            int length = row.length(cell);
            while (blankless && length > 0 && row.array()[row.start(cell) + length - 1] == ' ') {
                length--;
            }
            try {
                Mac mac = (Mac) prototype.clone();
                mac.update(row.array(), row.start(cell), length);
                builder.addText(HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII));
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("Java's own " + ALGORITHM + " can be cloned", e);
            }
        }

        @Override
        public boolean keepsApart() {
            return true;
        }

        @Override
        public String toString() {
            return "Hash[hidden]";
        }
    }

    /** The same for all. */
    record Constant(String text) implements Mask {
        @Override
        public PgType type(PgType source) {
            return Constants.fits(text, source.withoutDomain()) ? source : varchar(text.codePointCount(0, text.length()));
        }

        /** PostgreSQL prints booleans as single letters. */
        @Override
        public Mask boundTo(PgType source) {
            boolean letter = source.withoutDomain() == PgType.Simple.BOOLEAN && Constants.fits(text, PgType.Simple.BOOLEAN);
            return letter ? new Constant(text.substring(0, 1)) : this;
        }

        @Override
        public void add(RowBuilder builder, Row row, int cell) {
            builder.addText(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean keepsApart() {
            return false;
        }
    }

    /** The first characters. */
    record Truncate(int characters) implements Mask {
        @Override
        public PgType type(PgType source) {
            return switch (source.withoutDomain()) {
                case PgType.Text _ -> varchar(characters);
                case PgType.Varchar text -> text.maxLength() == PgType.UNLIMITED ? varchar(characters) : varchar(Math.min(characters, text.maxLength()));
                case PgType.Char text -> varchar(Math.min(characters, text.maxLength()));
                case PgType.Simple _, PgType.Numeric _, PgType.Time _, PgType.Timestamp _, PgType.Interval _, PgType.Bits _, PgType.Enumeration _,
                        PgType.Array _, PgType.Domain _, PgType.Other _ ->
                    throw new IllegalArgumentException("truncates text, and the column is " + source.sqlName());
            };
        }

        @Override
        public void add(RowBuilder builder, Row row, int cell) {
            byte[] utf8 = row.array();
            int from = row.start(cell);
            int end = from + row.length(cell);
            int at = from;
            for (int count = 0; at < end; at++) {
                boolean begins = (utf8[at] & 0xc0) != 0x80;
                if (begins && count++ == characters) {
                    break;
                }
            }
            builder.addText(utf8, from, at - from);
        }

        @Override
        public boolean keepsApart() {
            return false;
        }
    }

    /** NULL. */
    record Nothing() implements Mask {
        @Override
        public PgType type(PgType source) {
            return source;
        }

        @Override
        public void add(RowBuilder builder, Row row, int cell) {
            builder.addNull();
        }

        @Override
        public boolean keepsApart() {
            return false;
        }
    }
}
