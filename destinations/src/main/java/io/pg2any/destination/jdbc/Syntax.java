package io.pg2any.destination.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The pieces of SQL in which dialects differ. Pieces are made of quoted names and placeholders, never of values. */
public interface Syntax {

    /** The placeholder of a value for {@code column}. */
    default String placeholder(TargetColumn column) {
        return "?";
    }

    /** The expression that reads {@code column} in the form that its {@link Encoder#read} takes. */
    default String read(TargetColumn column) {
        return column.quoted();
    }

    /** What stands between the column list and VALUES of an insert. */
    default String beforeValues() {
        return "";
    }

    /** What makes an insert overwrite the row of the same key, with a leading blank. */
    String onDuplicate(TargetTable table);

    /** The condition that {@code column} equals one placeholder, NULL being equal to NULL. */
    String matches(TargetColumn column);

    /** The same in a statement about {@code table}, whose name may stand before the column's. */
    default String matches(TargetTable table, TargetColumn column) {
        return matches(column);
    }

    /** The query that gives a row if the table has any. */
    default String any(String quotedTable) {
        return "SELECT 1 FROM " + quotedTable + " LIMIT 1";
    }

    /** What stands behind UPDATE or DELETE so that one row at most is changed, with a leading blank; empty where {@link #whereOne} sees to it. */
    default String firstOnly() {
        return "";
    }

    /** The clause that limits an update or delete to one row out of those for which {@code condition} holds, with WHERE. */
    String whereOne(TargetTable table, String condition);

    /** The condition that a row's key is one of {@code rows} keys. */
    default String keyIn(TargetTable table, int rows) {
        List<TargetColumn> key = table.keyColumns();
        if (rows == 1) { // column by column: MariaDB uses no index for (a, b) = (?, ?)
            return String.join(" AND ", key.stream().map(column -> column.quoted() + " = " + placeholder(column)).toList());
        }
        if (key.size() == 1) {
            return key.getFirst().quoted() + " IN (" + repeat(placeholder(key.getFirst()), rows) + ")";
        }
        String names = "(" + String.join(", ", key.stream().map(TargetColumn::quoted).toList()) + ")";
        String one = "(" + String.join(", ", key.stream().map(this::placeholder).toList()) + ")";
        return names + " IN (" + repeat(one, rows) + ")";
    }

    /**
     * The query that reads {@code columns} of up to {@code rows} rows by their keys, the placeholders being the columns of one key
     * after the other; first comes a column with the number of the key, from 0.
     */
    default String lookup(TargetTable table, List<TargetColumn> columns, int rows) {
        String cells = columns.stream().map(column -> ", " + read(column)).collect(Collectors.joining());
        return IntStream.range(0, rows)
                .mapToObj(i -> "SELECT " + i + cells + " FROM " + table.quoted() + " WHERE " + keyIn(table, 1))
                .collect(Collectors.joining(" UNION ALL "));
    }

    /** Statements that remove all rows of these tables within the transaction. */
    default List<String> empty(List<TargetTable> tables) {
        return tables.stream().map(table -> "DELETE FROM " + table.quoted()).toList();
    }

    /** How a part of the open transaction is taken back. */
    default Savepoints savepoints() {
        return Savepoints.STANDARD;
    }

    /** What follows the closing parenthesis of CREATE TABLE, with a leading blank. */
    String tableOptions();

    /** The statement that makes a schema or database where it is missing. */
    String createSchema(String quoted);

    /** {@code item} {@code times} times, joined by commas. */
    static String repeat(String item, int times) {
        return item + (", " + item).repeat(times - 1);
    }
}
