package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to a server, and some of them ahead, on a thread beside: a login takes some milliseconds, most of them of two processors. Thread-safe. */
final class Connections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final Server server;
    private final Deque<CompletableFuture<Connection>> begun = new ArrayDeque<>();

    Connections(Server server) {
        this.server = server;
    }

    /** Begins to open so many, which are handed out first. */
    void openAhead(int count) {
        for (int i = 0; i < count; i++) {
            CompletableFuture<Connection> future = new CompletableFuture<>();
            synchronized (begun) {
                begun.add(future);
            }
            Thread.ofPlatform().daemon().name("pg2any-connect").start(() -> open(future));
        }
    }

    private void open(CompletableFuture<Connection> future) {
        try {
            future.complete(server.connect());
        } catch (SQLException | RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
    }

    /** One in autocommit mode with its session set up. */
    Connection get() throws SQLException {
        CompletableFuture<Connection> ahead = next();
        if (ahead == null) {
            return server.connect();
        }
        try {
            return ahead.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case SQLException refused -> throw refused;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw e;
            }
        }
    }

    private @Nullable CompletableFuture<Connection> next() {
        synchronized (begun) {
            return begun.poll();
        }
    }

    /** Those that were opened ahead and that nobody took are closed, as soon as they are there. */
    @Override
    public void close() {
        for (CompletableFuture<Connection> left = next(); left != null; left = next()) {
            CompletableFuture<Connection> unused = left;
            Thread.ofPlatform().daemon().name("pg2any-connect").start(() -> close(unused));
        }
    }

    private static void close(CompletableFuture<Connection> unused) {
        try {
            unused.join().close();
        } catch (SQLException | CompletionException e) {
            LOG.debug("a connection that nobody needs any more could not be opened or closed", e);
        }
    }
}
