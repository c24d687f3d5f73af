package io.pg2any.destination.jdbc;

import java.sql.SQLException;

/** A target that takes the source's COPY data as they are, for one table and one COPY. */
public interface CopyRoad extends AutoCloseable {

    /** Whether in COPY's binary format; otherwise in its text format. */
    boolean binary();

    /** Sends the next message of COPY data: {@code array[from, to)}. */
    void send(byte[] array, int from, int to) throws SQLException;

    /** Ends the COPY: all rows are written in the open transaction. */
    void end() throws SQLException;

    /** Gives up what was not ended. */
    @Override
    void close() throws SQLException;
}
