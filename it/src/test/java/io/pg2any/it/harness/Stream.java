package io.pg2any.it.harness;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

import io.pg2any.CdcClient;
import io.pg2any.Config;
import io.pg2any.error.CdcException;
import io.pg2any.observe.Progress;

/** A client that runs in the test's own process. */
public final class Stream implements AutoCloseable {

    private final CdcClient client;
    private final Recorder recorder = new Recorder();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Stream(Config config) {
        client = CdcClient.create(config).observer(recorder);
    }

    public static Stream start(Config config) {
        Stream stream = new Stream(config);
        stream.client.start();
        Thread.ofVirtual().name("it-stream-end").start(stream::awaitEnd);
        return stream;
    }

    private void awaitEnd() {
        try {
            client.await();
            end.complete(null);
        } catch (CdcException e) {
            end.completeExceptionally(e);
        } catch (InterruptedException e) {
            end.cancel(false);
        }
    }

    /** Waits until it follows; throws what ended it, if it ended. */
    public Stream awaitFollowing() {
        awaitState(Progress.State.FOLLOWING);
        return this;
    }

    public void awaitState(Progress.State state) {
        Await.until("the state " + state, Await.PATIENCE, () -> {
            failOnEnd();
            return progress().state() == state;
        }, () -> progress().toString());
    }

    /** Throws what ended the stream. */
    public void failOnEnd() {
        if (end.isCompletedExceptionally()) {
            CdcException error = awaitFailure();
            throw new AssertionError("the stream ended: " + error.explain(), error);
        }
        if (end.isDone()) {
            throw new AssertionError("the stream ended without an error");
        }
    }

    public boolean ended() {
        return end.isDone();
    }

    /** Waits until it has ended by itself, without an error. */
    public void awaitEndWithoutError() {
        Await.until("the end of the stream", Duration.ofSeconds(60), end::isDone, () -> progress().toString());
        end.join();
    }

    /** The error that ends it. */
    public CdcException awaitFailure() {
        Await.until("an error that ends the stream", Duration.ofSeconds(60), end::isDone, () -> progress().toString());
        try {
            end.join();
        } catch (CompletionException e) {
            return (CdcException) e.getCause();
        }
        throw new AssertionError("the stream ended without an error");
    }

    /** Where the product's threads are at the moment, for whoever finds that they do not move. */
    static String stacks() {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.getName().startsWith("pg2any")) {
                text.append(thread.getName()).append(' ').append(thread.getState()).append("\n  at ")
                        .append(Arrays.stream(stack).map(StackTraceElement::toString).collect(Collectors.joining("\n  at "))).append('\n');
            }
        });
        return text.toString();
    }

    public Progress progress() {
        return client.progress();
    }

    public Recorder recorder() {
        return recorder;
    }

    public CdcClient client() {
        return client;
    }

    public void stop() {
        client.stop();
    }

    @Override
    public void close() {
        client.close();
    }
}
