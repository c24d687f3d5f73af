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
 * @param highest the highest number of a column that was given by then
 * @param columns the replicated ones, in the order of a row's cells
 * @param primaryKey numbers of the primary key's columns, in key order
 * @param key numbers of the columns by which rows are found, in key order
 */
public record TableShape(TableId table, int oid, long file, int highest, List<ShapeColumn> columns, List<Integer> primaryKey, List<Integer> key) {

    /**
     * A replicated column.
     *
     * @param number its {@code attnum}; negative: not known
     * @param typeModifier {@code atttypmod}
     * @param required whether it was NOT NULL, and may be so in the target
     * @param version another one shows that the source has changed something about the column since; 0: not known
     */
    public record ShapeColumn(int number, String name, int typeOid, int typeModifier, boolean required, long version) {

        /** The same, allowing NULL. */
        public ShapeColumn relaxed() {
            return new ShapeColumn(number, name, typeOid, typeModifier, false, version);
        }

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

    /** The same of the table under another name. */
    public TableShape named(TableId name) {
        return new TableShape(name, oid, file, highest, columns, primaryKey, key);
    }

    /** Whether a table in line with the other is in line with this: the columns are the same, in whatever order, and so are the keys. */
    public boolean looksLike(TableShape other) {
        return columns.size() == other.columns.size() && primaryKeyNames().equals(other.primaryKeyNames()) && key.size() == other.key.size()
                && columns.stream().allMatch(column -> other.columns.stream()
                        .anyMatch(same -> same.name().equals(column.name()) && same.sameType(column) && same.required() == column.required()));
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
