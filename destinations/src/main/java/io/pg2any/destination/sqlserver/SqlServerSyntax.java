package io.pg2any.destination.sqlserver;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Savepoints;
import io.pg2any.destination.jdbc.Syntax;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;

/** Transact-SQL. What every SQL Server since 2012 knows, and Azure SQL. */
final class SqlServerSyntax implements Syntax {

    /**
     * A parameter of the column's type. Rows of a list of values would otherwise agree on a type in which a decimal loses digits; texts
     * of moments and UUIDs become values here.
     *
     * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/data-types/precision-scale-and-length-transact-sql">Microsoft, Precision, scale
     *     and length: UNION</a>
     */
    @Override
    public String placeholder(TargetColumn column) {
        return switch (column.existing().type()) {
            case "decimal", "numeric", "date", "time", "datetime2", "datetimeoffset", "uniqueidentifier" ->
                "CAST(? AS " + SqlServerCatalog.sqlType(column.existing()) + ")";
            default -> "?";
        };
    }

    /** None: there is no form of INSERT that does; {@link SetWriter} updates, then inserts. */
    @Override
    public String onDuplicate(TargetTable table) {
        return "";
    }

    /**
     * INTERSECT takes NULL for equal to NULL. Text and bytes are compared byte by byte and by length, since SQL Server ignores blanks
     * at the end of texts and zeros at the end of bytes.
     */
    @Override
    public String matches(TargetColumn column) {
        String name = column.quoted();
        if (!isOfAnyLength(column.existing()) && column.existing().collation() == null) {
            return "EXISTS (SELECT " + name + " INTERSECT SELECT " + placeholder(column) + ")";
        }
        if (column.existing().type().equals("varbinary")) {
            return "EXISTS (SELECT " + name + ", DATALENGTH(" + name + ") INTERSECT SELECT p.v, DATALENGTH(p.v) FROM (SELECT ? AS v) AS p)";
        }
        String text = "CAST(" + name + " AS nvarchar(max))";
        return "EXISTS (SELECT CAST(" + text + " AS varbinary(max)), DATALENGTH(" + text + ") INTERSECT SELECT CAST(p.v AS varbinary(max)), DATALENGTH(p.v)"
                + " FROM (SELECT CAST(? AS nvarchar(max)) AS v) AS p)";
    }

    @Override
    public String any(String quotedTable) {
        return "SELECT TOP (1) 1 FROM " + quotedTable;
    }

    @Override
    public String firstOnly() {
        return " TOP (1)";
    }

    @Override
    public String whereOne(TargetTable table, String condition) {
        return " WHERE " + condition;
    }

    /**
     * Moments as text that the server makes: the driver's own knows neither the days that the calendar of 1582 left out nor, depending on the JVM's
     * zone, the hours that summer time does. With a blank before the time, as PostgreSQL prints it, and none before the zone.
     *
     * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/functions/cast-and-convert-transact-sql">Microsoft, CAST and CONVERT: style 121</a>
     */
    @Override
    public String read(TargetColumn column) {
        return read(column, "");
    }

    private static String read(TargetColumn column, String qualifier) {
        String name = qualifier + column.quoted();
        return switch (column.existing().type()) {
            case "date" -> "CONVERT(nvarchar(10), " + name + ", 23)";
            case "time", "datetime2" -> "CONVERT(nvarchar(40), " + name + ", 121)";
            case "datetimeoffset" -> "REPLACE(CONVERT(nvarchar(40), " + name + ", 121), N' +', N'+')";
            default -> name;
        };
    }

    /** A condition of what stands in a list of keys. The table's columns bear its name: the list's could have the same. */
    @Override
    public String keyIn(TargetTable table, int rows) {
        int[] key = keyOf(table);
        return "EXISTS (SELECT 1 FROM (VALUES " + list("(" + placeholders(table, key) + ")", rows) + ") AS s(" + numbered(key) + ") WHERE "
                + sameKey(table, table.quoted() + ".") + ")";
    }

    @Override
    public String lookup(TargetTable table, List<TargetColumn> columns, int rows) {
        int[] key = keyOf(table);
        String read = columns.stream().map(column -> ", " + read(column, "t.")).collect(Collectors.joining());
        String values = IntStream.range(0, rows)
                .mapToObj(i -> "(" + i + ", " + placeholders(table, key) + ")")
                .collect(Collectors.joining(", "));
        return "SELECT s.[n]" + read + " FROM (VALUES " + values + ") AS s([n], " + numbered(key) + ") INNER JOIN " + table.quoted() + " AS t ON " + sameKey(table);
    }

    static int[] keyOf(TargetTable table) {
        return table.schema().key().stream().mapToInt(Integer::intValue).toArray();
    }

    String placeholders(TargetTable table, int[] columns) {
        return IntStream.of(columns).mapToObj(i -> placeholder(table.columns().get(i))).collect(Collectors.joining(", "));
    }

    /** The names that columns have in a list of values or a staging table. */
    static String numbered(int[] columns) {
        return IntStream.of(columns).mapToObj(i -> "[c" + i + "]").collect(Collectors.joining(", "));
    }

    /** The condition that row {@code t} of the table and row {@code s} of what is written have the same key. */
    String sameKey(TargetTable table) {
        return sameKey(table, "t.");
    }

    private static String sameKey(TargetTable table, String qualifier) {
        return IntStream.of(keyOf(table)).mapToObj(i -> same(table.columns().get(i), qualifier, "s.[c" + i + "]")).collect(Collectors.joining(" AND "));
    }

    private static String same(TargetColumn column, String qualifier, String other) {
        String own = qualifier + column.quoted();
        String equal = own + " = " + other + SqlServerCatalog.collate(column.existing().collation());
        boolean exact = !isOfAnyLength(column.existing()) || column.existing().type().equals("varchar");
        return exact ? equal : equal + " AND DATALENGTH(" + own + ") = DATALENGTH(" + other + ")";
    }

    private static boolean isOfAnyLength(CatalogColumn column) {
        return column.type().equals("nvarchar") || column.type().equals("varbinary") || column.type().equals("varchar");
    }

    /**
     * TRUNCATE where it is allowed: it demands ALTER on the table, and that no foreign key, acting or not, refers to it. Asked for
     * before, since an error would end the transaction.
     *
     * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/statements/truncate-table-transact-sql">Microsoft, TRUNCATE TABLE: limitations</a>
     */
    @Override
    public List<String> empty(List<TargetTable> tables) {
        return tables.stream().map(table -> "IF HAS_PERMS_BY_NAME(" + literal(table.quoted()) + ", N'OBJECT', N'ALTER') = 1"
                + " AND OBJECTPROPERTY(OBJECT_ID(" + literal(table.quoted()) + "), N'IsUserTable') = 1"
                + " AND NOT EXISTS (SELECT 1 FROM sys.foreign_keys WHERE referenced_object_id = OBJECT_ID(" + literal(table.quoted()) + "))"
                + " TRUNCATE TABLE " + table.quoted() + " ELSE DELETE FROM " + table.quoted()).toList();
    }

    /**
     * A savepoint does not begin a transaction by itself; and where transactions begin by themselves, BEGIN TRANSACTION begins two.
     *
     * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/language-elements/save-transaction-transact-sql">Microsoft, SAVE TRANSACTION</a>
     * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/statements/set-implicit-transactions-transact-sql">Microsoft, SET
     *     IMPLICIT_TRANSACTIONS</a>
     */
    @Override
    public Savepoints savepoints() {
        return new Savepoints(
                "IF @@TRANCOUNT = 0 BEGIN BEGIN TRANSACTION IF @@TRANCOUNT = 2 COMMIT TRANSACTION END SAVE TRANSACTION pg2any_part",
                 "ROLLBACK TRANSACTION pg2any_part", "");
    }

    @Override
    public String tableOptions() {
        return "";
    }

    /** CREATE SCHEMA must stand alone in its batch. */
    @Override
    public String createSchema(String quoted) {
        String name = quoted.substring(1, quoted.length() - 1).replace("]]", "]");
        return "IF SCHEMA_ID(" + literal(name) + ") IS NULL EXEC(" + literal("CREATE SCHEMA " + quoted) + ")";
    }

    /** A constant of a name, never of a row's value. */
    static String literal(String text) {
        return "N'" + text.replace("'", "''") + "'";
    }

    /** {@code item} {@code times} times, joined by commas. */
    static String list(String item, int times) {
        return String.join(", ", Collections.nCopies(times, item));
    }
}
