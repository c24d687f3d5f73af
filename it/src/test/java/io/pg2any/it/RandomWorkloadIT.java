package io.pg2any.it;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import io.pg2any.Config;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.RandomWorkload;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.observe.Progress;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is written, and whenever the stream is stopped and started with whatever settings, the target ends equal to the source.
 * {@code -Dpg2any.seed=N} repeats a run, {@code -Dpg2any.workloads=N} plays as many, one seed after the other.
 */
class RandomWorkloadIT {

    private static final long SEED = Long.getLong("pg2any.seed", System.nanoTime());
    private static final int WORKLOADS = Integer.getInteger("pg2any.workloads", 2);
    private static final int RESTARTS = 6;
    private static final int STEPS = 150;

    @EachTarget
    void aRandomWorkloadWithRandomRestartsEndsEqual(Scenario first) {
        for (long seed = SEED; seed < SEED + WORKLOADS; seed++) {
            System.out.println("RandomWorkloadIT: " + first.kind().title() + " -Dpg2any.seed=" + seed);
            try (Scenario it = new Scenario(first.kind())) {
                play(it, seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dpg2any.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void play(Scenario it, long seed) {
        try (RandomWorkload workload = new RandomWorkload(it.source(), seed)) {
            it.source().markWithThePosition();
            long changes = 0;
            workload.steps(STEPS);
            follow(it, workload);
            String table = it.target().nameOf("public", "second_unique");
            it.target().run(it.target().uniqueIndex("second_unique_u", table, it.target().quote("u")));
            for (int i = 0; i < RESTARTS; i++) {
                if (workload.random().nextBoolean() && isReadable(it)) {
                    it.assertEqual();
                }
                it.stop();
                changes += it.stream().progress().appliedChanges();
                workload.steps(workload.random().nextInt(STEPS));
                follow(it, workload);
            }
            workload.finish();
            it.assertEqual();
            changes += it.stream().progress().appliedChanges();
            assertThat(changes).as("changes that were followed").isGreaterThan(500);
        }
    }

    /** Not while a transaction of the workload that is open has emptied a table: to read that, the test would wait for itself. */
    private static boolean isReadable(Scenario it) {
        return it.source().value("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted AND relation >= 16384"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").equals("0");
    }

    /** The workload goes on meanwhile; a new slot waits until the transactions that are open have ended. */
    private static void follow(Scenario it, RandomWorkload workload) {
        Stream stream = it.start(randomSettings(it, workload.random()));
        Await.until("it follows", () -> {
            stream.failOnEnd();
            workload.step();
            return stream.progress().state() == Progress.State.FOLLOWING;
        });
        workload.steps(workload.random().nextInt(STEPS));
    }

    private static UnaryOperator<Config.Builder> randomSettings(Scenario it, Random random) {
        boolean streaming = random.nextBoolean();
        int protocol = streaming ? 2 + random.nextInt(3) : 1 + random.nextInt(4);
        boolean binary = random.nextBoolean();
        long batch = List.of(2_000L, 100_000L, 8_000_000L).get(random.nextInt(3));
        long buffer = List.of(5_000L, 300_000L, 64_000_000L).get(random.nextInt(3));
        int lanes = it.kind().isMySqlFamily() || it.kind() == TargetKind.POSTGRESQL ? List.of(1, 3).get(random.nextInt(2)) : 1;
        return config -> config.applyParallelism(lanes).streaming(streaming).protocolVersion(protocol).binaryFormat(binary).batchBytes(batch).bufferBytes(buffer);
    }
}
