package io.pg2any.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.FaultProxy;
import io.pg2any.it.harness.Load;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The program as a process: how it ends, and how much memory it takes. */
class ProcessIT {

    private static ChildProcess run(Scenario it, String heap, String source, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--source", source, "--destination", it.target().url(), "--slot", it.source().slot(),
                "--publication", it.source().publication(), "--heartbeat-interval", "200ms"));
        arguments.addAll(List.of(more));
        return it.owns(ChildProcess.start(heap, Map.of(), arguments.toArray(String[]::new)));
    }

    @EachTarget
    void sigtermEndsItCleanlyUnderLoad(Scenario it) {
        it.source(Load.TABLES);
        it.source("INSERT INTO keyed SELECT i, 0, 's', NULL FROM generate_series(1, 100) i");
        try (Load load = Load.start(it.source(), 1)) {
            for (int i = 0; i < 2; i++) {
                ChildProcess child = run(it, "256m", it.source().url(), "--streaming");
                Await.until("it follows", Duration.ofSeconds(60), () -> child.output().contains("following"), child::output);
                child.terminate();
                assertThat(child.awaitExit()).as(child::output).isZero();
                assertThat(child.output()).contains("stopped");
            }
        }
        run(it, "256m", it.source().url());
        it.assertEqual();
    }

    /** What the process ends with does not depend on the target. */
    @EachTarget(TargetKind.SQLITE)
    void aSourceThatIsAwayForTooLongEndsTheProcessWithAnErrorThatSaysSo(Scenario it) {
        FaultProxy proxy = it.owns(new FaultProxy(it.source().server().port()));
        it.source(Load.TABLES);
        ChildProcess child = run(it, "256m", it.source().url("postgres", proxy.port()), "--retry-limit", "2s", "--connection-timeout", "2s");
        Await.until("it follows", Duration.ofSeconds(60), () -> child.output().contains("following"), child::output);
        proxy.refuse();
        assertThat(child.awaitExit()).as(child::output).isEqualTo(3);
        assertThat(child.output()).contains("trying again").contains("ended kind=TRANSIENT");
    }

    @EachTarget({TargetKind.SQLITE, TargetKind.DUCKDB})
    void noFileIsMadeForASourceThatCannotBeReached(Scenario it) {
        Path file = Path.of(it.target().url().replaceFirst("^\\w+:", ""));
        FaultProxy proxy = it.owns(new FaultProxy(it.source().server().port()));
        proxy.refuse();
        ChildProcess child = run(it, "256m", it.source().url("postgres", proxy.port()), "--log-level", "debug");
        Await.until("it has tried for some seconds", Duration.ofSeconds(60), () -> child.output().contains("attempt=4"), child::output);
        assertThat(file).doesNotExist();
        proxy.resume();
        Await.until("it follows", Duration.ofSeconds(60), () -> child.output().contains("following"), child::output);
        assertThat(file).exists();
    }

    @EachTarget
    void aTransactionLargerThanTheHeapIsAppliedWholeWithBoundedMemory(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)");
        ChildProcess child = run(it, "64m", it.source().url(), "--streaming");
        Await.until("it follows", Duration.ofSeconds(60), () -> child.output().contains("following"), child::output);
        it.source("INSERT INTO t SELECT i, repeat(md5(i::text), 10) FROM generate_series(1, 300000) i");
        it.caughtUp(Duration.ofSeconds(120));
        assertThat(child.isAlive()).as(child::output).isTrue();
        it.letGo();
        String sums = "SELECT count(*) || ' ' || sum(id) || ' ' || sum(length(s)) || ' ' || max(s) FROM ";
        String expected = it.source().value(sums + "t");
        String actual = it.target().value((it.kind().isMySqlFamily() ? "SELECT concat_ws(' ', count(*), sum(id), sum(length(s)), max(s)) FROM "
                : it.kind() == TargetKind.SQLSERVER ? "SELECT concat(count(*), ' ', sum(CAST(id AS bigint)), ' ', sum(CAST(len(s) AS bigint)), ' ', max(s)) FROM "
                : it.kind() == TargetKind.ORACLE ? sums.replace("max(s)", "max(DBMS_LOB.SUBSTR(s, 1000, 1))") : sums) + it.target().nameOf("public", "t"));
        assertThat(actual).isEqualTo(expected);
    }

    @EachTarget
    void aJvmInAnotherTimeZoneLocaleAndEncodingChangesNoValue(Scenario it) {
        it.source("CREATE TABLE \"IDs\" (id int PRIMARY KEY, \"TITLE\" text, d date, t timestamp, z timestamptz, n numeric(20, 5), f double precision, b boolean)");
        String values = " VALUES (%s, 'Iıİi ÄÖ', '2024-03-31', '2024-03-31 02:30:00', '2024-10-27 00:30:00+00', -1234567.89, 1234567.5, true)";
        it.source("INSERT INTO \"IDs\"" + values.formatted(1));
        it.owns(ChildProcess.start("256m", Map.of("JDK_JAVA_OPTIONS", "-Dfile.encoding=ISO-8859-9"),
                "run", "--source", it.source().url(), "--destination", it.target().url(), "--slot", it.source().slot(), "--publication", it.source().publication(), "--heartbeat-interval", "200ms"));
        it.caughtUp();
        it.source("INSERT INTO \"IDs\"" + values.formatted(2), "UPDATE \"IDs\" SET z = '1900-01-01 00:00:00+00', t = '1970-01-01 00:00:00' WHERE id = 1");
        it.assertEqual();
    }
}
