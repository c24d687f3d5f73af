package io.pg2any.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.postgresql.PGConnection;

import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;

/**
 * What a {@code COPY … TO STDOUT} puts out, read in large pieces from the socket beneath a connection that is in a transaction, without an
 * object a row. The transaction goes on afterwards, whatever happens to the COPY. One thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY">PostgreSQL manual, COPY Operations</a>
 */
public final class CopyOutput implements AutoCloseable {

    private static final String BEFORE = "pg2any_copy";
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final SocketConnection source;
    private final TableId table;
    private final MessageSocket socket;
    private final BooleanSupplier stopped;
    private final int timeout;
    private long rows;
    private boolean complete;
    private boolean ready;

    /**
     * Begins it.
     *
     * @param table whose rows they are, for errors
     * @param stopped whether to give up waiting for data
     */
    public CopyOutput(SocketConnection source, TableId table, String statement, BooleanSupplier stopped) throws SQLException {
        this.source = source;
        this.table = table;
        this.stopped = stopped;
        try {
            this.timeout = source.socket().getSoTimeout();
            this.socket = new MessageSocket(source.socket());
            socket.query("SAVEPOINT " + BEFORE + "; " + statement + "; RELEASE SAVEPOINT " + BEFORE);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Steps to the next message of data; false if there is none any more, or it is {@code stopped}. */
    public boolean next() throws SQLException {
        try {
            while (true) {
                while (socket.next()) {
                    switch (socket.type()) {
                        case 'd' -> {
                            return true;
                        }
                        case 'C' -> count(new String(socket.array(), socket.from(), socket.to() - socket.from() - 1, StandardCharsets.US_ASCII));
                        case 'E' -> throw failed();
                        case 'Z' -> {
                            complete = true;
                            ready = true;
                            return false;
                        }
                        default -> { /* where the data begin and end, notices, parameter values */ }
                    }
                }
                if (stopped.getAsBoolean()) {
                    return false;
                }
                socket.read(LOOK);
            }
        } catch (MessageTooLargeException e) {
            throw CdcException.outOfMemory("reading a row of " + e.size() + " bytes from " + table, e);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Puts what has arrived behind the message that {@link #next()} found together with it, and returns how many messages that were. */
    public int gather() {
        return socket.gather();
    }

    private SQLException failed() {
        SQLException error = socket.error();
        try {
            drain();
        } catch (IOException e) {
            error.addSuppressed(e);
        }
        return error;
    }

    private void count(String tag) {
        if (tag.startsWith("COPY ")) {
            rows = Long.parseLong(tag.substring(5));
        }
    }

    /** Holds the message that {@link #next()} found, in {@code [from(), to())}; good until the next call. */
    public byte[] array() {
        return socket.array();
    }

    public int from() {
        return socket.from();
    }

    public int to() {
        return socket.to();
    }

    /** Whether all data were read. */
    public boolean isComplete() {
        return complete;
    }

    /** How many rows there were, when it is complete. */
    public long rows() {
        return rows;
    }

    private void drain() throws IOException {
        long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
        while (!ready && System.nanoTime() < deadline) {
            while (!ready && socket.next()) {
                ready = socket.type() == 'Z';
            }
            if (!ready) {
                socket.read(LOOK);
            }
        }
    }

    /** Ends what is not complete; a connection over which that cannot be done is closed. */
    @Override
    public void close() {
        try {
            if (!ready) {
                source.connection().unwrap(PGConnection.class).cancelQuery();
                drain();
            }
            source.socket().setSoTimeout(timeout);
            if (!ready) {
                source.close();
            } else if (!complete) {
                try (Statement statement = source.connection().createStatement()) {
                    statement.execute("ROLLBACK TO SAVEPOINT " + BEFORE);
                }
            }
        } catch (IOException | SQLException | MessageTooLargeException e) {
            source.close();
            org.slf4j.LoggerFactory.getLogger(CopyOutput.class).debug("ending a COPY failed", e);
        }
    }

    private static SQLException lost(IOException e) {
        return new SQLException("the connection was lost: " + e.getMessage(), "08006", e);
    }
}
