package io.pg2any.destination;

import org.jspecify.annotations.Nullable;

/**
 * Where a table lives in the destination.
 *
 * @param schema the schema or database; empty: the one that the destination's URL names
 * @param table the table's name
 */
public record TargetName(String schema, String table) {

    /** As a record's own would be, which the JVM makes when it is first called: that took milliseconds of every start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TargetName that && table.equals(that.table) && schema.equals(that.schema);
    }

    @Override
    public int hashCode() {
        return 31 * schema.hashCode() + table.hashCode();
    }

    /** For people; never for SQL. */
    @Override
    public String toString() {
        return schema.isEmpty() ? table : schema + "." + table;
    }
}
