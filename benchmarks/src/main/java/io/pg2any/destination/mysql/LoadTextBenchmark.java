package io.pg2any.destination.mysql;

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

import io.pg2any.benchmarks.Orders;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.Row;

/** Rows to what LOAD DATA reads: nanoseconds a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = {"-Xmx256m", "-XX:+UseSerialGC"})
public class LoadTextBenchmark {

    private static final int ROWS = 1000;
    private static final MySqlEncoder TEXT = new MySqlEncoders.Text(Long.MAX_VALUE, true, true);
    private static final List<MySqlEncoder> ENCODERS = List.of(MySqlEncoders.INTEGER, MySqlEncoders.INTEGER, TEXT, MySqlEncoders.decimal(65, 30), TEXT, TEXT,
            MySqlEncoders.TIMESTAMP);

    private final List<Row> rows = Orders.changes(ROWS).subList(0, ROWS).stream().map(change -> ((Insert) change).row()).toList();
    private final LoadText text = new LoadText();
    private final CellParameter parameter = new CellParameter();

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public LoadText encode() {
        text.clear();
        for (Row row : rows) {
            for (int cell = 0; cell < ENCODERS.size(); cell++) {
                MySqlEncoder encoder = ENCODERS.get(cell);
                encoder.aim(parameter, row, cell);
                encoder.form().loaded(text, parameter);
                text.endCell();
            }
            text.endLine();
        }
        return text;
    }
}
