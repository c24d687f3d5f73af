package io.pg2any.source;

import java.net.Socket;
import java.sql.Connection;

/** A connection in replication mode and the socket beneath it; whoever streams on the socket no longer uses the connection. */
record ReplicationConnection(Connection connection, Socket socket) implements AutoCloseable {

    @Override
    public void close() {
        SourceConnections.closeQuietly(socket);
        SourceConnections.closeQuietly(connection);
    }
}
