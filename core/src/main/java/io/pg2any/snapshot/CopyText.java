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

    /** The row of the line in {@code line[from, to)}, with or without its line end. */
    static Row parse(byte[] line, int from, int to, int columns) {
        int length = to;
        while (length > from && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
            length--;
        }
        byte[] out = new byte[length - from + columns * CELL_HEADER];
        int[] cells = new int[columns];
        int at = from;
        int filled = 0;
        for (int i = 0; i < columns; i++) {
            cells[i] = filled;
            if (at + 1 < length && line[at] == '\\' && line[at + 1] == 'N' && (at + 2 == length || line[at + 2] == '\t')) {
                out[filled++] = Row.NULL;
                at += 2;
            } else {
                int value = filled + CELL_HEADER;
                int end = value;
                while (at < length && line[at] != '\t') {
                    byte c = line[at++];
                    if (c == '\\' && at < length) {
                        c = unescaped(line[at++]);
                    }
                    out[end++] = c;
                }
                int size = end - value;
                out[filled] = Row.TEXT;
                out[filled + 1] = (byte) (size >>> 24);
                out[filled + 2] = (byte) (size >>> 16);
                out[filled + 3] = (byte) (size >>> 8);
                out[filled + 4] = (byte) size;
                filled = end;
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
        return new Row(out, cells, filled);
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
