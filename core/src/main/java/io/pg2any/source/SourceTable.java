package io.pg2any.source;

import java.util.List;

import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableId;

/**
 * A published table as the catalog describes it now.
 *
 * @param columns the published ones, in the order in which the stream sends them
 * @param leftOut generated columns that the stream does not send
 * @param primaryKey column names in key order; empty: none
 * @param identityKey columns of the index chosen by REPLICA IDENTITY USING INDEX; empty: none
 * @param rowFilter the publication's WHERE expression, empty: none
 * @param partitioned whether its rows are in partitions
 * @param estimatedRows the planner's idea, 0 if unknown
 */
public record SourceTable(
        TableId table,
        ReplicaIdentity identity,
        List<SourceColumn> columns,
        List<String> leftOut,
        List<String> primaryKey,
        List<String> identityKey,
        String rowFilter,
        boolean partitioned,
        long estimatedRows) {

    public SourceTable {
        columns = List.copyOf(columns);
        leftOut = List.copyOf(leftOut);
        primaryKey = List.copyOf(primaryKey);
        identityKey = List.copyOf(identityKey);
    }

    /** A column: its name, type OID, {@code atttypmod}, and whether it is declared (or implied) NOT NULL. */
    public record SourceColumn(String name, int typeOid, int typeModifier, boolean notNull) {}

    /** Whether the stream tells which row an update or delete is about. */
    public boolean followsUpdates() {
        return switch (identity) {
            case FULL -> true;
            case DEFAULT -> !primaryKey.isEmpty();
            case INDEX -> !identityKey.isEmpty();
            case NOTHING -> false;
        };
    }
}
