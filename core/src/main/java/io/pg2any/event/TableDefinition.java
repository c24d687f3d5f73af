package io.pg2any.event;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A table as the catalog had it right behind a DDL statement, in that statement's transaction: told by pg2any's event trigger in the source.
 *
 * @param gone whether it was dropped; then nothing but OID and name is known
 * @param partition whether it is a partition of another table
 * @param partitioned whether its rows are in partitions
 * @param file its {@code relfilenode}; 0 if it has none of its own
 * @param columns those that are not dropped, in the order of their numbers
 * @param dropped numbers of those that are
 * @param primaryKey numbers of the primary key's columns, in key order
 * @param identityKey numbers of the columns of the index chosen as replica identity, in key order
 */
public record TableDefinition(
        int oid,
        TableId table,
        boolean gone,
        boolean partition,
        boolean partitioned,
        long file,
        ReplicaIdentity identity,
        List<DefinedColumn> columns,
        Set<Integer> dropped,
        List<Integer> primaryKey,
        List<Integer> identityKey) {

    public TableDefinition {
        columns = List.copyOf(columns);
        dropped = Set.copyOf(dropped);
        primaryKey = List.copyOf(primaryKey);
        identityKey = List.copyOf(identityKey);
    }

    /** A table that was dropped. */
    public static TableDefinition gone(int oid, TableId table) {
        return new TableDefinition(oid, table, true, false, false, 0, ReplicaIdentity.DEFAULT, List.of(), Set.of(), List.of(), List.of());
    }

    /**
     * A column.
     *
     * @param number its {@code attnum}
     * @param generated whether it is computed of others
     * @param hasDefault whether inserts that leave it out may find something else in it than NULL
     * @param hasMissing whether rows that are older than the column all have one value in it
     * @param missing that value as text
     * @param version the transaction that last changed anything about the column
     */
    public record DefinedColumn(
            int number,
            String name,
            int typeOid,
            int typeModifier,
            boolean notNull,
            boolean generated,
            boolean hasDefault,
            boolean hasMissing,
            @Nullable String missing,
            long version) {}

    public Optional<DefinedColumn> column(int number) {
        return columns.stream().filter(column -> column.number() == number).findFirst();
    }

    /** The highest number that was ever given to a column. */
    public int highest() {
        return Math.max(columns.stream().mapToInt(DefinedColumn::number).max().orElse(0), dropped.stream().mapToInt(Integer::intValue).max().orElse(0));
    }
}
