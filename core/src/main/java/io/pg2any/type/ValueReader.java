package io.pg2any.type;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import io.pg2any.error.CdcException;

/** A cursor over one binary value and the values inside it. It checks every length. One thread, used again and again. */
final class ValueReader {

    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array = new byte[0];
    private int typeOid;
    private int from;
    private int at;
    private int to;

    @SuppressWarnings("ArrayParameterNotCopied") // only read
    void open(int typeOid, byte[] array, int from, int to) {
        this.typeOid = typeOid;
        this.array = array;
        this.from = from;
        this.at = from;
        this.to = to;
    }

    int int8() {
        need(1);
        return array[at++] & 0xff;
    }

    short int16() {
        need(2);
        at += 2;
        return (short) INT16.get(array, at - 2);
    }

    int int32() {
        need(4);
        at += 4;
        return (int) INT32.get(array, at - 4);
    }

    long int64() {
        need(8);
        at += 8;
        return (long) INT64.get(array, at - 8);
    }

    double float8() {
        return Double.longBitsToDouble(int64());
    }

    /** A number of things of at least {@code size} bytes each, for which there must be room. */
    int count(int size) {
        int count = int32();
        if (count < 0 || (long) count * size > to - at) {
            throw error("a count of " + count);
        }
        return count;
    }

    /** Narrows to the next {@code length} bytes; {@link #leave} with the result goes back. */
    int enter(int length) {
        if (length < 0) {
            throw error("a length of " + length);
        }
        need(length);
        int outer = to;
        to = at + length;
        return outer;
    }

    /** Ends what {@link #enter} began: all of it must have been read. */
    void leave(int outer) {
        end();
        to = outer;
    }

    /** All that is left, as it is. */
    void rest(TextWriter out) {
        out.bytes(array, at, to - at);
        at = to;
    }

    int left() {
        return to - at;
    }

    void end() {
        if (at != to) {
            throw error((to - at) + " bytes too many");
        }
    }

    private void need(int length) {
        if (length > to - at) {
            throw error("too few bytes");
        }
    }

    CdcException error(String found) {
        return CdcException.internal(
                "binary-value",
                "A binary value of the type with OID " + Integer.toUnsignedString(typeOid) + " has at byte " + (at - from) + " " + found + ".",
                null);
    }
}
