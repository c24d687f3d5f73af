package io.pg2any.event;

/** The name of a table: schema and table as they are stored, without quotes and without folding of case. */
public record TableId(String schema, String table) implements Comparable<TableId> {

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
