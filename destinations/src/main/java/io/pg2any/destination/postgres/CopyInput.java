package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The data of one {@code COPY … FROM STDIN}, gathered into pieces; rows may be cut anywhere. */
final class CopyInput implements AutoCloseable {

    private static final int PIECE = 1 << 16;

    private final CopyIn copy;
    private final byte[] piece = new byte[PIECE];
    private int filled;

    /** Begins it. */
    CopyInput(Connection connection, String statement) throws SQLException {
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    }

    void put(byte[] bytes, int from, int length) throws SQLException {
        if (length > PIECE - filled) {
            flush();
            if (length > PIECE) {
                copy.writeToCopy(bytes, from, length);
                return;
            }
        }
        System.arraycopy(bytes, from, piece, filled, length);
        filled += length;
    }

    void put(byte one) throws SQLException {
        if (filled == PIECE) {
            flush();
        }
        piece[filled++] = one;
    }

    private void flush() throws SQLException {
        copy.writeToCopy(piece, 0, filled);
        filled = 0;
    }

    /** Ends it: all rows are written in the open transaction. */
    void end() throws SQLException {
        flush();
        copy.endCopy();
    }

    /** Gives up what was not ended. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
