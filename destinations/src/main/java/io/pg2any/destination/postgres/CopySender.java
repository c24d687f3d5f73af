package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

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

    CopySender(Connection connection, TargetTable table, CellCheck check) {
        this.connection = connection;
        this.table = table;
        this.check = check;
        this.statement = "COPY " + table.quoted() + " (" + PostgresSyntax.names(table.columns()) + ") FROM STDIN";
    }

    void send(List<Row> rows) throws SQLException {
        try (CopyInput copy = new CopyInput(connection, statement)) {
            for (Row row : rows) {
                write(copy, row);
            }
            copy.end();
        }
    }

    /** Rows of which all cells are in binary form. */
    void sendBinary(List<Row> rows) throws SQLException {
        try (CopyInput copy = new CopyInput(connection, statement + " (FORMAT binary)")) {
            copy.put(HEADER, 0, HEADER.length);
            for (Row row : rows) {
                writeBinary(copy, row);
            }
            copy.put(TRAILER, 0, TRAILER.length);
            copy.end();
        }
    }

    /** A cell stands in the stream as it does in COPY: its length, and its bytes. */
    private void writeBinary(CopyInput copy, Row row) throws SQLException {
        copy.put((byte) (row.size() >> 8));
        copy.put((byte) row.size());
        for (int i = 0; i < row.size(); i++) {
            if (row.isNull(i)) {
                copy.put(NULL, 0, NULL.length);
            } else {
                copy.put(row.array(), row.start(i) - Integer.BYTES, row.length(i) + Integer.BYTES);
            }
        }
    }

    private void write(CopyInput copy, Row row) throws SQLException {
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                copy.put((byte) '\t');
            }
            if (row.isNull(i)) {
                copy.put((byte) '\\');
                copy.put((byte) 'N');
                continue;
            }
            check(row, i);
            write(copy, row.array(), row.start(i), row.length(i));
        }
        copy.put((byte) '\n');
    }

    private void check(Row row, int cell) {
        try {
            check.check(row, cell);
        } catch (UnfitValue e) {
            throw table.unfit(row, cell, e);
        }
    }

    private void write(CopyInput copy, byte[] value, int from, int length) throws SQLException {
        int end = from + length;
        int run = from;
        for (int i = from; i < end; i++) {
            byte escape = value[i] >= 0 ? ESCAPES[value[i]] : 0;
            if (escape != 0) {
                copy.put(value, run, i - run);
                copy.put((byte) '\\');
                copy.put(escape);
                run = i + 1;
            }
        }
        copy.put(value, run, end - run);
    }
}
