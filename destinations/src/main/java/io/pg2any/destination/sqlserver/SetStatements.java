package io.pg2any.destination.sqlserver;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;

/**
 * The statements that write sets of rows to one table. The rows stand in a list of values or in a staging table, both called {@code s},
 * with the columns {@code c0}, {@code c1} and so on, by their number in the table.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/queries/update-transact-sql">Microsoft, UPDATE: FROM</a>
 * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/queries/table-value-constructor-transact-sql">Microsoft, Table Value Constructor</a>
 */
final class SetStatements {

    private final SqlServerSyntax syntax;
    private final TargetTable table;
    private final String sameKey;
    private final int[] all;

    SetStatements(SqlServerSyntax syntax, TargetTable table) {
        this.syntax = syntax;
        this.table = table;
        this.sameKey = syntax.sameKey(table);
        this.all = IntStream.range(0, table.columns().size()).toArray();
    }

    /** A list of values: {@code rows} rows with placeholders for these columns. */
    String values(int rows, int[] columns) {
        return "(VALUES " + SqlServerSyntax.list("(" + syntax.placeholders(table, columns) + ")", rows) + ") AS s(" + SqlServerSyntax.numbered(columns) + ")";
    }

    /** A staging table. */
    static String staged(String name) {
        return name + " AS s";
    }

    String insert(String source) {
        return into() + " SELECT " + own() + " FROM " + source;
    }

    /** Inserts those whose key is not there. */
    String insertMissing(String source) {
        return insert(source) + " WHERE NOT EXISTS (SELECT 1 FROM " + table.quoted() + " AS t WHERE " + sameKey + ")";
    }

    String update(String source, int[] columns) {
        String set = IntStream.of(columns).mapToObj(i -> table.columns().get(i).quoted() + " = s.[c" + i + "]").collect(Collectors.joining(", "));
        return "UPDATE t SET " + set + " FROM " + table.quoted() + " AS t INNER JOIN " + source + " ON " + sameKey;
    }

    String delete(String source) {
        return "DELETE t FROM " + table.quoted() + " AS t INNER JOIN " + source + " ON " + sameKey;
    }

    /** Makes the staging table, or empties it. It may be gone with a transaction that was rolled back. */
    String stage(String name) {
        String definitions = IntStream.of(all)
                .mapToObj(i -> "[c" + i + "] " + type(table.columns().get(i).existing()) + " NULL")
                .collect(Collectors.joining(", "));
        return "IF OBJECT_ID(N'tempdb.." + name + "') IS NULL CREATE TABLE " + name + " (" + definitions + ") ELSE TRUNCATE TABLE " + name;
    }

    /** The temporary database may have another collation. */
    private static String type(CatalogColumn column) {
        return SqlServerCatalog.sqlType(column) + SqlServerCatalog.collate(column.collation());
    }

    static String drop(String name) {
        return "IF OBJECT_ID(N'tempdb.." + name + "') IS NOT NULL DROP TABLE " + name;
    }

    /** Lets a column that counts by itself take the source's numbers. */
    String identityInsert(boolean on) {
        return "SET IDENTITY_INSERT " + table.quoted() + (on ? " ON" : " OFF");
    }

    private String into() {
        return "INSERT INTO " + table.quoted() + " (" + table.columns().stream().map(TargetColumn::quoted).collect(Collectors.joining(", ")) + ")";
    }

    private String own() {
        return Arrays.stream(all).mapToObj(i -> "s.[c" + i + "]").collect(Collectors.joining(", "));
    }
}
