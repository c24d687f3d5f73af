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
 * Writes rows by {@code COPY … FROM STDIN}, from their bytes as they are: in text format but for the escapes, in binary format where all
 * of their cells came in that form.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS">PostgreSQL manual, COPY, File Formats</a>
 */
final class CopySender {

    /** A piece of the stream; rows may be cut anywhere. */
    private static final int PIECE = 1 << 16;

    private static final byte[] NONE = {};
    /** Signature, flags, length of the extension. */
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] TRAILER = {-1, -1};
    private static final byte[] NULL = {-1, -1, -1, -1};
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
        boolean binary = BinaryCells.are(rows.getFirst());
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(binary ? statement + " (FORMAT binary)" : statement);
        try {
            piece = new byte[PIECE];
            filled = 0;
            if (binary) {
                put(copy, HEADER, 0, HEADER.length);
                for (Row row : rows) {
                    writeBinary(copy, row);
                }
                put(copy, TRAILER, 0, TRAILER.length);
            } else {
                for (Row row : rows) {
                    write(copy, row);
                }
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

    /** A cell stands in the stream as it does in COPY: its length, and its bytes. */
    private void writeBinary(CopyIn copy, Row row) throws SQLException {
        put(copy, (byte) (row.size() >> 8));
        put(copy, (byte) row.size());
        for (int i = 0; i < row.size(); i++) {
            if (row.isNull(i)) {
                put(copy, NULL, 0, NULL.length);
            } else {
                put(copy, row.array(), row.start(i) - Integer.BYTES, row.length(i) + Integer.BYTES);
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
