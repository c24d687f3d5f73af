package io.pg2any.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.util.PSQLException;

import io.pg2any.error.CdcException;

/**
 * Hands us the socket over which the driver has connected, negotiated TLS and authenticated, so that the replication stream
 * can be read in large chunks. The driver makes its factories by class name with one text argument: the ticket's name.
 */
final class CapturedSockets {

    /** Bytes. Smaller ones were faster by little, and made the kernel drop segments, which here have up to 64 KB. */
    private static final int LOCAL_WINDOW = 256 * 1024;

    private static final Map<String, Ticket> TICKETS = new ConcurrentHashMap<>();
    private static final AtomicLong COUNTER = new AtomicLong();

    private CapturedSockets() {}

    static Ticket ticket() {
        Ticket ticket = new Ticket("pg2any-" + COUNTER.incrementAndGet());
        TICKETS.put(ticket.name, ticket);
        return ticket;
    }

    private static void captured(@Nullable String name, Socket socket) {
        Ticket ticket = name == null ? null : TICKETS.get(name);
        if (ticket != null) {
            ticket.socket = socket;
        }
    }

    /** Collects the last socket made under its name: where the driver tries several hosts, that is the one it uses. */
    static final class Ticket implements AutoCloseable {
        private final String name;
        private volatile @Nullable Socket socket;

        private Ticket(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        Socket take() {
            Socket taken = socket;
            if (taken == null) {
                throw CdcException.internal("socket", "The driver did not use the socket factory it was given.", null);
            }
            return taken;
        }

        @Override
        public void close() {
            TICKETS.remove(name);
        }
    }

    /**
     * To a server on this machine, where no distance asks for a large one, it has a small window. The server sends each row by itself: while the window is
     * full, which {@link ReplicationStream} sees to, rows gather before it and go through the kernel together.
     */
    private static final class SourceSocket extends Socket {
        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            if (address instanceof InetSocketAddress server && server.getAddress() != null && server.getAddress().isLoopbackAddress()) {
                setReceiveBufferSize(LOCAL_WINDOW); // before it connects: the kernel drops what it has offered room for and no longer has
            }
            super.connect(address, timeout);
        }
    }

    /** Makes plain sockets. */
    public static final class PlainFactory extends SocketFactory {
        private final String ticket;

        public PlainFactory(String ticket) {
            this.ticket = ticket;
        }

        @Override
        public Socket createSocket() {
            return kept(new SourceSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return kept(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return kept(new Socket(host, port, localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return kept(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) throws IOException {
            return kept(new Socket(address, port, localAddress, localPort));
        }

        private Socket kept(Socket socket) {
            captured(ticket, socket);
            return socket;
        }
    }

    /** The driver's own TLS rules (sslmode, certificates), with the socket they yield kept. */
    public static final class TlsFactory extends LibPQFactory {
        private final @Nullable String ticket;

        public TlsFactory(Properties properties) throws PSQLException {
            super(properties);
            this.ticket = properties.getProperty("socketFactoryArg");
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            Socket tls = super.createSocket(socket, host, port, autoClose);
            captured(ticket, tls);
            return tls;
        }
    }
}
