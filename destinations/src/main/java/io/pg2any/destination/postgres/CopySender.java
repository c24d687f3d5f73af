package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * Writes rows by {@code COPY … FROM STDIN} in text format, from their bytes as they are but for the escapes.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS">PostgreSQL manual, COPY, Text Format</a>
 */
final class CopySender {

    /** A piece of the stream; rows may be cut anywhere. */
    private static final int PIECE = 1 << 16;

    private static final byte[] NONE = {};
    private static final byte[] ESCAPES = new byte[128];

    static {
        ESCAPES['\\'] = '\\';
        ESCAPES['\t'] = 't';
        ESCAPES['\n'] = 'n';
        ESCAPES['\r'] = 'r';
    }

    private final Connection connection;
    private final TargetTable table;
    private final CellCheck check;
    private final String statement;
    /** Of one COPY: a table that is not written to keeps no memory. */
    private byte[] piece = NONE;
    private int filled;

    CopySender(Connection connection, TargetTable table, CellCheck check) {
        this.connection = connection;
        this.table = table;
        this.check = check;
        this.statement = "COPY " + table.quoted() + " (" + PostgresSyntax.names(table.columns()) + ") FROM STDIN";
    }

    void send(List<Row> rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            piece = new byte[PIECE];
            filled = 0;
            for (Row row : rows) {
                write(copy, row);
            }
            copy.writeToCopy(piece, 0, filled);
            copy.endCopy();
        } finally {
            piece = NONE;
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void write(CopyIn copy, Row row) throws SQLException {
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                put(copy, (byte) '\t');
            }
            if (row.isNull(i)) {
                put(copy, (byte) '\\');
                put(copy, (byte) 'N');
                continue;
            }
            check(row, i);
            write(copy, row.array(), row.start(i), row.length(i));
        }
        put(copy, (byte) '\n');
    }

    private void check(Row row, int cell) {
        try {
            check.check(row, cell);
        } catch (UnfitValue e) {
            throw table.unfit(row, cell, e);
        }
    }

    private void write(CopyIn copy, byte[] value, int from, int length) throws SQLException {
        int end = from + length;
        int run = from;
        for (int i = from; i < end; i++) {
            byte escape = value[i] >= 0 ? ESCAPES[value[i]] : 0;
            if (escape != 0) {
                put(copy, value, run, i - run);
                put(copy, (byte) '\\');
                put(copy, escape);
                run = i + 1;
            }
        }
        put(copy, value, run, end - run);
    }

    private void put(CopyIn copy, byte[] bytes, int from, int length) throws SQLException {
        if (length > PIECE - filled) {
            flush(copy);
            if (length > PIECE) {
                copy.writeToCopy(bytes, from, length);
                return;
            }
        }
        System.arraycopy(bytes, from, piece, filled, length);
        filled += length;
    }

    private void put(CopyIn copy, byte one) throws SQLException {
        if (filled == PIECE) {
            flush(copy);
        }
        piece[filled++] = one;
    }

    private void flush(CopyIn copy) throws SQLException {
        copy.writeToCopy(piece, 0, filled);
        filled = 0;
    }
}
