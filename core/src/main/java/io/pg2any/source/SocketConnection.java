package io.pg2any.source;

import java.net.Socket;
import java.sql.Connection;

/**
 * A connection and the socket beneath it. While something is read from the socket the connection is not used; after a replication
 * stream never again.
 */
public record SocketConnection(Connection connection, Socket socket) implements AutoCloseable {

    @Override
    public void close() {
        SourceConnections.closeQuietly(socket);
        SourceConnections.closeQuietly(connection);
    }
}
