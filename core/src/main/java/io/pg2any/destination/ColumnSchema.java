package io.pg2any.destination;

import io.pg2any.type.PgType;

/**
 * A replicated column.
 *
 * @param name its name in the target; in the source, too, unless the user renames it
 * @param nullable whether the source allows NULL
 * @param declaredType the type that the user wants it to have where the target's table is made; empty: the nearest one
 */
public record ColumnSchema(String name, PgType type, boolean nullable, String declaredType) {

    /** With the target's nearest type. */
    public ColumnSchema(String name, PgType type, boolean nullable) {
        this(name, type, nullable, "");
    }
}
