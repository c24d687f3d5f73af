package io.pg2any.snapshot;

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
import org.openjdk.jmh.infra.Blackhole;

import io.pg2any.benchmarks.Orders;

/** A line of COPY to a row, where the target cannot take the line as it is: nanoseconds a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = {"-Xmx256m", "-XX:+UseSerialGC"})
public class CopyTextBenchmark {

    private static final int ROWS = 1000;

    private final byte[][] lines = new byte[ROWS][];

    public CopyTextBenchmark() {
        for (int i = 0; i < ROWS; i++) {
            lines[i] = Orders.copyLine(i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void parse(Blackhole sink) {
        for (byte[] line : lines) {
            sink.consume(CopyText.parse(line, 0, line.length, Orders.columns()));
        }
    }
}
