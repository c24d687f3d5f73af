package io.pg2any.destination.mysql;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Encoder;
import io.pg2any.destination.jdbc.Nearest;
import io.pg2any.destination.jdbc.TypeTable.Fit;
import io.pg2any.type.PgType;

/**
 * Whether a column that exists holds every value of a source type.
 *
 * @param source without domains around it
 */
record ColumnFit(ServerFacts facts, PgType source, CatalogColumn existing, boolean inKey) {

    private static final Set<String> TEXTS = Set.of("varchar", "tinytext", "text", "mediumtext", "longtext");
    private static final Set<String> BLOBS = Set.of("varbinary", "tinyblob", "blob", "mediumblob", "longblob");
    /** Bits of the integer types. */
    private static final Map<String, Integer> INTEGERS = Map.of("tinyint", 8, "smallint", 16, "mediumint", 24, "int", 32, "bigint", 64);
    /** Trailing blanks do not count there; harmless for values that have none, or always the same number. */
    private static final Set<String> EXACT_BUT_BLANKS = Set.of("utf8mb4_bin", "utf8mb3_bin", "utf8_bin", "ascii_bin", "latin1_bin");

    Fit decide() {
        Encoder encoder = encoder();
        if (encoder == null) {
            return new Fit.Unfit("has the type " + existing.declared() + ", which does not hold every value of " + source.sqlName());
        }
        String collation = existing.collation();
        if (collation == null || existing.type().equals("json")) {
            return new Fit.Fits(encoder);
        }
        if (!collation.startsWith("utf8mb4") && !isAscii()) {
            return new Fit.Unfit("has the character set of " + collation + ", which does not hold every character (utf8mb4 does)");
        }
        boolean exact = collation.equals(facts.exactCollation()) || collation.endsWith("_nopad_bin") || isAscii() && isBlankFree()
                || EXACT_BUT_BLANKS.contains(collation) && isBlankFree();
        return exact || !inKey
                ? new Fit.Fits(encoder)
                : new Fit.Unfit("is a key column with the collation " + collation + ", which takes different keys for equal ("
                        + facts.exactCollation() + " does not)");
    }

    /** Values that are letters of one case, digits and signs alone. */
    private boolean isAscii() {
        return switch (source) {
            case PgType.Simple simple -> simple == PgType.Simple.UUID;
            case PgType.Numeric _, PgType.Bits _, PgType.Time _, PgType.Timestamp _ -> true;
            case PgType.Char _, PgType.Varchar _, PgType.Text _, PgType.Interval _, PgType.Enumeration _, PgType.Array _, PgType.Domain _,
                    PgType.Other _ -> false;
        };
    }

    /** Blanks at the end do not tell values apart. */
    private boolean isBlankFree() {
        return isAscii() || source instanceof PgType.Char;
    }

    /** How values are written to the column; null if it does not hold them. */
    private @Nullable Encoder encoder() {
        if (TEXTS.contains(existing.type()) && source != PgType.Simple.BOOLEAN && source != PgType.Simple.BYTEA) {
            return text();
        }
        return switch (source) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN -> INTEGERS.containsKey(existing.type()) || existing.type().equals("bit") ? MySqlEncoders.BOOLEAN : null;
                case SMALLINT -> integer(16);
                case INTEGER -> integer(32);
                case BIGINT -> integer(64);
                case OID -> integer(33);
                case REAL -> existing.type().equals("float") || existing.type().equals("double") ? MySqlEncoders.REAL : null;
                case DOUBLE -> existing.type().equals("double") ? MySqlEncoders.DOUBLE : null;
                case BYTEA -> BLOBS.contains(existing.type()) ? new MySqlEncoders.Bytes(existing.length() < 0 ? Long.MAX_VALUE : existing.length()) : null;
                case DATE -> existing.type().equals("date") ? MySqlEncoders.DATE : null;
                case UUID -> existing.type().equals("uuid") || existing.type().equals("char") && existing.length() >= 36 ? text() : null;
                case JSONB -> existing.type().equals("json") ? MySqlEncoders.JSON : null;
                case MONEY, JSON, XML -> null;
            };
            case PgType.Numeric numeric -> decimal(numeric);
            case PgType.Time time ->
                !time.withZone() && existing.type().equals("time") && existing.scale() >= time.precision() ? MySqlEncoders.TIME : null;
            case PgType.Timestamp timestamp ->
                existing.type().equals("datetime") && existing.scale() >= timestamp.precision() ? MySqlEncoders.TIMESTAMP : null;
            case PgType.Enumeration labels -> existing.type().equals("enum") && hasAll(labels) ? new MySqlEncoders.Text(Integer.MAX_VALUE, true, false) : null;
            // its blanks at the end mean nothing, and MySQL's own CHAR takes them away
            case PgType.Char fixed -> existing.type().equals("char") && existing.length() >= fixed.maxLength() ? MySqlEncoders.BLANKLESS : null;
            case PgType.Varchar _, PgType.Text _, PgType.Interval _, PgType.Bits _, PgType.Array _, PgType.Domain _, PgType.Other _ -> null;
        };
    }

    /** @param bits of the source's type, its sign among them */
    private @Nullable Encoder integer(int bits) {
        Integer own = INTEGERS.get(existing.type());
        boolean unsigned = existing.declared().contains("unsigned");
        boolean oid = source == PgType.Simple.OID;
        boolean fits = own != null
                ? unsigned ? oid && own + 1 >= bits : own >= bits
                : existing.type().equals("decimal") && existing.scale() == 0 && existing.precision() >= digits(bits);
        return !fits ? null : own != null ? MySqlEncoders.INTEGER : MySqlEncoders.decimal(existing.precision(), 0);
    }

    private static int digits(int bits) {
        return bits <= 16 ? 5 : bits <= 33 ? 10 : 19;
    }

    private @Nullable Encoder decimal(PgType.Numeric numeric) {
        boolean fits = existing.type().equals("decimal") && (numeric.isUnconstrained()
                || existing.scale() >= numeric.scale()
                        && existing.precision() - existing.scale() >= numeric.precision() - numeric.scale());
        return fits ? MySqlEncoders.decimal(existing.precision(), existing.scale()) : null;
    }

    /** A declared length must fit; where the source has none, every value is measured. */
    private @Nullable Encoder text() {
        boolean inBytes = !existing.type().equals("varchar") && !existing.type().equals("char");
        int declared = switch (source) {
            case PgType.Varchar varchar -> varchar.maxLength();
            case PgType.Char fixed -> fixed.maxLength();
            case PgType.Bits bits -> bits.length();
            case PgType.Simple _, PgType.Numeric _, PgType.Text _, PgType.Time _, PgType.Timestamp _, PgType.Interval _, PgType.Enumeration _,
                    PgType.Array _, PgType.Domain _, PgType.Other _ -> PgType.UNLIMITED;
        };
        boolean mayBeCut = declared != PgType.UNLIMITED && !inKey && existing.length() >= 0
                && existing.length() < (inBytes ? declared * 4L : declared);
        return mayBeCut ? null : new MySqlEncoders.Text(existing.length() < 0 ? Long.MAX_VALUE : existing.length(), inBytes, Nearest.isBeginning(source));
    }

    private boolean hasAll(PgType.Enumeration enumeration) {
        return enumeration.labels().stream().allMatch(label -> existing.declared().contains("'" + label.replace("'", "''") + "'"));
    }
}
