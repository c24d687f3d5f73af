package io.pg2any.destination.jdbc;

import io.pg2any.destination.ColumnSchema;

/**
 * A replicated column and where its values go.
 *
 * @param quoted its name for SQL
 * @param existing what it is in the target
 */
public record TargetColumn(ColumnSchema source, String quoted, CatalogColumn existing, Encoder encoder) {}
