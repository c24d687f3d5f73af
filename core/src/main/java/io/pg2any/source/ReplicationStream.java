package io.pg2any.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;

/**
 * A running START_REPLICATION: hands out messages, answers the server in time, and tells it how far the target is. Owned by
 * the reader thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-replication.html">PostgreSQL manual, Streaming Replication Protocol</a>
 */
public final class ReplicationStream implements AutoCloseable {

    /** Takes what the stream brings. */
    public interface Sink {
        /** One pgoutput message: {@code array[from, to)}, which never changes afterwards. */
        void message(byte[] array, int from, int to);

        /** The server has sent everything up to {@code end}. */
        void keepalive(Lsn end);

        /**
         * A message of {@code size} bytes begins that memory cannot hold: the stream ends with the error that this returns.
         *
         * @param array in {@code [from, to)} the beginning of it, if it has arrived
         */
        CdcException tooLarge(byte[] array, int from, int to, int size);

        /** What one read brought has been handed out: {@code bytes} in {@code nanos}. */
        default void read(int bytes, long nanos) {}
    }

    private static final int XLOG_HEADER = 25;
    /** Below this much in one read the reader is faster than the sender. */
    private static final int SMALL_READ = 64 * 1024;
    /** Measured: a pause of this length while behind lets both sides work in larger pieces, longer ones cost rate. */
    private static final long PAUSE_NANOS = 200_000;
    private static final long POSTGRES_EPOCH_SECONDS = 946_684_800L;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final SocketConnection connection;
    private final MessageSocket socket;
    private final Duration statusInterval;
    private final long silenceNanos;
    /** Of a stream from this machine; {@link CapturedSockets} bounds what can arrive during a pause. */
    private final @Nullable Pacing pacing;
    private long lastStatus = System.nanoTime();
    private long lastHeard = System.nanoTime();
    private Lsn received;
    private Lsn acknowledged;
    private long lastSentMicros;
    private boolean behind;
    /** Messages may have come along with the answer that the stream begins: nothing else need follow them for long. */
    private boolean unread = true;

    ReplicationStream(SocketConnection connection, String command, Lsn from, Duration statusInterval) {
        this.connection = connection;
        this.statusInterval = statusInterval;
        this.silenceNanos = Math.max(3 * statusInterval.toNanos(), Duration.ofSeconds(20).toNanos());
        this.pacing = connection.socket().getInetAddress().isLoopbackAddress() ? new Pacing() : null;
        this.received = from;
        this.acknowledged = from;
        try {
            this.socket = new MessageSocket(connection.socket());
            socket.query(command);
            awaitStart();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void awaitStart() throws IOException {
        while (true) {
            while (socket.next()) {
                switch (socket.type()) {
                    case 'W' -> {
                        return;
                    }
                    case 'E' -> throw SourceErrors.of("starting replication", socket.error());
                    default -> { /* notices and parameter values */ }
                }
            }
            if (socket.read(Duration.ofSeconds(1)) == 0) {
                checkSilence();
            }
        }
    }

    /** End of the log received so far. */
    public Lsn received() {
        return received;
    }

    /** When the server sent the latest message, by its own clock. */
    public Instant lastSent() {
        return Instant.ofEpochSecond(POSTGRES_EPOCH_SECONDS + Math.floorDiv(lastSentMicros, 1_000_000L),
                Math.floorMod(lastSentMicros, 1_000_000L) * 1000);
    }

    /** While behind, the stream is read with short pauses, in larger pieces; caught up, it never pauses. */
    public void behind(boolean value) {
        behind = value;
    }

    /** Hands out what has arrived, after waiting for it at most {@code timeout}; sends status when it is due. */
    public void poll(Sink sink, Duration timeout) {
        try {
            int count = unread ? socket.held() : socket.read(timeout);
            unread = false;
            if (count == 0) {
                checkSilence();
            } else {
                long begun = System.nanoTime();
                lastHeard = begun;
                while (socket.next()) {
                    dispatch(sink);
                }
                sink.read(count, System.nanoTime() - begun);
                if (behind) {
                    pause(count);
                }
            }
            statusIfDue();
        } catch (MessageTooLargeException e) {
            byte[] beginning = e.beginning();
            throw sink.tooLarge(beginning, Math.min(XLOG_HEADER, beginning.length), beginning.length, e.size());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void pause(int count) {
        if (pacing != null) {
            LockSupport.parkNanos(pacing.after(count));
        } else if (count < SMALL_READ) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void dispatch(Sink sink) throws IOException {
        switch (socket.type()) {
            case 'd' -> copyData(sink);
            case 'E' -> throw SourceErrors.of("streaming", socket.error());
            case 'c' -> throw new IOException("the server ended the stream");
            default -> { /* notices and parameter values */ }
        }
    }

    /** CopyData holds XLogData: 'w', start, end, send time; or a primary keepalive: 'k', end, send time, whether to answer at once. */
    private void copyData(Sink sink) throws IOException {
        byte[] array = socket.array();
        int at = socket.from();
        switch (array[at]) {
            case 'w' -> {
                received = received.max(new Lsn(MessageSocket.int64(array, at + 1)));
                lastSentMicros = MessageSocket.int64(array, at + 17);
                sink.message(array, at + XLOG_HEADER, socket.to());
            }
            case 'k' -> {
                Lsn end = new Lsn(MessageSocket.int64(array, at + 1));
                received = received.max(end);
                sink.keepalive(end);
                if (array[at + 17] != 0) {
                    sendStatus(false);
                }
            }
            default -> throw CdcException.internal("protocol", "The server sent copy data of the unknown kind " + array[at] + ".", null);
        }
    }

    /** Tells the server, with the next status, that the target durably holds everything up to {@code position}. */
    public void acknowledge(Lsn position) {
        acknowledged = acknowledged.max(position);
    }

    /** Sends status if it is due: to be called while the reader waits for the target instead of reading. */
    public void keepAlive() {
        lastHeard = System.nanoTime(); // we do not listen meanwhile
        try {
            statusIfDue();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void statusIfDue() throws IOException {
        if (System.nanoTime() - lastStatus >= statusInterval.toNanos()) {
            sendStatus(true);
        }
    }

    /** Standby status update: 'r', written, flushed, applied, time, whether the server is to answer. */
    @SuppressWarnings("ByteBufferBackingArray")
    private void sendStatus(boolean wantsAnswer) throws IOException {
        Instant now = Instant.now();
        long micros = (now.getEpochSecond() - POSTGRES_EPOCH_SECONDS) * 1_000_000 + now.getNano() / 1000;
        Lsn written = received.max(acknowledged);
        socket.copyData(ByteBuffer.allocate(34).put((byte) 'r').putLong(written.value()).putLong(acknowledged.value())
                .putLong(acknowledged.value()).putLong(micros).put((byte) (wantsAnswer ? 1 : 0)).array());
        lastStatus = System.nanoTime();
    }

    private void checkSilence() {
        if (System.nanoTime() - lastHeard > silenceNanos) {
            throw CdcException.transientFailure("source-silent",
                    "The source has not answered for " + Duration.ofNanos(silenceNanos).toSeconds() + " s.", null);
        }
    }

    private static CdcException lost(IOException e) {
        return CdcException.transientFailure("source-lost", "The replication connection was lost: " + e.getMessage() + ".", e);
    }

    /** Tells the last position and ends the stream, so that the slot is free when this returns. */
    @Override
    public void close() {
        try {
            sendStatus(false);
            socket.copyDone();
            long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
            while (System.nanoTime() < deadline && !ended()) {
                socket.read(Duration.ofMillis(100));
            }
        } catch (IOException | CdcException | MessageTooLargeException e) {
            org.slf4j.LoggerFactory.getLogger(ReplicationStream.class).debug("ending the stream failed", e);
        } finally {
            connection.close();
        }
    }

    private boolean ended() {
        while (socket.next()) {
            if (socket.type() == 'Z' || socket.type() == 'E') {
                return true;
            }
        }
        return false;
    }
}
