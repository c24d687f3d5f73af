package io.pg2any.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.pg2any.event.Lsn;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.FaultProxy;
import io.pg2any.it.harness.Load;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The program in a process of its own, killed with SIGKILL. {@code -Dpg2any.kills=N} kills each target's as often as that (which takes
 * a higher {@code -Djunit.jupiter.execution.timeout.default}), {@code -Dpg2any.seed=N} repeats a run's moments.
 */
class CrashIT {

    private static final int KILLS = Integer.getInteger("pg2any.kills", 10);
    static final long SEED = Long.getLong("pg2any.seed", System.nanoTime());

    static ChildProcess run(Scenario it, String source, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--source", source, "--destination", it.target().url(), "--slot", it.source().slot(),
                "--publication", it.source().publication(), "--heartbeat-interval", "200ms"));
        arguments.addAll(List.of(more));
        return it.owns(ChildProcess.start(arguments.toArray(String[]::new)));
    }

    static void awaitOutput(ChildProcess child, String... anyOf) {
        Await.until("the process says: " + String.join(" or ", anyOf), Duration.ofSeconds(60), () -> {
            assertThat(child.isAlive()).as(child::output).isTrue();
            return Stream.of(anyOf).anyMatch(child.output()::contains);
        }, child::output);
    }

    static void killWithin(ChildProcess child, int milliseconds, Random random) {
        Await.holds("the process lives", Duration.ofMillis(random.nextInt(milliseconds)), child::isAlive);
        child.kill();
    }

    @EachTarget
    void aProcessKilledAtRandomMomentsUnderLoadLosesAndRepeatsNothing(Scenario it) {
        System.out.println("CrashIT: -Dpg2any.kills=" + KILLS + " -Dpg2any.seed=" + SEED);
        Random random = new Random(SEED);
        it.source(Load.TABLES);
        it.source("INSERT INTO keyed SELECT i, 0, 'first', repeat('x', 100) FROM generate_series(1, 3000) i", "INSERT INTO keyless SELECT i % 20, 'k' || i % 7 FROM generate_series(1, 500) i",
                "CREATE TABLE large (id int PRIMARY KEY, s text)", "INSERT INTO large SELECT i, repeat('large ', 20) FROM generate_series(1, 150000) i");
        try (Load load = Load.start(it.source(), SEED)) {
            for (int i = 0; i < KILLS; i++) {
                ChildProcess child = run(it, it.source().url(), i % 2 == 0 ? "--streaming" : "--binary");
                if (i < KILLS / 3) {
                    awaitOutput(child, "first copy begins", "following");
                    killWithin(child, 300, random);
                    it.source("DELETE FROM large WHERE id % 1000 = " + i, "UPDATE large SET s = 'changed' WHERE id % 1000 = " + (i + 500));
                } else if (i % 4 == 0) {
                    killWithin(child, 1500, random);
                } else {
                    awaitOutput(child, "following");
                    killWithin(child, 700, random);
                }
            }
        }
        ChildProcess last = run(it, it.source().url());
        try {
            it.caughtUp(Duration.ofSeconds(120));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + last.output(), e);
        }
        it.equality().check();
        last.terminate();
        assertThat(last.awaitExit()).as(last::output).isZero();
    }

    /**
     * At a tenth, a half and nine tenths of the largest table, while others write. What is finished is not read again. How far it is cannot
     * be seen in DuckDB's file.
     */
    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL, TargetKind.SQLITE})
    void aFirstCopyThatIsKilledAgainAndAgainWhileOthersWriteGoesOn(Scenario it) {
        it.source(Load.TABLES);
        it.source("INSERT INTO keyed SELECT i, 0, 'first', repeat('x', 100) FROM generate_series(1, 3000) i", "INSERT INTO keyless SELECT i % 20, 'k' || i % 7 FROM generate_series(1, 500) i",
                "CREATE TABLE large (id int PRIMARY KEY, n int, s text)", "INSERT INTO large SELECT i, 0, repeat(md5(i::text), 20) FROM generate_series(1, 100000) i");
        List<String> output = new ArrayList<>();
        try (Load load = Load.start(it.source(), SEED)) {
            for (int percent : new int[] {10, 50, 90}) {
                ChildProcess child = run(it, it.source().url(), "--copy-rate", "12m");
                awaitCopied(it, child, percent * 1000);
                child.kill();
                output.add(child.output());
                it.source("DELETE FROM large WHERE id % 100 = " + percent, "UPDATE large SET n = n + 1 WHERE id % 100 = " + (percent + 5),
                        "UPDATE large SET id = id + 1000000, n = -1 WHERE id % 1000 = " + (percent + 7));
            }
            awaitOutput(run(it, it.source().url()), "following");
        }
        it.caughtUp(Duration.ofSeconds(120));
        it.equality().check();
        assertThat(String.join("\n", output)).containsPattern("goes on table=public.large chunks_copied_before=[1-9]");
    }

    private static void awaitCopied(Scenario it, ChildProcess child, int rows) {
        String table = it.target().nameOf("public", "large");
        Await.until(rows + " rows are copied", Duration.ofSeconds(60), () -> {
            assertThat(child.isAlive()).as(child::output).isTrue();
            return child.output().contains("first copy begins") && Integer.parseInt(it.target().value("SELECT count(*) FROM " + table)) >= rows;
        }, child::output);
    }

    /** DuckDB's file cannot be looked into while the process has it that is to be killed. */
    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL, TargetKind.SQLITE})
    void aProcessKilledBetweenTheTargetsCommitAndTheSlotsConfirmationRepeatsNothing(Scenario it) {
        FaultProxy proxy = it.owns(new FaultProxy(it.source().server().port()));
        String source = it.source().url("postgres", proxy.port());
        it.source(Load.TABLES);
        it.source("INSERT INTO keyed SELECT i, 0, 's', NULL FROM generate_series(1, 20) i");
        ChildProcess child = run(it, source);
        awaitOutput(child, "following");
        it.source("INSERT INTO keyless VALUES (0, 'the stream knows both tables')", "UPDATE keyed SET n = 1");
        it.caughtUp();
        proxy.mute();
        it.source("INSERT INTO keyless VALUES (1, 'x'), (1, 'x')", "DELETE FROM keyless WHERE ctid = (SELECT min(ctid) FROM keyless)", "UPDATE keyed SET id = id + 100 WHERE id > 10",
                "INSERT INTO keyless SELECT 2, 'y' FROM generate_series(1, 50)");
        Lsn written = it.source().end();
        it.assertEqual();
        child.kill();
        assertThat(it.source().confirmed(it.source().slot())).as("the slot was not told").isLessThan(written);
        proxy.cut();
        proxy.resume();
        run(it, source);
        it.source("DELETE FROM keyless WHERE ctid = (SELECT min(ctid) FROM keyless)");
        it.assertEqual();
        Await.until("the slot is told at last", () -> it.source().confirmed(it.source().slot()).compareTo(written) >= 0);
    }
}
