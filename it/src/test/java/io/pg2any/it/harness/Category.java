package io.pg2any.it.harness;

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
    static Category of(String typeName) {
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
}
