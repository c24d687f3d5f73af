package io.pg2any.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The cells of one row, without an object a cell: a view of the bytes in which they arrived. Immutable.
 *
 * <p>In {@link #array()} each cell stands in the form of pgoutput's TupleData: a kind byte ({@link #NULL},
 * {@link #UNCHANGED}, {@link #TEXT}, {@link #BINARY}), and for the latter two a length of four bytes and the value.
 */
public final class Row {

    public static final byte NULL = 'n';
    public static final byte UNCHANGED = 'u';
    public static final byte TEXT = 't';
    public static final byte BINARY = 'b';

    private static final int HEADER = 5;

    private final byte[] array;
    private final int[] cells;
    private final int end;

    /**
     * A view of cells in {@code array}, which must not change any more.
     *
     * @param cells the index of each cell's kind byte, ascending
     * @param end the index behind the last cell
     */
    @SuppressWarnings("ArrayParameterNotCopied")
    public Row(byte[] array, int[] cells, int end) {
        this.array = array;
        this.cells = cells;
        this.end = end;
    }

    /** A row of text cells; null stands for SQL NULL. */
    public static Row ofText(@Nullable String... values) {
        byte[] @Nullable [] utf8 = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            String value = values[i];
            utf8[i] = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        }
        return ofUtf8(utf8);
    }

    /** A row of text cells of these UTF-8 bytes, in an array that has room for nothing else; null stands for SQL NULL. */
    public static Row ofUtf8(byte[] @Nullable [] utf8) {
        int bytes = 0;
        for (byte @Nullable [] value : utf8) {
            bytes += value == null ? 1 : HEADER + value.length;
        }
        RowBuilder builder = new RowBuilder(utf8.length, bytes);
        for (byte @Nullable [] value : utf8) {
            if (value == null) {
                builder.addNull();
            } else {
                builder.addText(value);
            }
        }
        return builder.build();
    }

    /** Number of cells. */
    public int size() {
        return cells.length;
    }

    /** The kind byte of cell {@code i}: {@link #NULL}, {@link #UNCHANGED}, {@link #TEXT} or {@link #BINARY}. */
    public byte kind(int i) {
        return array[cells[i]];
    }

    public boolean isNull(int i) {
        return array[cells[i]] == NULL;
    }

    public boolean isUnchanged(int i) {
        return array[cells[i]] == UNCHANGED;
    }

    /** Whether any cell is {@link #UNCHANGED}. */
    public boolean isPartial() {
        for (int cell : cells) {
            if (array[cell] == UNCHANGED) {
                return true;
            }
        }
        return false;
    }

    /** The bytes that hold the values; shared, never to be written to. */
    public byte[] array() {
        return array;
    }

    /** Index in {@link #array()} of the first byte of the value of a text or binary cell. */
    public int start(int i) {
        return cells[i] + HEADER;
    }

    /** Number of bytes of the value of a text or binary cell. */
    public int length(int i) {
        int at = cells[i] + 1;
        return (array[at] & 0xff) << 24 | (array[at + 1] & 0xff) << 16 | (array[at + 2] & 0xff) << 8 | array[at + 3] & 0xff;
    }

    /** The text of cell {@code i}, null for SQL NULL. The cell must not be unchanged or binary. */
    public @Nullable String text(int i) {
        return switch (kind(i)) {
            case NULL -> null;
            case TEXT -> new String(array, start(i), length(i), StandardCharsets.UTF_8);
            default -> throw new IllegalStateException("cell " + i + " is not text but " + (char) kind(i));
        };
    }

    /** The cell as an object, for those who look at single values. */
    public Cell cell(int i) {
        return switch (kind(i)) {
            case NULL -> new Cell.Null();
            case UNCHANGED -> new Cell.Unchanged();
            case TEXT -> new Cell.Text(new String(array, start(i), length(i), StandardCharsets.UTF_8));
            case BINARY -> new Cell.Binary(Arrays.copyOfRange(array, start(i), start(i) + length(i)));
            default -> throw new IllegalStateException("cell " + i + " has the unknown kind " + kind(i));
        };
    }

    /** Bytes of the row in wire form, which is what it costs to keep. */
    public int bytes() {
        return cells.length == 0 ? 0 : end - cells[0];
    }

    /** Whether cell {@code i} of this row and cell {@code j} of the other are the same byte by byte. */
    public boolean cellEquals(int i, Row other, int j) {
        int a = cells[i];
        int b = other.cells[j];
        return Arrays.equals(array, a, cellEnd(i), other.array, b, other.cellEnd(j));
    }

    /**
     * Puts cell {@code i} of this row before (negative) or behind (positive) cell {@code j} of the other: the shorter one first, and of the same length the
     * one with the smaller bytes. No order of values, but whole numbers that are not negative come in theirs, in text and in binary form. Zero: they are the
     * same byte by byte. Both hold a value.
     */
    public int compareCell(int i, Row other, int j) {
        int length = length(i);
        int otherLength = other.length(j);
        if (length != otherLength) {
            return length < otherLength ? -1 : 1;
        }
        return Arrays.compareUnsigned(array, start(i), start(i) + length, other.array, other.start(j), other.start(j) + length);
    }

    /** A hash of the bytes of cell {@code i}, for use beside {@link #cellEquals}. */
    public int cellHash(int i) {
        int hash = 1;
        for (int at = cells[i], to = cellEnd(i); at < to; at++) {
            hash = 31 * hash + array[at];
        }
        return hash;
    }

    /** The same row as a view of bytes that hold nothing else. */
    public Row detached() {
        if (cells.length == 0 || array.length == bytes()) {
            return this;
        }
        int from = cells[0];
        int[] moved = new int[cells.length];
        for (int i = 0; i < cells.length; i++) {
            moved[i] = cells[i] - from;
        }
        return new Row(Arrays.copyOfRange(array, from, end), moved, end - from);
    }

    /** This row with each unchanged cell taken from {@code older}, an earlier image of the same row and relation. */
    public Row completedFrom(Row older) {
        if (!isPartial()) {
            return this;
        }
        RowBuilder builder = new RowBuilder(cells.length);
        for (int i = 0; i < cells.length; i++) {
            builder.addCell(isUnchanged(i) ? older : this, i);
        }
        return builder.build();
    }

    /** Index in {@link #array()} of the kind byte of cell {@code i}; the cells follow each other without a gap. */
    public int cellStart(int i) {
        return cells[i];
    }

    int cellEnd(int i) {
        return kind(i) == TEXT || kind(i) == BINARY ? start(i) + length(i) : cells[i] + 1;
    }

    /** Values are data of a user's row: only the shape is told. */
    @Override
    public String toString() {
        return "Row[" + cells.length + " cells, " + bytes() + " bytes]";
    }
}
