package io.pg2any.app.verify;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.pg2any.destination.Inspector;
import io.pg2any.error.CdcException;
import io.pg2any.source.RowReader;
import io.pg2any.source.SourceConnections;

/** Both sides of a comparison, of which the target belongs to the caller: the source is read on a thread of its own while the caller's reads the target. */
final class Sides implements AutoCloseable {

    private final RowReader stream;
    private final RowReader single;
    private final Inspector target;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("pg2any-verify-source").daemon().factory());

    Sides(SourceConnections source, Inspector target) {
        this.stream = new RowReader(source);
        this.single = new RowReader(source);
        this.target = target;
    }

    /** For single rows, on the caller's thread. */
    RowReader source() {
        return single;
    }

    /** On the caller's thread. */
    Inspector target() {
        return target;
    }

    /** Something that reads the source. */
    interface Reading<T> {
        T read(RowReader source);
    }

    /** Reads the source beside the caller. */
    <T> Future<T> beside(Reading<T> reading) {
        Callable<T> task = () -> reading.read(stream);
        return thread.submit(task);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CdcException ours ? ours : CdcException.internal("verify", "Reading the source failed: " + e.getCause() + ".", e);
        } catch (InterruptedException e) {
            throw CdcException.internal("interrupted", "The comparison was interrupted.", e);
        }
    }

    @Override
    public void close() {
        stream.close(); // which ends a reading that nobody waits for any more
        thread.close();
        single.close();
    }
}
