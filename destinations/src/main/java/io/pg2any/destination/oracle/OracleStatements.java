package io.pg2any.destination.oracle;

import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;

/**
 * The SQL by which one row of a table is written; many go as an array of its parameters.
 *
 * @param table the table; where it has large objects these come last: a long value before others is refused (ORA-24816)
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/MERGE.html">Oracle, SQL Language Reference: MERGE</a>
 */
record OracleStatements(OracleSyntax syntax, TargetTable table) {

    /** These columns, large objects last. */
    int[] inOrder(int[] columns) {
        return IntStream.of(columns).boxed().sorted(Comparator.comparing((Integer i) -> OracleCatalog.isLarge(table.columns().get(i).existing())).thenComparing(i -> i))
                .mapToInt(Integer::intValue).toArray();
    }

    boolean hasLarge() {
        return table.columns().stream().anyMatch(column -> OracleCatalog.isLarge(column.existing()));
    }

    int[] key() {
        return table.schema().key().stream().mapToInt(Integer::intValue).toArray();
    }

    int[] others() {
        return IntStream.range(0, table.columns().size()).filter(i -> !table.schema().isKey(i)).toArray();
    }

    /** Placeholders: these columns. */
    String insert(int[] columns) {
        return "INSERT INTO " + table.quoted() + " (" + each(columns, "", TargetColumn::quoted) + ") VALUES (" + each(columns, "", syntax::placeholder) + ")";
    }

    /**
     * Placeholders: all columns. Large objects cannot go this way: a long text in a query is refused (ORA-01461).
     *
     * @param columns all of them
     */
    String merge(int[] columns) {
        String source = IntStream.of(columns).mapToObj(i -> syntax.placeholder(table.columns().get(i)) + " AS c" + i).collect(Collectors.joining(", "));
        String set = IntStream.of(others()).mapToObj(i -> "t." + table.columns().get(i).quoted() + " = s.c" + i).collect(Collectors.joining(", "));
        String same = IntStream.of(key()).mapToObj(i -> "t." + table.columns().get(i).quoted() + " = s.c" + i).collect(Collectors.joining(" AND "));
        return "MERGE INTO " + table.quoted() + " t USING (SELECT " + source + " FROM dual) s ON (" + same + ")"
                + (set.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + set) + " WHEN NOT MATCHED THEN INSERT (" + each(columns, "t.", TargetColumn::quoted) + ") VALUES ("
                + IntStream.of(columns).mapToObj(i -> "s.c" + i).collect(Collectors.joining(", ")) + ")";
    }

    /** Placeholders: these columns, then the key's. */
    String update(int[] columns) {
        String set = IntStream.of(columns).mapToObj(table.columns()::get).map(column -> column.quoted() + " = " + syntax.placeholder(column))
                .collect(Collectors.joining(", "));
        return "UPDATE " + table.quoted() + " SET " + set + " WHERE " + syntax.keyIn(table, 1);
    }

    /** Placeholders: the key's columns. */
    String delete() {
        return "DELETE FROM " + table.quoted() + " WHERE " + syntax.keyIn(table, 1);
    }

    private interface Piece {
        String of(TargetColumn column);
    }

    private String each(int[] columns, String before, Piece piece) {
        return IntStream.of(columns).mapToObj(i -> before + piece.of(table.columns().get(i))).collect(Collectors.joining(", "));
    }
}
