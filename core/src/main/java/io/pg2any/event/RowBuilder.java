package io.pg2any.event;

import java.util.Arrays;

/** Makes a {@link Row} cell by cell, in order. One thread, one row. */
public final class RowBuilder {

    private static final int HEADER = 5;

    private final int[] cells;
    private byte[] array;
    private int count;
    private int end;

    /** For a row of exactly {@code size} cells. */
    public RowBuilder(int size) {
        this(size, size * 16);
    }

    /** For a row of exactly {@code size} cells that will cost about {@code bytes} to keep. */
    public RowBuilder(int size, int bytes) {
        this.cells = new int[size];
        this.array = new byte[Math.max(16, bytes)];
    }

    public RowBuilder addNull() {
        return addKind(Row.NULL);
    }

    public RowBuilder addUnchanged() {
        return addKind(Row.UNCHANGED);
    }

    /** Adds a text cell of these UTF-8 bytes. */
    public RowBuilder addText(byte[] utf8) {
        return addText(utf8, 0, utf8.length);
    }

    public RowBuilder addText(byte[] source, int from, int length) {
        return addValue(Row.TEXT, source, from, length);
    }

    public RowBuilder addBinary(byte[] source, int from, int length) {
        return addValue(Row.BINARY, source, from, length);
    }

    /** Adds cell {@code i} of {@code row} as it is. */
    public RowBuilder addCell(Row row, int i) {
        int from = row.cellStart(i);
        int length = row.cellEnd(i) - from;
        room(length);
        cells[count++] = end;
        System.arraycopy(row.array(), from, array, end, length);
        end += length;
        return this;
    }

    public Row build() {
        if (count != cells.length) {
            throw new IllegalStateException("the row needs " + cells.length + " cells, not " + count);
        }
        return new Row(array, cells, end);
    }

    private RowBuilder addKind(byte kind) {
        room(1);
        cells[count++] = end;
        array[end++] = kind;
        return this;
    }

    private RowBuilder addValue(byte kind, byte[] source, int from, int length) {
        room(length + HEADER);
        cells[count++] = end;
        array[end] = kind;
        array[end + 1] = (byte) (length >>> 24);
        array[end + 2] = (byte) (length >>> 16);
        array[end + 3] = (byte) (length >>> 8);
        array[end + 4] = (byte) length;
        System.arraycopy(source, from, array, end + HEADER, length);
        end += HEADER + length;
        return this;
    }

    private void room(int more) {
        long needed = (long) end + more;
        if (needed > array.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("a row of more than 2 GiB");
            }
            array = Arrays.copyOf(array, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, array.length * 2L)));
        }
    }
}
