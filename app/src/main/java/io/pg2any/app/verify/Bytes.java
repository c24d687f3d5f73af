package io.pg2any.app.verify;

import java.util.Arrays;

/** Bytes that grow and are used again. One thread. */
final class Bytes {

    private byte[] array = new byte[1024];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** Valid up to {@link #length()}; not to be kept. */
    byte[] array() {
        return array;
    }

    void add(int b) {
        room(1);
        array[length++] = (byte) b;
    }

    void add(byte[] from, int start, int count) {
        room(count);
        System.arraycopy(from, start, array, length, count);
        length += count;
    }

    void add(byte[] from) {
        add(from, 0, from.length);
    }

    void addLong(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            array[length++] = (byte) (value >>> shift);
        }
    }

    /** Leaves room for the length of what follows. */
    int beginPart() {
        room(Integer.BYTES);
        int begin = length;
        length += Integer.BYTES;
        return begin;
    }

    /** Writes the length of what followed {@code begin}. */
    void endPart(int begin) {
        int value = length - begin - Integer.BYTES;
        array[begin] = (byte) (value >>> 24);
        array[begin + 1] = (byte) (value >>> 16);
        array[begin + 2] = (byte) (value >>> 8);
        array[begin + 3] = (byte) value;
    }

    byte[] copy() {
        return Arrays.copyOf(array, length);
    }

    private void room(int more) {
        if (length + more > array.length) {
            array = Arrays.copyOf(array, Math.max(length + more, array.length * 2));
        }
    }
}
