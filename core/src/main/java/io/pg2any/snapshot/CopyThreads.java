package io.pg2any.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.pg2any.source.SocketConnection;
import io.pg2any.source.SourceConnections;

/** The threads of a first copy. They connect to the source while the copy is still being prepared, and then wait for their work. */
public final class CopyThreads implements AutoCloseable {

    private final CompletableFuture<@Nullable Work> given = new CompletableFuture<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * What each of them does.
     *
     * @param with does it with a connection to the source, which is closed afterwards
     * @param failed is told why there is no connection
     */
    private record Work(Consumer<SocketConnection> with, Consumer<Throwable> failed) {}

    CopyThreads(int count, SourceConnections source) {
        for (int i = 1; i <= count; i++) {
            threads.add(Thread.ofPlatform().name("pg2any-copy-" + i).start(() -> run(source)));
        }
    }

    private void run(SourceConnections connections) {
        SocketConnection source;
        try {
            source = connections.openWithSocket();
        } catch (RuntimeException | Error e) {
            Work unable = given.join();
            if (unable != null) {
                unable.failed.accept(e);
            }
            return;
        }
        try (source) {
            Work work = given.join();
            if (work != null) {
                work.with.accept(source);
            }
        }
    }

    int count() {
        return threads.size();
    }

    /** Lets each of them do its work with its connection; or tells why there is none. */
    void begin(Consumer<SocketConnection> with, Consumer<Throwable> failed) {
        given.complete(new Work(with, failed));
    }

    /** Waits until they have done it. */
    void await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Waits until they have ended; without work, if they were given none. */
    @Override
    public void close() {
        given.complete(null);
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
