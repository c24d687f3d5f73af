package io.pg2any.destination.postgres;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Syntax;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;

/** PostgreSQL's SQL. */
final class PostgresSyntax implements Syntax {

    /** Of these, equal values are the same bytes; of others, such as numeric, 1.0 and 1.00 are equal. */
    private static final Set<String> EXACT = Set.of(
            "bool", "int2", "int4", "int8", "oid", "uuid", "text", "varchar", "bytea", "date", "timestamp", "timestamptz");

    /** Without the column's length: an explicit cast to {@code varchar(5)} would cut what is longer. */
    @Override
    public String placeholder(TargetColumn column) {
        return "?::" + PostgresNames.cast(column.existing().type());
    }

    @Override
    public String beforeValues() {
        return " OVERRIDING SYSTEM VALUE";
    }

    @Override
    public String onDuplicate(TargetTable table) {
        List<TargetColumn> key = table.keyColumns();
        String set = table.columns().stream()
                .filter(column -> !key.contains(column) || !EXACT.contains(column.existing().type()))
                .map(column -> column.quoted() + " = excluded." + column.quoted())
                .collect(Collectors.joining(", "));
        return " ON CONFLICT (" + names(key) + ") DO " + (set.isEmpty() ? "NOTHING" : "UPDATE SET " + set);
    }

    /**
     * Compares the stored bytes, so that also types without equality can be compared (json, xml, point), and of numbers that
     * are equal the same one is met.
     *
     * @see <a href="https://www.postgresql.org/docs/current/functions-comparisons.html#COMPOSITE-TYPE-COMPARISON">PostgreSQL manual,
     *     Composite Type Comparison</a>
     */
    @Override
    public String matches(TargetColumn column) {
        CatalogColumn existing = column.existing();
        String base = column.quoted() + "::" + PostgresNames.cast(existing.type()); // a domain's value is compared as its base type's
        return "ROW(" + base + ")::record OPERATOR(pg_catalog.*=) ROW(" + placeholder(column) + storedScale(existing) + ")::record";
    }

    /** A number is stored with as many digits behind the point as the column has: 1.5 as 1.5000. */
    private static String storedScale(CatalogColumn column) {
        boolean scaled = column.precision() >= 0 && (column.type().equals("numeric") || column.type().equals("numeric[]"));
        String scale = "(" + column.precision() + ", " + column.scale() + ")";
        return scaled ? "::pg_catalog.\"numeric\"" + scale + (PostgresNames.isArray(column.type()) ? "[]" : "") : "";
    }

    /** In a partitioned table a row's place counts within its partition only. */
    @Override
    public String whereOne(TargetTable table, String condition) {
        return " WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM " + table.quoted() + " WHERE " + condition + " LIMIT 1)";
    }

    @Override
    public String keyIn(TargetTable table, int rows) {
        List<TargetColumn> key = table.keyColumns();
        String names = key.stream().map(PostgresSyntax::comparable).collect(Collectors.joining(", ", "(", ")"));
        String row = key.stream().map(this::placeholder).collect(Collectors.joining(", ", "(", ")"));
        return rows == 1 ? names + " = " + row : names + " IN (VALUES " + Syntax.repeat(row, rows) + ")";
    }

    /** A column for a comparison with its base type: for a domain over an enum no operator would be found. */
    static String comparable(TargetColumn column) {
        String type = column.existing().type();
        return PostgresNames.isBuiltIn(type) ? column.quoted() : column.quoted() + "::" + PostgresNames.cast(type);
    }

    /** DELETE where TRUNCATE is not allowed, be it by privileges or because a table outside the list refers to one of them. */
    @Override
    public List<String> empty(List<TargetTable> tables) {
        String truncate = "TRUNCATE " + tables.stream().map(TargetTable::quoted).collect(Collectors.joining(", ")) + "; ";
        String delete = tables.stream().map(table -> "DELETE FROM " + table.quoted() + "; ").collect(Collectors.joining());
        return List.of(block("BEGIN " + truncate + "EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR wrong_object_type THEN "
                + delete + "END"));
    }

    @Override
    public String tableOptions() {
        return "";
    }

    /** IF NOT EXISTS would demand the privilege to make it also where it exists. */
    @Override
    public String createSchema(String quoted) {
        return block("BEGIN IF to_regnamespace(" + PostgresNames.literal(quoted) + ") IS NULL THEN CREATE SCHEMA " + quoted + "; END IF; END");
    }

    static String names(List<TargetColumn> columns) {
        return columns.stream().map(TargetColumn::quoted).collect(Collectors.joining(", "));
    }

    private static String block(String body) {
        return "DO " + PostgresNames.literal(body);
    }
}
