package io.pg2any.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;

import io.pg2any.error.CdcException;

/**
 * The frontend/backend protocol, as far as a replication stream and COPY need it, on an authenticated socket. Reads in large chunks
 * into blocks of bytes that are never reused, so that rows may point into them. One thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL manual, Message Formats</a>
 */
final class MessageSocket {

    private static final int HEADER = 5;

    private static final int BLOCK = 256 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] block;
    private int begin;
    private int end;

    /** The message that {@link #next()} found: its type, and where its body stands in {@link #array()}. */
    private byte type;
    private int bodyFrom;
    private int bodyTo;

    MessageSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.block = new byte[BLOCK];
    }

    byte type() {
        return type;
    }

    byte[] array() {
        return block;
    }

    int from() {
        return bodyFrom;
    }

    int to() {
        return bodyTo;
    }

    /** Steps to the next message that has arrived completely; false if there is none before more is read. */
    boolean next() {
        int available = end - begin;
        if (available < HEADER || available - 1 < length()) {
            return false;
        }
        type = block[begin];
        bodyFrom = begin + HEADER;
        bodyTo = begin + 1 + length();
        begin = bodyTo;
        return true;
    }

    /**
     * Steps over the messages of the same type that have arrived completely behind the present one, and moves their bodies together: all stand in
     * {@code [from(), to())}.
     *
     * @return how many there were
     */
    int gather() {
        byte[] bytes = block;
        int at = begin;
        int to = bodyTo;
        int count = 0;
        while (end - at >= HEADER && bytes[at] == type) {
            int length = int32(bytes, at + 1);
            if (length < HEADER - 1 || length > end - at - 1) {
                break;
            }
            System.arraycopy(bytes, at + HEADER, bytes, to, length - (HEADER - 1));
            to += length - (HEADER - 1);
            at += 1 + length;
            count++;
        }
        begin = at;
        bodyTo = to;
        return count;
    }

    /** Bytes that were read and not stepped over yet. */
    int held() {
        return end - begin;
    }

    /**
     * Waits for bytes.
     *
     * @return how many came; 0 when none did in time
     */
    int read(Duration timeout) throws IOException {
        makeRoom();
        socket.setSoTimeout((int) Math.max(1, timeout.toMillis()));
        int count;
        try {
            count = in.read(block, end, block.length - end);
        } catch (SocketTimeoutException e) {
            return 0;
        }
        if (count < 0) {
            throw new IOException("the server closed the connection");
        }
        end += count;
        return count;
    }

    private void makeRoom() {
        int held = end - begin;
        int needed = held >= HEADER ? Math.max(1 + length(), BLOCK) : BLOCK;
        boolean messageFits = held < HEADER ? begin + HEADER <= block.length : begin + 1 + (long) length() <= block.length;
        if (end < block.length && messageFits) {
            return;
        }
        byte[] fresh = allocate(needed);
        System.arraycopy(block, begin, fresh, 0, held);
        block = fresh;
        begin = 0;
        end = held;
    }

    private byte[] allocate(int size) {
        try {
            return new byte[size];
        } catch (OutOfMemoryError e) {
            throw new MessageTooLargeException(size, java.util.Arrays.copyOfRange(block, begin + HEADER, Math.max(begin + HEADER, end)));
        }
    }

    /** Length of the message at {@link #begin}, which counts itself but not the type. */
    private int length() {
        int length = int32(block, begin + 1);
        if (length < 4) {
            throw CdcException.internal("protocol", "The server sent a message of length " + length + ".", null);
        }
        return length;
    }

    void query(String sql) throws IOException {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        send(ByteBuffer.allocate(6 + text.length).put((byte) 'Q').putInt(5 + text.length).put(text).put((byte) 0));
    }

    void copyData(byte[] content) throws IOException {
        send(ByteBuffer.allocate(HEADER + content.length).put((byte) 'd').putInt(4 + content.length).put(content));
    }

    void copyDone() throws IOException {
        send(ByteBuffer.allocate(HEADER).put((byte) 'c').putInt(4));
    }

    /** The buffer is one that was allocated for the message and is full. */
    @SuppressWarnings("ByteBufferBackingArray")
    private void send(ByteBuffer message) throws IOException {
        out.write(message.array());
        out.flush();
    }

    /** The error that the body of an ErrorResponse tells, with its SQLSTATE. */
    SQLException error() {
        String state = null;
        String message = "no reason given";
        int at = bodyFrom;
        while (at < bodyTo && block[at] != 0) {
            byte field = block[at++];
            int from = at;
            while (at < bodyTo && block[at] != 0) {
                at++;
            }
            String value = new String(block, from, at - from, StandardCharsets.UTF_8);
            at++;
            if (field == 'C') {
                state = value;
            } else if (field == 'M') {
                message = value;
            }
        }
        return new SQLException(message, state);
    }

    static int int32(byte[] b, int at) {
        return (b[at] & 0xff) << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
    }

    static long int64(byte[] b, int at) {
        return (long) int32(b, at) << 32 | int32(b, at + 4) & 0xffff_ffffL;
    }
}
