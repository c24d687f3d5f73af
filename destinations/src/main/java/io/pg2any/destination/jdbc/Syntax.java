package io.pg2any.destination.jdbc;

import java.util.List;

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
