package io.pg2any.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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

    /** Makes plain sockets. */
    public static final class PlainFactory extends SocketFactory {
        private final String ticket;

        public PlainFactory(String ticket) {
            this.ticket = ticket;
        }

        @Override
        public Socket createSocket() {
            Socket socket = new Socket();
            captured(ticket, socket);
            return socket;
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
