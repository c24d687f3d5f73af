package io.pg2any.snapshot;

import io.pg2any.error.CdcException;
import io.pg2any.event.Row;

/**
 * Reads rows of COPY's text format: cells separated by tabs, {@code \N} for NULL, backslash escapes.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">PostgreSQL manual, COPY, Text Format</a>
 */
final class CopyText {

    private static final int CELL_HEADER = 5;

    private CopyText() {}

    /** The row of one line, with or without its line end. */
    static Row parse(byte[] line, int columns) {
        int length = line.length;
        while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
            length--;
        }
        byte[] out = new byte[length + columns * CELL_HEADER];
        int[] cells = new int[columns];
        int at = 0;
        int to = 0;
        for (int i = 0; i < columns; i++) {
            cells[i] = to;
            if (at + 1 < length && line[at] == '\\' && line[at + 1] == 'N' && (at + 2 == length || line[at + 2] == '\t')) {
                out[to++] = Row.NULL;
                at += 2;
            } else {
                int value = to + CELL_HEADER;
                int end = value;
                while (at < length && line[at] != '\t') {
                    byte c = line[at++];
                    if (c == '\\' && at < length) {
                        c = unescaped(line[at++]);
                    }
                    out[end++] = c;
                }
                int size = end - value;
                out[to] = Row.TEXT;
                out[to + 1] = (byte) (size >>> 24);
                out[to + 2] = (byte) (size >>> 16);
                out[to + 3] = (byte) (size >>> 8);
                out[to + 4] = (byte) size;
                to = end;
            }
            if (i < columns - 1) {
                if (at >= length || line[at] != '\t') {
                    throw wrong(columns);
                }
                at++;
            }
        }
        if (at != length) {
            throw wrong(columns);
        }
        return new Row(out, cells, to);
    }

    private static byte unescaped(byte c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> c;
        };
    }

    private static CdcException wrong(int columns) {
        return CdcException.internal("copy-format", "A row of COPY does not have " + columns + " columns.", null);
    }
}
