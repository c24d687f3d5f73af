package io.pg2any.app.verify;

import java.nio.charset.StandardCharsets;

import io.pg2any.event.Row;
import io.pg2any.type.PgType;
import tools.jackson.core.JacksonException;

/**
 * The one spelling that a value has, whichever database its text came from. What a type takes for the same value is spelled the same: 1.50 and
 * 1.5, a moment with and without zeros at its end, a document with its members in another order, a {@code char(n)} without its blanks. Different
 * values are spelled differently. Holds no state.
 */
@FunctionalInterface
interface CanonicalForm {

    /**
     * Appends the canonical spelling of the text in {@code a}.
     *
     * @throws IllegalArgumentException or a JacksonException if the text is none of the type's values
     */
    void append(byte[] a, int from, int length, Bytes out);

    /** The form of a type's values. */
    static CanonicalForm of(PgType type) {
        return switch (type) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN -> CanonicalText::truth;
                case SMALLINT, INTEGER, BIGINT, OID -> CanonicalText::number;
                case REAL -> CanonicalText::real;
                case DOUBLE -> CanonicalText::doublePrecision;
                case UUID -> CanonicalText::lower;
                case DATE -> CanonicalText::moment;
                case JSON, JSONB -> CanonicalDocument::append;
                case MONEY, BYTEA, XML -> CanonicalText::asItIs;
            };
            case PgType.Numeric _ -> CanonicalText::number;
            case PgType.Time time -> time.withZone() ? CanonicalText::asItIs : CanonicalText::moment;
            case PgType.Timestamp _ -> CanonicalText::moment;
            case PgType.Char _ -> CanonicalText::withoutBlanks;
            case PgType.Domain domain -> of(domain.withoutDomain());
            case PgType.Array array -> array.element().withoutDomain() instanceof PgType.Other ? CanonicalText::asItIs : new CanonicalArray(of(array.element()));
            case PgType.Varchar _, PgType.Text _, PgType.Interval _, PgType.Bits _, PgType.Enumeration _, PgType.Other _ -> CanonicalText::asItIs;
        };
    }

    /** Appends a cell: its kind, its length, its canonical spelling. A text that is none of the type's values equals only itself. */
    default void append(Row row, int cell, Bytes out) {
        if (row.isNull(cell)) {
            appendNull(out);
            return;
        }
        out.add('t');
        int begin = out.beginPart();
        try {
            append(row.array(), row.start(cell), row.length(cell), out);
        } catch (IllegalArgumentException | JacksonException e) {
            out.add("\0not a value: ".getBytes(StandardCharsets.UTF_8));
            out.add(row.array(), row.start(cell), row.length(cell));
        }
        out.endPart(begin);
    }

    /** Appends an absent value. */
    static void appendNull(Bytes out) {
        out.add('n');
    }
}
