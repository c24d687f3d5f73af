package io.pg2any.type;

import java.util.Arrays;

/** Bytes of text, growing. One thread, used again and again. */
final class TextWriter {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] array = new byte[1024];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** The bytes so far. */
    byte[] copy() {
        return Arrays.copyOf(array, size);
    }

    /** Takes away and returns what was written since {@code size} was {@code mark}. */
    byte[] cut(int mark) {
        byte[] tail = Arrays.copyOfRange(array, mark, size);
        size = mark;
        return tail;
    }

    TextWriter put(int character) {
        room(1);
        array[size++] = (byte) character;
        return this;
    }

    TextWriter ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            array[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    void bytes(byte[] source, int from, int length) {
        room(length);
        System.arraycopy(source, from, array, size, length);
        size += length;
    }

    void bytes(byte[] source) {
        bytes(source, 0, source.length);
    }

    TextWriter number(long value) {
        if (value < 0) {
            put('-');
            if (value == Long.MIN_VALUE) {
                return ascii("9223372036854775808");
            }
        }
        return padded(Math.abs(value), 1);
    }

    /** A number that is not negative, with zeros before it up to {@code width} digits. */
    TextWriter padded(long value, int width) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        int length = Math.max(width, digits);
        room(length);
        long rest = value;
        for (int i = size + length - 1; i >= size; i--) {
            array[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += length;
        return this;
    }

    TextWriter unsigned(long value) {
        return value >= 0 ? number(value) : ascii(Long.toUnsignedString(value));
    }

    /** The byte as two hexadecimal digits. */
    TextWriter hex(int value) {
        return put(HEX[value >> 4 & 15]).put(HEX[value & 15]);
    }

    /** Writes four bytes over those at {@code at}. */
    void patch(int at, int value) {
        array[at] = (byte) (value >>> 24);
        array[at + 1] = (byte) (value >>> 16);
        array[at + 2] = (byte) (value >>> 8);
        array[at + 3] = (byte) value;
    }

    private void room(int more) {
        long needed = (long) size + more;
        if (needed > array.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("a row of more than 2 GiB");
            }
            array = Arrays.copyOf(array, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, array.length * 2L)));
        }
    }
}
