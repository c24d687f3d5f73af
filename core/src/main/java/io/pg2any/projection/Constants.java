package io.pg2any.projection;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

import io.pg2any.type.PgType;

/** Which constants are values of a type, in the form in which PostgreSQL prints them. */
final class Constants {

    private static final BigInteger LARGEST_OID = BigInteger.valueOf(0xffff_ffffL);

    private Constants() {}

    /** Whether a column of this type, which is no domain, may hold the constant; of types that are not looked into, none. */
    static boolean fits(String text, PgType type) {
        int characters = text.codePointCount(0, text.length());
        return switch (type) {
            case PgType.Text _ -> true;
            case PgType.Varchar limited -> limited.maxLength() == PgType.UNLIMITED || characters <= limited.maxLength();
            case PgType.Char limited -> characters <= limited.maxLength();
            case PgType.Enumeration labels -> labels.labels().contains(text);
            case PgType.Numeric numeric -> isNumber(text) && (numeric.isUnconstrained() || fits(new BigDecimal(text), numeric));
            case PgType.Simple simple -> fits(text, simple);
            case PgType.Time _, PgType.Timestamp _, PgType.Interval _, PgType.Bits _, PgType.Array _, PgType.Domain _, PgType.Other _ -> false;
        };
    }

    private static boolean fits(String text, PgType.Simple type) {
        return switch (type) {
            case BOOLEAN -> text.equals("true") || text.equals("false") || text.equals("t") || text.equals("f");
            case SMALLINT -> isInteger(text, Short.SIZE);
            case INTEGER -> isInteger(text, Integer.SIZE);
            case BIGINT -> isInteger(text, Long.SIZE);
            case OID -> text.matches("0|[1-9][0-9]{0,9}") && new BigInteger(text).compareTo(LARGEST_OID) <= 0;
            case REAL -> isNumber(text) && Float.isFinite(Float.parseFloat(text));
            case DOUBLE -> isNumber(text) && Double.isFinite(Double.parseDouble(text));
            case DATE -> isDate(text);
            case UUID -> text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            case MONEY, BYTEA, JSON, JSONB, XML -> false;
        };
    }

    private static boolean isInteger(String text, int bits) {
        return text.matches("0|-?[1-9][0-9]{0,18}") && new BigInteger(text).bitLength() < bits;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,200}(\\.[0-9]{1,200})?");
    }

    private static boolean fits(BigDecimal number, PgType.Numeric type) {
        BigDecimal bare = number.stripTrailingZeros();
        return bare.scale() <= type.scale() && bare.precision() - bare.scale() <= type.precision() - type.scale();
    }

    private static boolean isDate(String text) {
        try {
            return text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") && LocalDate.parse(text).getYear() > 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
