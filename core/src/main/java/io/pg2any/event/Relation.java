package io.pg2any.event;

import java.util.List;

/**
 * A table as a Relation message describes it at one moment of the log. A later description of the same table is another
 * object; each change points to the one it was written under.
 *
 * @param oid the table's OID in the source
 * @param columns the published columns, in the order in which the cells of a {@link Row} stand
 */
public record Relation(int oid, TableId table, ReplicaIdentity identity, List<Column> columns) {

    public Relation {
        columns = List.copyOf(columns);
    }
}
