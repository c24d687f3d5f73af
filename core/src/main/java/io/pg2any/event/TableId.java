package io.pg2any.event;

import org.jspecify.annotations.Nullable;

/** The name of a table: schema and table as they are stored, without quotes and without folding of case. */
public record TableId(String schema, String table) implements Comparable<TableId> {

    /** As a record's own would be, which the JVM makes when it is first called: that took milliseconds of every start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableId that && table.equals(that.table) && schema.equals(that.schema);
    }

    @Override
    public int hashCode() {
        return 31 * schema.hashCode() + table.hashCode();
    }

    @Override
    public int compareTo(TableId other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    /** For people: {@code schema.table}; ambiguous where a name holds a dot, so never for SQL. */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
