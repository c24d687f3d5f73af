package io.pg2any.destination.postgres;

import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.type.PgType;

/** Which types hold every value of another type so that it means the same. {@code text} holds all as PostgreSQL prints them. */
final class TypeFit {

    private static final int SMALLINT_DIGITS = 5;
    private static final int INTEGER_DIGITS = 10;
    private static final int BIGINT_DIGITS = 19;

    private TypeFit() {}

    /** Whether the column holds every value of {@code source}, which is not a domain. */
    static boolean holds(PgType source, CatalogColumn column) {
        return holds(source, column.type(), column);
    }

    /** Whether the column is a {@code varchar} that holds texts of the source up to a length at which the source does not stop. */
    static boolean holdsShorter(PgType source, CatalogColumn column) {
        boolean text = source instanceof PgType.Text || source instanceof PgType.Varchar || source instanceof PgType.Char;
        return text && column.type().equals("varchar") && !holds(source, column);
    }

    private static boolean holds(PgType source, String target, CatalogColumn size) {
        if (source instanceof PgType.Array array && PostgresNames.isArray(target)) {
            return elementHolds(array.element(), PostgresNames.element(target), size);
        }
        if (target.equals("text") || target.equals("varchar") && size.length() == PgType.UNLIMITED) {
            return true;
        }
        return switch (source) {
            case PgType.Simple simple -> holds(simple, target, size);
            case PgType.Numeric numeric -> target.equals("numeric") && holds(numeric, size);
            case PgType.Char(var _, int length) ->
                target.equals("bpchar") && size.length() == length || target.equals("varchar") && size.length() >= length;
            case PgType.Varchar(var _, int length) ->
                target.equals("varchar") && length != PgType.UNLIMITED && size.length() >= length;
            case PgType.Time(var _, int precision, boolean zone) -> target.equals(zone ? "timetz" : "time") && size.scale() >= precision;
            case PgType.Timestamp(var _, int precision, boolean zone) ->
                target.equals(zone ? "timestamptz" : "timestamp") && size.scale() >= precision;
            case PgType.Interval(String name) -> target.equals("interval") && (declared(size).equals("interval") || declared(size).equals(name));
            case PgType.Bits bits -> holds(bits, target, size);
            case PgType.Text(String name) -> same(name, target, size);
            case PgType.Enumeration _ -> false;
            case PgType.Array(String name, var _, var _) -> !PostgresNames.isArray(name) && same(name, target, size);
            case PgType.Domain domain -> holds(domain.withoutDomain(), target, size);
            case PgType.Other(String name) -> same(name, target, size);
        };
    }

    private static boolean holds(PgType.Simple source, String target, CatalogColumn size) {
        return switch (source) {
            case BOOLEAN -> target.equals("bool");
            case SMALLINT -> target.equals("int2") || target.equals("int4") || target.equals("int8") || digits(target, size, SMALLINT_DIGITS);
            case INTEGER -> target.equals("int4") || target.equals("int8") || digits(target, size, INTEGER_DIGITS);
            case BIGINT -> target.equals("int8") || digits(target, size, BIGINT_DIGITS);
            case OID -> target.equals("oid") || target.equals("int8") || digits(target, size, INTEGER_DIGITS);
            case REAL -> target.equals("float4") || target.equals("float8");
            case DOUBLE -> target.equals("float8");
            case JSONB -> target.equals("jsonb") || target.equals("json");
            case MONEY, BYTEA, DATE, UUID, JSON, XML -> target.equals(source.sqlName());
        };
    }

    private static boolean digits(String target, CatalogColumn size, int digits) {
        return target.equals("numeric") && (size.precision() == PgType.UNLIMITED || size.precision() - size.scale() >= digits);
    }

    private static boolean holds(PgType.Numeric source, CatalogColumn size) {
        if (size.precision() == PgType.UNLIMITED) {
            return true;
        }
        return !source.isUnconstrained() && size.scale() >= source.scale()
                && size.precision() - size.scale() >= source.precision() - source.scale();
    }

    private static boolean holds(PgType.Bits source, String target, CatalogColumn size) {
        boolean unlimited = size.length() == PgType.UNLIMITED;
        return target.equals("varbit") && (unlimited || source.length() != PgType.UNLIMITED && size.length() >= source.length())
                || target.equals("bit") && !source.varying() && size.length() == source.length();
    }

    /** An array's text depends on its element's delimiter, which only built-in box and some extensions' types have of their own. */
    private static boolean elementHolds(PgType element, String target, CatalogColumn size) {
        boolean asText = target.equals("text") || target.equals("varchar");
        boolean ownDelimiter = element.withoutDomain() instanceof PgType.Other;
        boolean made = element instanceof PgType.Enumeration || element instanceof PgType.Domain;
        return made && same(element.sqlName(), target, size) || !(asText && ownDelimiter) && holds(element, target, size);
    }

    /** The same name, or another schema's type of that name, as extensions are installed here and there. */
    private static boolean same(String name, String target, CatalogColumn size) {
        String bare = PostgresNames.withoutModifiers(name);
        boolean sameName = PostgresNames.isBuiltIn(bare)
                ? builtIn(bare).equals(target)
                : !PostgresNames.isBuiltIn(target) && PostgresNames.local(bare).equals(PostgresNames.local(target));
        String limits = PostgresNames.modifiers(declared(size));
        return sameName && (limits.isEmpty() || limits.equals(PostgresNames.modifiers(name)));
    }

    /** As declared, of an array its element. */
    private static String declared(CatalogColumn column) {
        return column.declared().endsWith("[]") ? PostgresNames.element(column.declared()) : column.declared();
    }

    /** {@code "char"} alone is printed in quotes. */
    private static String builtIn(String name) {
        return name.replace("\"", "");
    }
}
