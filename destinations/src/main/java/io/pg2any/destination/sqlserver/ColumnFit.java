package io.pg2any.destination.sqlserver;

import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Nearest;
import io.pg2any.destination.jdbc.TypeTable.Fit;
import io.pg2any.type.PgType;

/**
 * Whether a column that exists holds every value of a source type.
 *
 * @param source without domains around it
 */
record ColumnFit(CodePages codePages, PgType source, CatalogColumn existing, boolean inKey) {

    /** Bits of the integer types that have a sign. */
    private static final Map<String, Integer> INTEGERS = Map.of("smallint", 16, "int", 32, "bigint", 64);
    private static final int DOUBLE_PRECISION = 53;

    Fit decide() throws SQLException {
        SqlServerEncoder encoder = encoder();
        if (encoder == null) {
            String advice = switch (existing.type()) {
                case "text", "ntext" -> " (nvarchar(max) does)";
                case "image" -> " (varbinary(max) does)";
                case "datetime", "smalldatetime" -> " (datetime2 does)";
                default -> "";
            };
            return new Fit.Unfit("has the type " + existing.declared() + ", which does not hold every value of " + source.sqlName() + advice);
        }
        String collation = existing.collation();
        if (!inKey || collation == null || isOneCase()) {
            return new Fit.Fits(encoder);
        }
        boolean exact = collation.contains("_BIN") && existing.type().equals("nvarchar");
        return exact ? new Fit.Fits(encoder)
                : new Fit.Unfit("is a key column of the type " + existing.declared() + " with the collation " + collation
                        + ", which may take different keys for equal (nvarchar with " + SqlServerTypes.EXACT + " does not)");
    }

    /** Values that are letters of one case, digits and signs alone, without blanks at their end. */
    private boolean isOneCase() {
        return switch (source) {
            case PgType.Simple simple -> simple == PgType.Simple.UUID || simple == PgType.Simple.DATE || INTEGRAL.contains(simple);
            case PgType.Numeric _, PgType.Bits _, PgType.Time _, PgType.Timestamp _ -> true;
            case PgType.Char _, PgType.Varchar _, PgType.Text _, PgType.Interval _, PgType.Enumeration _, PgType.Array _, PgType.Domain _,
                    PgType.Other _ -> false;
        };
    }

    private static final java.util.Set<PgType.Simple> INTEGRAL =
            java.util.Set.of(PgType.Simple.SMALLINT, PgType.Simple.INTEGER, PgType.Simple.BIGINT, PgType.Simple.OID);

    /** How values are written to the column; null if it does not hold them. */
    private @Nullable SqlServerEncoder encoder() throws SQLException {
        String type = existing.type();
        boolean text = type.equals("nvarchar") || type.equals("varchar");
        if (text && source != PgType.Simple.BOOLEAN && source != PgType.Simple.BYTEA) {
            return text();
        }
        return switch (source) {
            case PgType.Simple simple -> simple(simple);
            case PgType.Numeric numeric -> decimal(numeric);
            case PgType.Time time -> !time.withZone() && type.equals("time") && existing.scale() >= time.precision() ? SqlServerEncoders.TIME : null;
            case PgType.Timestamp moment -> moment(moment);
            // its blanks at the end mean nothing, and those of a CHAR of the target are as many as it likes
            case PgType.Char fixed -> type.equals("nchar") && existing.length() >= fixed.maxLength() ? text() : null;
            case PgType.Varchar _, PgType.Text _, PgType.Interval _, PgType.Bits _, PgType.Enumeration _, PgType.Array _, PgType.Domain _,
                    PgType.Other _ -> null;
        };
    }

    private @Nullable SqlServerEncoder simple(PgType.Simple simple) throws SQLException {
        String type = existing.type();
        return switch (simple) {
            case BOOLEAN -> type.equals("bit") ? SqlServerEncoders.BIT : type.equals("tinyint") ? SqlServerEncoders.SMALLINT : integer(1);
            case SMALLINT -> integer(16);
            case INTEGER -> integer(32);
            case BIGINT, OID -> integer(simple == PgType.Simple.OID ? 33 : 64);
            case REAL -> type.equals("real") ? SqlServerEncoders.REAL : isDouble() ? SqlServerEncoders.REAL_IN_FLOAT : null;
            case DOUBLE -> isDouble() ? SqlServerEncoders.FLOAT : null;
            case BYTEA -> type.equals("varbinary") ? SqlServerEncoders.bytes(existing.length()) : null;
            case DATE -> type.equals("date") ? SqlServerEncoders.DATE : null;
            case UUID -> type.equals("uniqueidentifier") ? SqlServerEncoders.UUID
                    : (type.equals("char") || type.equals("nchar")) && existing.length() >= 36 ? text() : null;
            case MONEY, JSON, JSONB, XML -> null;
        };
    }

    private boolean isDouble() {
        return existing.type().equals("float") && existing.precision() == DOUBLE_PRECISION;
    }

    private @Nullable SqlServerEncoder moment(PgType.Timestamp moment) {
        if (existing.scale() < moment.precision()) {
            return null;
        }
        return existing.type().equals("datetime2") ? SqlServerEncoders.DATETIME
                : moment.withZone() && existing.type().equals("datetimeoffset") ? SqlServerEncoders.DATETIMEOFFSET : null;
    }

    /** @param bits of the source's type, its sign among them */
    private @Nullable SqlServerEncoder integer(int bits) {
        Integer own = INTEGERS.get(existing.type());
        if (own != null) {
            return own < bits ? null : own == 16 ? SqlServerEncoders.SMALLINT : own == 32 ? SqlServerEncoders.INT : SqlServerEncoders.BIGINT;
        }
        int digits = bits <= 16 ? 5 : bits <= 33 ? 10 : 19;
        return bits > 1 && isDecimal() && existing.precision() - existing.scale() >= digits ? SqlServerEncoders.decimal(existing.precision(), existing.scale()) : null;
    }

    private boolean isDecimal() {
        return existing.type().equals("decimal") || existing.type().equals("numeric");
    }

    private @Nullable SqlServerEncoder decimal(PgType.Numeric numeric) {
        boolean fits = isDecimal() && (numeric.isUnconstrained()
                || existing.scale() >= numeric.scale() && existing.precision() - existing.scale() >= numeric.precision() - numeric.scale());
        return fits ? SqlServerEncoders.decimal(existing.precision(), existing.scale()) : null;
    }

    /** A declared length must fit; where the source has none, every value is measured. */
    private @Nullable SqlServerEncoder text() throws SQLException {
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
        String collation = existing.collation();
        if (existing.type().startsWith("n") || collation == null) {
            return SqlServerEncoders.text(existing.length(), Nearest.isBeginning(source));
        }
        Optional<Charset> codePage = codePages.of(collation);
        return codePage.map(charset -> SqlServerEncoders.text(charset, existing.length(), Nearest.isBeginning(source))).orElse(null);
    }
}
