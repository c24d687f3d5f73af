package io.pg2any.destination;

import java.util.List;
import java.util.Optional;

import io.pg2any.event.TableId;

/**
 * What a table was like in the source when the target's was last brought in line with it; stored in the target. Columns are told apart by
 * their numbers ({@code attnum}), which stay the same when one is renamed and are never given twice.
 *
 * @param oid the table's OID: another one under the same name is another table
 * @param file its {@code relfilenode}: another one shows that the source has rewritten the rows; 0: not known
 * @param columns the replicated ones, in the order of a row's cells
 * @param primaryKey numbers of the primary key's columns, in key order
 * @param key numbers of the columns by which rows are found, in key order
 */
public record TableShape(TableId table, int oid, long file, List<ShapeColumn> columns, List<Integer> primaryKey, List<Integer> key) {

    /**
     * A replicated column.
     *
     * @param number its {@code attnum}; 0: not known
     * @param typeModifier {@code atttypmod}
     * @param required whether it was NOT NULL
     */
    public record ShapeColumn(int number, String name, int typeOid, int typeModifier, boolean required) {

        /** Whether its values are of the same type, modifiers included. */
        public boolean sameType(ShapeColumn other) {
            return typeOid == other.typeOid && typeModifier == other.typeModifier;
        }
    }

    public TableShape {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        key = List.copyOf(key);
    }

    public Optional<ShapeColumn> column(int number) {
        return columns.stream().filter(column -> column.number() == number).findFirst();
    }

    public List<String> names() {
        return columns.stream().map(ShapeColumn::name).toList();
    }

    /** Names of the primary key's columns, in key order. */
    public List<String> primaryKeyNames() {
        return primaryKey.stream().map(this::column).flatMap(Optional::stream).map(ShapeColumn::name).toList();
    }
}
