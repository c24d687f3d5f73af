package io.pg2any.destination;

import io.pg2any.type.PgType;

/** How values of a source column are compared. */
public enum Category {
    BOOLEAN,
    /** Integers and numeric: by value. */
    NUMBER,
    FLOAT4,
    FLOAT8,
    DATE,
    /** Trailing zeros of the fraction do not count. */
    TIME,
    TIMESTAMP,
    /** As a moment in UTC. */
    TIMESTAMPTZ,
    /** As a tree, with numbers by value and objects without order. */
    JSON,
    BYTEA,
    /** Character by character. */
    TEXT;

    /** The category of a type by its name in {@code pg_type}, domains already resolved. */
    public static Category of(String typeName) {
        return switch (typeName) {
            case "bool" -> BOOLEAN;
            case "int2", "int4", "int8", "oid", "numeric" -> NUMBER;
            case "float4" -> FLOAT4;
            case "float8" -> FLOAT8;
            case "date" -> DATE;
            case "time" -> TIME;
            case "timestamp" -> TIMESTAMP;
            case "timestamptz" -> TIMESTAMPTZ;
            case "json", "jsonb" -> JSON;
            case "bytea" -> BYTEA;
            default -> TEXT;
        };
    }

    /** The category of a type as destinations are told it. */
    public static Category of(PgType type) {
        return switch (type.withoutDomain()) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN -> BOOLEAN;
                case SMALLINT, INTEGER, BIGINT, OID -> NUMBER;
                case REAL -> FLOAT4;
                case DOUBLE -> FLOAT8;
                case BYTEA -> BYTEA;
                case DATE -> DATE;
                case JSON, JSONB -> JSON;
                case MONEY, UUID, XML -> TEXT;
            };
            case PgType.Numeric _ -> NUMBER;
            case PgType.Time time -> time.withZone() ? TEXT : TIME;
            case PgType.Timestamp timestamp -> timestamp.withZone() ? TIMESTAMPTZ : TIMESTAMP;
            case PgType.Char _, PgType.Varchar _, PgType.Text _, PgType.Interval _, PgType.Bits _, PgType.Enumeration _, PgType.Array _, PgType.Domain _, PgType.Other _ -> TEXT;
        };
    }
}
