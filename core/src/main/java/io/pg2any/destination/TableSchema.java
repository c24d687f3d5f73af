package io.pg2any.destination;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableId;

/**
 * A replicated table, from the source's catalog: what is created in the target and how rows are found there.
 *
 * @param columns the replicated columns, in the order of a row's cells
 * @param primaryKey indexes into {@code columns} of the primary key, in key order; empty where there is none
 * @param key indexes into {@code columns} by which the stream's updates and deletes find a row: the primary key, or the
 *     columns of the unique index chosen as replica identity; empty: the table is followed without a key
 * @param identity what the stream tells of old rows
 * @param added which of the columns the source does not have
 */
public record TableSchema(
        TableId source,
        TargetName target,
        List<ColumnSchema> columns,
        List<Integer> primaryKey,
        List<Integer> key,
        ReplicaIdentity identity,
        AddedColumns added) {

    /** With the source's columns alone. */
    public TableSchema(TableId source, TargetName target, List<ColumnSchema> columns, List<Integer> primaryKey, List<Integer> key, ReplicaIdentity identity) {
        this(source, target, columns, primaryKey, key, identity, AddedColumns.NONE);
    }

    public TableSchema {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        key = List.copyOf(key);
    }

    /** As a record's own would be, which the JVM makes when it is first called: that took ten milliseconds of every start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof TableSchema that && source.equals(that.source) && target.equals(that.target) && columns.equals(that.columns)
                && primaryKey.equals(that.primaryKey) && key.equals(that.key) && identity == that.identity && added.equals(that.added);
    }

    /** By the table alone, of which there are hardly ever two. */
    @Override
    public int hashCode() {
        return source.hashCode();
    }

    /** Whether rows are found by key; otherwise old rows are matched as a whole. */
    public boolean hasKey() {
        return !key.isEmpty();
    }

    public boolean isKey(int column) {
        return key.contains(column);
    }

    /** How many of the columns, from the first on, have their values from the source. */
    public int toldColumns() {
        return columns.size() - added.count();
    }
}
