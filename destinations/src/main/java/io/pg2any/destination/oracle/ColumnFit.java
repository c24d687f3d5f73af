package io.pg2any.destination.oracle;

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
record ColumnFit(CharacterSet characters, PgType source, CatalogColumn existing, boolean inKey) {

    private static final int UUID_BYTES = 16;
    private static final int UUID_LENGTH = 36;

    Fit decide() {
        if (inKey && OracleCatalog.isLarge(existing)) {
            return new Fit.Unfit("is a key column of the type " + existing.declared() + ", which has no index");
        }
        if (inKey && isFolding(existing.collation())) {
            return new Fit.Unfit("is a key column with the collation " + existing.collation() + ", which may take different keys for equal (BINARY does not)");
        }
        Encoder encoder = encoder();
        if (encoder == null) {
            String advice = switch (existing.type()) {
                case "long", "nclob", "json", "xmltype" -> " (CLOB does)";
                case "long raw" -> " (BLOB does)";
                case "float" -> " (BINARY_DOUBLE does)";
                default -> "";
            };
            return new Fit.Unfit("has the type " + existing.declared() + ", which does not hold every value of " + source.sqlName() + advice);
        }
        return new Fit.Fits(encoder);
    }

    private static boolean isFolding(@Nullable String collation) {
        return collation != null && !collation.equals("BINARY") && !collation.equals("USING_NLS_COMP");
    }

    private boolean isNational() {
        return existing.type().equals("nvarchar2");
    }

    /** How values are written to the column; null if it does not hold them. */
    private @Nullable Encoder encoder() {
        boolean text = existing.type().equals("varchar2") || isNational() && characters.isUnicode() || existing.type().equals("clob");
        if (text && source != PgType.Simple.BOOLEAN && source != PgType.Simple.BYTEA) {
            return text();
        }
        return switch (source) {
            case PgType.Simple simple -> simple(simple);
            case PgType.Numeric numeric -> decimal(numeric);
            case PgType.Timestamp moment -> moment(moment);
            case PgType.Char _, PgType.Varchar _, PgType.Text _, PgType.Time _, PgType.Interval _, PgType.Bits _, PgType.Enumeration _, PgType.Array _,
                    PgType.Domain _, PgType.Other _ -> null;
        };
    }

    private @Nullable Encoder simple(PgType.Simple simple) {
        String type = existing.type();
        return switch (simple) {
            case BOOLEAN -> type.equals("boolean") || wholeDigits() >= 1 ? OracleEncoders.BOOLEAN : null;
            case SMALLINT -> wholeDigits() >= 5 ? OracleEncoders.INTEGER : null;
            case INTEGER, OID -> wholeDigits() >= 10 ? OracleEncoders.INTEGER : null;
            case BIGINT -> wholeDigits() >= 19 ? OracleEncoders.INTEGER : null;
            case REAL -> type.equals("binary_float") ? OracleEncoders.FLOAT : type.equals("binary_double") ? OracleEncoders.FLOAT_IN_DOUBLE : null;
            case DOUBLE -> type.equals("binary_double") ? OracleEncoders.DOUBLE : null;
            case BYTEA -> type.equals("blob") || type.equals("raw") ? new EmptiableEncoder.Bytes(existing.length(), !existing.nullable()) : null;
            case DATE -> type.equals("date") ? OracleEncoders.DATE : null;
            case UUID -> type.equals("raw") && existing.length() == UUID_BYTES ? OracleEncoders.UUID
                    : type.equals("char") && existing.length() == UUID_LENGTH ? text() : null;
            case MONEY, JSON, JSONB, XML -> null;
        };
    }

    /** Digits before the point that a NUMBER has at least; -1: it is another type. */
    private int wholeDigits() {
        if (!existing.type().equals("number")) {
            return -1;
        }
        int precision = existing.precision() < 0 ? OracleTypes.MOST_DIGITS : existing.precision();
        return precision - Math.max(0, existing.scale());
    }

    private @Nullable Encoder decimal(PgType.Numeric numeric) {
        if (!existing.type().equals("number")) {
            return null;
        }
        boolean free = existing.precision() < 0 && existing.scale() < 0;
        int scale = Math.max(0, existing.scale());
        boolean fits = numeric.isUnconstrained() || (free ? numeric.precision() <= OracleTypes.MOST_DIGITS
                : scale >= numeric.scale() && wholeDigits() >= numeric.precision() - numeric.scale());
        if (!fits || existing.precision() >= 0 && existing.scale() < 0) { // of a negative scale the last digits are rounded
            return null;
        }
        return free ? OracleEncoders.NUMBER : OracleEncoders.decimal(existing.precision() < 0 ? OracleTypes.MOST_DIGITS : existing.precision(), scale);
    }

    private @Nullable Encoder moment(PgType.Timestamp moment) {
        boolean fine = existing.scale() >= moment.precision();
        return switch (existing.type()) {
            case "date" -> !moment.withZone() && moment.precision() == 0 ? OracleEncoders.DATE : null;
            case "timestamp" -> fine ? OracleEncoders.TIMESTAMP : null;
            case "timestamp with time zone", "timestamp with local time zone" -> fine && moment.withZone() ? OracleEncoders.TIMESTAMP_WITH_ZONE : null;
            default -> null;
        };
    }

    /** A declared length must fit; where the source has none, every value is measured. */
    private @Nullable Encoder text() {
        int declared = switch (source) {
            case PgType.Varchar varchar -> varchar.maxLength();
            case PgType.Char fixed -> fixed.maxLength();
            case PgType.Bits bits -> bits.length();
            case PgType.Simple _, PgType.Numeric _, PgType.Text _, PgType.Time _, PgType.Timestamp _, PgType.Interval _, PgType.Enumeration _,
                    PgType.Array _, PgType.Domain _, PgType.Other _ -> PgType.UNLIMITED;
        };
        if (declared != PgType.UNLIMITED && !inKey && existing.length() < declared) {
            return null;
        }
        return new EmptiableEncoder.Text(isNational() ? CharacterSet.NATIONAL : characters, existing.length(), OracleCatalog.countsBytes(existing), inKey || !existing.nullable(),
                Nearest.isBeginning(source));
    }
}
