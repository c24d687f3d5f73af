package io.pg2any.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.pg2any.source.SocketConnection;
import io.pg2any.source.SourceConnections;

/** The threads of a first copy. They connect to the source while the copy is still being prepared, and then wait for their work. */
public final class CopyThreads implements AutoCloseable {

    private final CompletableFuture<@Nullable Work> given = new CompletableFuture<>();
    private final List<Thread> threads = new ArrayList<>();

    /** What each of them does. */
    interface Work {
        /** Does it with a connection to the source, which is closed afterwards. */
        void with(SocketConnection source);

        /** There is no connection. */
        void failed(Throwable cause);
    }

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
                unable.failed(e);
            }
            return;
        }
        try (source) {
            Work work = given.join();
            if (work != null) {
                work.with(source);
            }
        }
    }

    int count() {
        return threads.size();
    }

    void begin(Work work) {
        given.complete(work);
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
