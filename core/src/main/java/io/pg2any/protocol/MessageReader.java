package io.pg2any.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.Row;
import io.pg2any.event.Xid;

/**
 * A cursor over the bytes of one message. It checks every length before it is used; what does not fit is an error that
 * names the message, the position in it and what was expected there. One thread, used again for each message.
 */
final class MessageReader {

    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** 2000-01-01 UTC, where PostgreSQL's clock starts, in seconds since 1970. */
    private static final long POSTGRES_EPOCH = 946_684_800L;

    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int CELL_HEADER = 5;

    private byte[] array = new byte[0];
    private int from;
    private int at;
    private int to;

    /** Goes to the start of the message in {@code array[from, to)}. */
    @SuppressWarnings("ArrayParameterNotCopied") // rows are views of it: that is the point
    void open(byte[] array, int from, int to) {
        Objects.checkFromToIndex(from, to, array.length);
        this.array = array;
        this.from = from;
        this.at = from;
        this.to = to;
    }

    int int8(String what) {
        need(1, what);
        return array[at++] & 0xff;
    }

    /** A byte that may only be one of 0 to {@code max}. */
    int flags(int max, String what) {
        int flags = int8(what);
        if (flags > max) {
            at--;
            throw error(what + " of at most " + max, "it is " + flags);
        }
        return flags;
    }

    /** A byte that may only be one of these letters. */
    int letter(String allowed) {
        need(1, allowed);
        int letter = array[at];
        if (allowed.indexOf(letter) < 0) {
            throw error("one of the letters " + allowed, "it is the byte " + (letter & 0xff));
        }
        at++;
        return letter;
    }

    /** An unsigned number of two bytes. */
    int int16(String what) {
        need(2, what);
        int value = (short) INT16.get(array, at) & 0xffff;
        at += 2;
        return value;
    }

    int int32(String what) {
        need(4, what);
        int value = (int) INT32.get(array, at);
        at += 4;
        return value;
    }

    long int64(String what) {
        need(8, what);
        long value = (long) INT64.get(array, at);
        at += 8;
        return value;
    }

    Lsn lsn(String what) {
        return new Lsn(int64(what));
    }

    /** Microseconds since 2000-01-01 UTC. */
    Instant time(String what) {
        long micros = int64(what);
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        int rest = Math.floorMod(micros, MICROS_PER_SECOND);
        return Instant.ofEpochSecond(POSTGRES_EPOCH + seconds, rest * 1000L);
    }

    Xid xid(String what) {
        return new Xid(int32(what));
    }

    /** UTF-8 text that a zero byte ends. */
    String string(String what) {
        int end = at;
        while (end < to && array[end] != 0) {
            end++;
        }
        if (end == to) {
            throw error(what + " ended by a zero byte", "no zero byte follows");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, at, end - at)).toString();
            at = end + 1;
            return text;
        } catch (CharacterCodingException e) {
            throw error(what + " in UTF-8", "it is not");
        }
    }

    /** A copy of bytes that are preceded by their number, Int32. */
    byte[] bytes(String what) {
        int length = int32("the length of " + what);
        if (length < 0 || length > to - at) {
            at -= 4;
            throw error(what + " inside the message", "its length is " + length);
        }
        at += length;
        return Arrays.copyOfRange(array, at - length, at);
    }

    /**
     * A row, as a view.
     *
     * <pre>
     * TupleData: Int16 number of cells, then each:
     *   Byte1 'n' (null) | Byte1 'u' (unchanged TOAST) | Byte1 't' (text) or 'b' (binary), Int32 length, Byten value
     * </pre>
     *
     * @param size how many cells the relation asks for
     */
    Row row(int size) {
        int count = int16("the number of cells");
        if (count != size) {
            at -= 2;
            throw error(size + " cells, as the relation has columns", "there are " + count);
        }
        int[] cells = new int[count];
        int next = at;
        for (int i = 0; i < count; i++) {
            cells[i] = next;
            next = cellEnd(next);
        }
        at = next;
        return new Row(array, cells, next);
    }

    private int cellEnd(int cell) {
        int kind = cell < to ? array[cell] : -1;
        if (kind == Row.NULL || kind == Row.UNCHANGED) {
            return cell + 1;
        }
        if ((kind == Row.TEXT || kind == Row.BINARY) && to - cell >= CELL_HEADER) {
            int length = (int) INT32.get(array, cell + 1);
            if (length >= 0 && length <= to - cell - CELL_HEADER) {
                return cell + CELL_HEADER + length;
            }
        }
        at = cell;
        throw error("a cell of kind n, u, t or b whose length lies inside the message", "there is none");
    }

    /** Bytes not read yet. */
    int left() {
        return to - at;
    }

    /** The message must be over. */
    void end() {
        if (at != to) {
            throw error("the end of the message", (to - at) + " bytes follow");
        }
    }

    private void need(int length, String what) {
        if (length > to - at) {
            throw error(what, "the message ends after " + (to - from) + " bytes");
        }
    }

    /** An error at the cursor's position. Values are never part of it. */
    CdcException error(String expected, String found) {
        return CdcException.internal(
                "protocol", "Message " + letter() + ", byte " + (at - from) + ": expected " + expected + ", but " + found + ".", null);
    }

    private String letter() {
        if (from == to) {
            return "(empty)";
        }
        int letter = array[from] & 0xff;
        return letter > ' ' && letter < 0x7f ? "'" + (char) letter + "'" : "0x" + Integer.toHexString(letter);
    }
}
