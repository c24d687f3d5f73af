package io.pg2any.app.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** 128 bits that stand for bytes: different ones have the same by a chance that is nil in practice. Not for secrets. */
record Digest(long high, long low) {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long A = 0x9E3779B97F4A7C15L;
    private static final long B = 0xD6E8FEB86659FD93L;
    private static final long C = 0xC2B2AE3D27D4EB4FL;

    static Digest of(Bytes bytes) {
        byte[] array = bytes.array();
        int length = bytes.length();
        long h = A ^ length;
        long l = B + length;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            long word = (long) WORD.get(array, at);
            h = Long.rotateLeft(h ^ word * C, 29) * A + l;
            l = Long.rotateLeft(l + word * B, 33) * C ^ h;
        }
        long rest = word(array, at, length - at);
        h = mixed(h ^ rest * B);
        l = mixed(l + rest * A + h);
        return new Digest(mixed(h + l), l);
    }

    private static long word(byte[] array, int from, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (array[from + i] & 0xffL) << 8 * i;
        }
        return word;
    }

    private static long mixed(long value) {
        long x = (value ^ value >>> 32) * B;
        x = (x ^ x >>> 29) * C;
        return x ^ x >>> 32;
    }
}
