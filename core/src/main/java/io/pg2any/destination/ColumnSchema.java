package io.pg2any.destination;

import io.pg2any.type.PgType;

/**
 * A replicated column.
 *
 * @param name its name in source and target
 * @param nullable whether the source allows NULL
 */
public record ColumnSchema(String name, PgType type, boolean nullable) {}
