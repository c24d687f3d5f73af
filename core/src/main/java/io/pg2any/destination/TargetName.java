package io.pg2any.destination;

/**
 * Where a table lives in the destination.
 *
 * @param schema the schema or database; empty: the one that the destination's URL names
 * @param table the table's name
 */
public record TargetName(String schema, String table) {

    /** For people; never for SQL. */
    @Override
    public String toString() {
        return schema.isEmpty() ? table : schema + "." + table;
    }
}
