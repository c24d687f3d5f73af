package io.pg2any.source;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.NameMapping;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.error.CdcException;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableId;
import io.pg2any.source.SourceTable.SourceColumn;

/** Makes the {@link TableSchema} that a destination needs of what the catalog and the stream say. One thread. */
public final class TableResolver {

    private final Catalog catalog;
    private final TypeCatalog types;
    private final String publication;
    private final NameMapping mapping;
    /** By the very object: whoever asks again gets the same answer, although the catalog may have moved on. */
    private final IdentityHashMap<Relation, TableSchema> known = new IdentityHashMap<>();

    public TableResolver(Catalog catalog, TypeCatalog types, String publication, NameMapping mapping) {
        this.catalog = catalog;
        this.types = types;
        this.publication = publication;
        this.mapping = mapping;
    }

    /** A table's present description in the catalog. */
    public SourceTable describe(TableId table) {
        return describe(List.of(table)).getFirst();
    }

    /** The present descriptions of tables, in their order: with as many queries as that of one. */
    public List<SourceTable> describe(List<TableId> tables) {
        if (tables.isEmpty()) {
            return List.of();
        }
        try {
            Map<TableId, SourceTable> described = catalog.tables(tables, publication);
            tables.stream().filter(table -> !described.containsKey(table)).findFirst().ifPresent(gone -> {
                throw CdcException.transientFailure(SourceErrors.CHANGED, "The published table " + gone + " is not there any more.", null);
            });
            return tables.stream().map(described::get).toList();
        } catch (SQLException e) {
            throw SourceErrors.of("describing " + (tables.size() == 1 ? tables.getFirst() : tables.size() + " tables"), e);
        }
    }

    /** Where a table goes in the target. */
    public TargetName target(TableId table) {
        return mapping.target(table);
    }

    /** The publication through which tables are followed. */
    public String publication() {
        return publication;
    }

    /** The schema of a table for its first copy. */
    public TableSchema schema(SourceTable table) {
        List<ColumnSchema> columns = new ArrayList<>();
        for (SourceColumn column : table.columns()) {
            columns.add(column(table.table(), column.name(), column.typeOid(), column.typeModifier(), !column.notNull()));
        }
        return schema(table.table(), columns, table.identity(), table.primaryKey(), table.identityKey());
    }

    /**
     * The schema of a table as the stream describes it: columns, types and the key that finds old rows are the relation's, as they
     * were when the change was made; nullability, the order of the key and a key that the stream does not tell are the catalog's
     * of now, where its columns still exist. Does not wait for locks: one on a single table would hold the whole stream.
     */
    public TableSchema schema(Relation relation) {
        return known.computeIfAbsent(relation, this::read);
    }

    private TableSchema read(Relation relation) {
        try {
            Optional<SourceTable> now = catalog.table(relation.table());
            Map<String, SourceColumn> byName = now.map(table -> table.columns().stream()
                            .collect(Collectors.toMap(SourceColumn::name, Function.identity())))
                    .orElse(Map.of());
            List<ColumnSchema> columns = new ArrayList<>();
            for (Column column : relation.columns()) {
                SourceColumn known = byName.get(column.name());
                columns.add(column(relation.table(), column.name(), column.typeOid(), column.typeModifier(), known == null || !known.notNull()));
            }
            List<String> flagged = relation.columns().stream().filter(Column::identity).map(Column::name).toList();
            List<String> primaryNow = now.map(SourceTable::primaryKey).orElse(List.of());
            List<String> primaryKey = relation.identity() == ReplicaIdentity.DEFAULT ? inOrderOf(primaryNow, flagged) : primaryNow;
            List<String> identityNow = now.map(SourceTable::identityKey).orElse(List.of());
            List<String> identityKey = relation.identity() == ReplicaIdentity.INDEX ? inOrderOf(identityNow, flagged) : List.of();
            return schema(relation.table(), columns, relation.identity(), primaryKey, identityKey);
        } catch (SQLException e) {
            throw SourceErrors.of("describing " + relation.table(), e);
        }
    }

    /** The stream flags the key's columns and does not tell their order. */
    private static List<String> inOrderOf(List<String> keyNow, List<String> flagged) {
        return Set.copyOf(keyNow).equals(Set.copyOf(flagged)) ? keyNow : flagged;
    }

    private TableSchema schema(TableId table, List<ColumnSchema> columns, ReplicaIdentity identity, List<String> primaryKey, List<String> identityKey) {
        List<String> names = columns.stream().map(ColumnSchema::name).toList();
        List<Integer> primary = indexes(names, primaryKey);
        List<Integer> key = switch (identity) {
            case DEFAULT, FULL -> primary;
            case INDEX -> indexes(names, identityKey);
            case NOTHING -> List.of();
        };
        return new TableSchema(table, mapping.target(table), columns, primary, key, identity);
    }

    /** Empty if a key column is not replicated: then it is no key of what is. */
    private static List<Integer> indexes(List<String> names, List<String> key) {
        List<Integer> indexes = key.stream().map(names::indexOf).toList();
        return indexes.contains(-1) ? List.of() : indexes;
    }

    private ColumnSchema column(TableId table, String name, int oid, int modifier, boolean nullable) {
        try {
            return new ColumnSchema(name, types.resolve(oid, modifier), nullable);
        } catch (SQLException e) {
            throw SourceErrors.of("resolving the type of " + table + "." + name, e);
        }
    }
}
