package io.pg2any.benchmarks;

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

import io.pg2any.protocol.MessageParser;

/** pgoutput's bytes to events: nanoseconds a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = {"-Xmx256m", "-XX:+UseSerialGC"})
public class ParseBenchmark {

    private static final int ROWS = 1000;

    private final MessageParser parser = Orders.parser();
    private final byte[][] messages = new byte[ROWS][];

    public ParseBenchmark() {
        for (int i = 0; i < ROWS; i++) {
            messages[i] = Orders.insert(i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void insert(Blackhole sink) {
        for (byte[] message : messages) {
            sink.consume(parser.parse(message, 0, message.length));
        }
    }
}
