package io.pg2any.destination.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * Binds many rows as one array a column, for {@code unnest}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">PostgreSQL manual, Array Input and Output Syntax</a>
 */
final class ArrayParameters {

    private static final byte[] NULL = {'N', 'U', 'L', 'L'};
    private static final byte[] NONE = {};
    /** What an element needs beyond its value: quotes and a comma. */
    private static final int AROUND = 3;
    /** What the JVM's arrays can hold. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

    private final TargetTable table;
    private final CellCheck check;
    /** Of one array: a table that is not written to keeps no memory. */
    private byte[] buffer = NONE;
    private int filled;

    ArrayParameters(TargetTable table, CellCheck check) {
        this.table = table;
        this.check = check;
    }

    /** The placeholder of a column's array: of its own type, or of text where that cannot stand in an array of this form. */
    static String placeholder(TargetColumn column) {
        return "?::" + (isDirect(column) ? PostgresNames.cast(column.existing().type()) : "pg_catalog.text") + "[]";
    }

    /** The expression for a column's value out of {@code element}, one of {@link #placeholder}'s array. */
    static String value(TargetColumn column, String element) {
        return isDirect(column) ? element : element + "::" + PostgresNames.cast(column.existing().type());
    }

    /** An array in an array would be taken apart with it; box and some extensions' types are not delimited by commas. */
    static boolean isDirect(TargetColumn column) {
        String type = column.existing().type();
        return PostgresNames.isBuiltIn(type) && !PostgresNames.isArray(type) && !type.equals("box");
    }

    /** Sets the parameters to the cells of {@code columns}. */
    void bind(PreparedStatement statement, List<Row> rows, int[] columns) throws SQLException {
        // not a list: the JVM compiled the loops over lists of several kinds again and again, for a tenth of all processor time
        Row[] bound = rows.toArray(Row[]::new);
        int next = 1;
        for (int column : columns) {
            buffer = new byte[size(bound, column)];
            filled = 0;
            fill(bound, column);
            statement.setString(next++, new String(buffer, 0, filled, StandardCharsets.UTF_8));
        }
        buffer = NONE;
    }

    /** The size of an array in which nothing needs an escape. */
    private static int size(Row[] rows, int column) {
        long size = 2;
        for (Row row : rows) {
            size += AROUND + (row.isNull(column) ? NULL.length : row.length(column));
        }
        return Math.toIntExact(Math.min(MOST_BYTES, size));
    }

    private void fill(Row[] rows, int column) {
        put((byte) '{');
        for (Row row : rows) {
            if (filled > 1) {
                put((byte) ',');
            }
            if (row.isNull(column)) {
                put(NULL, 0, NULL.length);
            } else {
                element(row, column);
            }
        }
        put((byte) '}');
    }

    private void element(Row row, int column) {
        try {
            check.check(row, column);
        } catch (UnfitValue e) {
            throw table.unfit(row, column, e);
        }
        put((byte) '"');
        byte[] value = row.array();
        int run = row.start(column);
        int end = run + row.length(column);
        for (int i = run; i < end; i++) {
            if (value[i] == '"' || value[i] == '\\') {
                put(value, run, i - run);
                put((byte) '\\');
                run = i;
            }
        }
        put(value, run, end - run);
        put((byte) '"');
    }

    private void put(byte one) {
        room(1);
        buffer[filled++] = one;
    }

    private void put(byte[] bytes, int from, int length) {
        room(length);
        System.arraycopy(bytes, from, buffer, filled, length);
        filled += length;
    }

    private void room(int more) {
        if (more > buffer.length - filled) {
            long needed = (long) filled + more;
            long doubled = Math.max(needed, buffer.length * 2L);
            buffer = Arrays.copyOf(buffer, (int) Math.min(MOST_BYTES, Math.max(needed, doubled)));
        }
    }
}
