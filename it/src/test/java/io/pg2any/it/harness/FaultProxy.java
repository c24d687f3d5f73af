package io.pg2any.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A TCP proxy on loopback that can behave as bad networks do. Its methods may be called from any thread. */
public final class FaultProxy implements AutoCloseable {

    private static final int CHUNK = 16 << 10;

    private final ServerSocket server;
    private final String host;
    private final int to;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong roundTrips = new AtomicLong();
    private final Object gate = new Object();
    private boolean frozen;
    private boolean muted;
    private volatile boolean refusing;
    private volatile long delayNanos;
    private volatile long bytesPerSecond = Long.MAX_VALUE;

    /** A proxy to a port of loopback; it lets everything through. */
    public FaultProxy(int to) {
        this(InetAddress.getLoopbackAddress().getHostAddress(), to);
    }

    /** A proxy to a port of another machine; it lets everything through. */
    public FaultProxy(String host, int to) {
        this.host = host;
        this.to = to;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("fault-proxy").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many connections were made so far. */
    public long connections() {
        return connections.get();
    }

    /** How often a client had an answer and asked for more. What it sends without waiting for answers counts once. */
    public long roundTrips() {
        return roundTrips.get();
    }

    /** Resets all connections (RST); new ones are let through. */
    public void cut() {
        sockets.forEach(FaultProxy::reset);
    }

    /** Resets all connections and every new one, until {@link #resume()}. */
    public void refuse() {
        refusing = true;
        cut();
    }

    /** Nothing moves any more and nobody is told: as a peer that lost its power. */
    public void freeze() {
        synchronized (gate) {
            frozen = true;
        }
    }

    /** What clients send stays where it is, while what they are sent goes on arriving. */
    public void mute() {
        synchronized (gate) {
            muted = true;
        }
    }

    /** Every piece of data comes later by so much, in one piece with what was sent meanwhile. */
    public void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    public void throttle(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** A good network again. */
    public void resume() {
        delayNanos = 0;
        bytesPerSecond = Long.MAX_VALUE;
        refusing = false;
        synchronized (gate) {
            frozen = false;
            muted = false;
            gate.notifyAll();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                connections.incrementAndGet();
                if (refusing) {
                    reset(client);
                } else {
                    connect(client);
                }
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void connect(Socket client) throws IOException {
        Socket upstream;
        try {
            upstream = new Socket(host, to);
        } catch (IOException e) {
            reset(client);
            return;
        }
        sockets.add(client);
        sockets.add(upstream);
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        AtomicBoolean answered = new AtomicBoolean(true);
        Thread.ofVirtual().start(() -> pump(client, upstream, true, answered));
        Thread.ofVirtual().start(() -> pump(upstream, client, false, answered));
    }

    private void pump(Socket from, Socket into, boolean fromClient, AtomicBoolean answered) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (answered.getAndSet(!fromClient) && fromClient) {
                    roundTrips.incrementAndGet();
                }
                pass(fromClient);
                if (delayNanos > 0) {
                    LockSupport.parkNanos(delayNanos);
                    n += in.readNBytes(chunk, n, Math.min(in.available(), chunk.length - n));
                }
                if (bytesPerSecond < Long.MAX_VALUE) {
                    LockSupport.parkNanos(n * 1_000_000_000L / bytesPerSecond);
                }
                out.write(chunk, 0, n);
            }
            from.close();
            into.close();
        } catch (IOException e) {
            reset(from);
            reset(into);
        } finally {
            sockets.remove(from);
            sockets.remove(into);
        }
    }

    private void pass(boolean fromClient) {
        synchronized (gate) {
            while (frozen || muted && fromClient) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Closing with a linger time of zero sends RST. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already: what was wanted.
        }
    }

    @Override
    public void close() {
        resume();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
