package io.pg2any.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.Lsn;
import io.pg2any.event.Xid;
import io.pg2any.transaction.NetChanges;

/** A batch to its net effect: nanoseconds a change, of four changes a key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = {"-Xmx256m", "-XX:+UseSerialGC"})
public class FoldBenchmark {

    private static final int KEYS = 2000;
    private static final int CHANGES = 4 * KEYS;

    private final TableSchema table = Orders.table();
    private final List<Change> changes = Orders.changes(KEYS);
    private final List<TransactionSlice> batch =
            List.of(new TransactionSlice(Xid.NONE, Lsn.ZERO, Lsn.ZERO, Instant.EPOCH, changes, true, 0));

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public List<Step> insertAndThreeUpdates() {
        return NetChanges.of(batch, relation -> table);
    }
}
