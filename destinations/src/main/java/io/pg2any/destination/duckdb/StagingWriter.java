package io.pg2any.destination.duckdb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

import io.pg2any.destination.TargetName;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * Writes sets of rows to one table by way of a temporary table that an appender fills: rows of keys that may be there are removed and
 * inserted anew. Measured on ten million rows, a thousand of them changed: 57 ms for the removal and 6 ms for the insert, against 608 ms
 * for {@code ON CONFLICT DO UPDATE} and 6 s more for its checkpoint, which then writes every block that holds one of them again. For a
 * single row it is faster too.
 *
 * <p>A table with columns that the source does not know keeps their values, which only an update does.
 */
final class StagingWriter implements TableWriter {

    private final DuckDBConnection connection;
    private final TargetTable table;
    private final int[] all;
    private final int[] key;
    /** For each column of the target the cell that goes there. */
    private final int[] inTargetOrder;
    private final boolean whole;
    private final boolean direct;
    private final String stage;
    private final String stageName;
    private final String sameKey;
    private boolean staged;

    /** @param existing names of the target's columns in their order */
    StagingWriter(DuckDBConnection connection, TargetTable table, List<String> existing) {
        this.connection = connection;
        this.table = table;
        this.all = IntStream.range(0, table.columns().size()).toArray();
        this.key = table.schema().key().stream().mapToInt(Integer::intValue).toArray();
        this.inTargetOrder = existing.stream().mapToInt(this::cellOf).toArray();
        this.whole = IntStream.of(inTargetOrder).noneMatch(cell -> cell < 0);
        this.direct = whole && IntStream.of(all).noneMatch(i -> encoder(i).castsText());
        this.stageName = "pg2any " + table.quoted().toLowerCase(Locale.ROOT);
        this.stage = "temp.main.\"" + stageName.replace("\"", "\"\"") + "\"";
        this.sameKey = IntStream.of(key).mapToObj(i -> "t." + column(i).quoted() + " = " + value(i)).collect(Collectors.joining(" AND "));
    }

    private int cellOf(String name) {
        return IntStream.range(0, table.columns().size()).filter(i -> column(i).existing().name().equals(name)).findFirst().orElse(-1);
    }

    private TargetColumn column(int index) {
        return table.columns().get(index);
    }

    private DuckDbEncoder encoder(int index) {
        return (DuckDbEncoder) column(index).encoder();
    }

    /** A staged value, in the target's type. */
    private String value(int index) {
        return encoder(index).castsText() ? "CAST(s.c" + index + " AS " + column(index).existing().declared() + ")" : "s.c" + index;
    }

    private String names() {
        return each(i -> column(i).quoted());
    }

    private String values() {
        return each(this::value);
    }

    private String each(IntFunction<String> expression) {
        return IntStream.of(all).mapToObj(expression).collect(Collectors.joining(", "));
    }

    @Override
    public void insert(List<Row> rows) throws SQLException {
        if (direct) {
            TargetName name = table.schema().target();
            append(connection.getCatalog(), name.schema().isEmpty() ? connection.getSchema() : name.schema(), name.table(), rows, inTargetOrder);
            return;
        }
        stage(rows, all);
        execute("INSERT INTO " + table.quoted() + " (" + names() + ") SELECT " + values() + " FROM " + stage + " AS s");
        clear();
    }

    @Override
    public void upsert(List<Row> rows, int fresh) throws SQLException {
        stage(rows, all);
        if (whole) {
            removeStaged();
        }
        execute("INSERT INTO " + table.quoted() + " (" + names() + ") SELECT " + values() + " FROM " + stage + " AS s" + (whole ? "" : new DuckDbSyntax("").onDuplicate(table)));
        clear();
    }

    private long removeStaged() throws SQLException {
        return execute("DELETE FROM " + table.quoted() + " AS t USING " + stage + " AS s WHERE " + sameKey);
    }

    /** Where a row is made of the old one and the new cells, it is removed and inserted anew, as in {@link #upsert}. */
    @Override
    public long update(List<Row> rows, int[] columns) throws SQLException {
        stage(rows, IntStream.concat(IntStream.of(columns), IntStream.of(key)).toArray());
        String joined = " FROM " + table.quoted() + " AS t JOIN " + stage + " AS s ON " + sameKey;
        long found;
        if (whole) {
            putAside(each(i -> (isIn(i, columns) ? value(i) : "t." + column(i).quoted()) + " AS c" + i) + joined);
            found = removeStaged();
            insertPutAside();
        } else {
            String set = IntStream.of(columns).mapToObj(i -> column(i).quoted() + " = " + value(i)).collect(Collectors.joining(", "));
            found = execute("UPDATE " + table.quoted() + " AS t SET " + set + " FROM " + stage + " AS s WHERE " + sameKey);
        }
        clear();
        return found;
    }

    private static boolean isIn(int index, int[] columns) {
        return IntStream.of(columns).anyMatch(column -> column == index);
    }

    @Override
    public long delete(List<Row> rows) throws SQLException {
        stage(rows, key);
        long removed = removeStaged();
        clear();
        return removed;
    }

    /** A row with columns that the source does not know would lose their values: it is updated in its place. */
    @Override
    public Optional<EqualRemoval> equalRemoval() {
        return whole && key.length == 0 ? Optional.of(this::removeEqual) : Optional.empty();
    }

    /**
     * All rows that equal one of these are removed, and those that are more than have to go are inserted anew. Not by their rowid: a join on that left a
     * row behind in one of some hundred random cases (DuckDB 2.0), for a reason that was not found.
     */
    private long removeEqual(List<Row> rows) throws SQLException {
        stage(rows, all);
        String images = "(SELECT " + each(i -> value(i) + " AS c" + i) + ", count(*) AS times FROM " + stage + " AS s GROUP BY ALL) AS g";
        String same = IntStream.of(all).mapToObj(i -> "t." + column(i).quoted() + " IS NOT DISTINCT FROM g.c" + i).collect(Collectors.joining(" AND "));
        putAside(each(i -> "t." + column(i).quoted() + " AS c" + i) + " FROM " + table.quoted() + " AS t JOIN " + images + " ON " + same
                + " QUALIFY row_number() OVER (PARTITION BY " + each(i -> "g.c" + i) + ") > g.times");
        long removed = execute("DELETE FROM " + table.quoted() + " AS t USING " + images + " WHERE " + same) - insertPutAside();
        clear();
        return removed;
    }

    /** Puts rows aside, a column {@code c0}, {@code c1} and so on for each of the table's. */
    private void putAside(String select) throws SQLException {
        execute("CREATE OR REPLACE TEMP TABLE \"pg2any aside\" AS SELECT " + select);
    }

    /** Inserts the rows that were put aside. */
    private long insertPutAside() throws SQLException {
        long inserted = execute("INSERT INTO " + table.quoted() + " (" + names() + ") SELECT " + each(i -> "c" + i) + " FROM temp.main.\"pg2any aside\"");
        execute("DROP TABLE temp.main.\"pg2any aside\"");
        return inserted;
    }

    /** Fills the temporary table with these cells; the others are NULL. */
    private void stage(List<Row> rows, int[] cells) throws SQLException {
        // its making may have been rolled back, or it may be that of the table's former shape
        execute("CREATE " + (staged ? "TEMP TABLE IF NOT EXISTS " : "OR REPLACE TEMP TABLE ") + stage.substring("temp.main.".length()) + " ("
                + IntStream.of(all).mapToObj(i -> "c" + i + " " + (encoder(i).castsText() ? "VARCHAR" : column(i).existing().declared())).collect(Collectors.joining(", ")) + ")");
        staged = true;
        int[] order = IntStream.of(all).map(i -> isIn(i, cells) ? i : -1).toArray();
        append("temp", "main", stageName, rows, order);
    }

    private void clear() throws SQLException {
        execute("TRUNCATE " + stage);
    }

    /** @param order the cell of each column of the table appended to; -1: NULL */
    private void append(String database, String schema, String name, List<Row> rows, int[] order) throws SQLException {
        try (DuckDBAppender appender = connection.createAppender(database, schema, name)) {
            for (Row row : rows) {
                appender.beginRow();
                for (int cell : order) {
                    if (cell < 0 || row.isNull(cell)) {
                        appender.appendNull();
                    } else {
                        append(appender, row, cell);
                    }
                }
                appender.endRow();
            }
            appender.flush();
        }
    }

    private void append(DuckDBAppender appender, Row row, int cell) throws SQLException {
        try {
            encoder(cell).append(appender, row, cell);
        } catch (UnfitValue e) {
            throw table.unfit(row, cell, e);
        }
    }

    private long execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }

    @Override
    public void close() throws SQLException {
        if (staged) {
            execute("DROP TABLE IF EXISTS " + stage);
        }
    }
}
