package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

import io.pg2any.error.CdcException;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Load;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Large batches over several connections: the target ends equal, also when some of them have committed and others have not. */
class ParallelApplyIT {

    private static final String[] UNIQUE = {"CREATE TABLE moving (id int PRIMARY KEY, u int UNIQUE, s text)", "INSERT INTO moving SELECT i, i, 's' FROM generate_series(1, 500) i"};

    private static void createWithUniqueIndex(Scenario it) {
        it.target().run("CREATE TABLE " + it.target().nameOf("public", "moving") + " (id int NOT NULL PRIMARY KEY, u int UNIQUE, s "
                + (it.kind().isMySqlFamily() ? "longtext" : "text") + ")" + it.target().tableOptions());
    }

    /** Unique values go round among the rows: 1 to 2, 2 to 3 and so on, over values that are free. */
    private static String rotate(int by) {
        return "BEGIN; UPDATE moving SET u = -u WHERE u > 0; UPDATE moving SET u = (-u + " + by + ") % 500 + 1, s = 'r" + by + "' WHERE u < 0; COMMIT";
    }

    private static boolean hasLanes() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().startsWith("pg2any-lane-"));
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL})
    void everyKindOfTableEndsEqualOverThreeLanes(Scenario it) {
        createWithUniqueIndex(it);
        it.source(Load.TABLES);
        it.source(UNIQUE);
        it.source("CREATE TABLE numbers (id numeric PRIMARY KEY, n int)", "ALTER TABLE keyed ALTER big SET STORAGE EXTERNAL");
        it.follow(config -> config.applyParallelism(3));
        it.behind("INSERT INTO keyed SELECT i, 0, 's' || i, CASE WHEN i % 10 = 0 THEN repeat('0123456789', 300) END FROM generate_series(1, 6000) i",
                "INSERT INTO keyless SELECT i % 20, 'k' FROM generate_series(1, 1000) i", "INSERT INTO numbers SELECT i, i FROM generate_series(1, 1500) i", rotate(7));
        it.caughtUp();
        assertThat(hasLanes()).as("lanes were used").isTrue();
        it.behind("UPDATE keyed SET n = n + 1 WHERE id % 2 = 0", "UPDATE keyed SET id = id + 100000 WHERE id <= 1000", "DELETE FROM keyed WHERE id BETWEEN 2000 AND 2500",
                "UPDATE numbers SET id = id::text::numeric(20, 5) WHERE n % 3 = 0", "DELETE FROM numbers WHERE n > 1400", "DELETE FROM keyless WHERE a = 3", rotate(31),
                "UPDATE keyed SET s = 'again' WHERE id BETWEEN 2600 AND 4000", "INSERT INTO keyed SELECT i, 1, 'back', NULL FROM generate_series(2000, 2400) i");
        it.assertEqual();
        assertThat(it.stream().progress().missingRows()).isZero();
        it.behind("INSERT INTO keyed SELECT i, 0, 'gone', NULL FROM generate_series(200000, 203000) i", "TRUNCATE keyless", "TRUNCATE numbers",
                "INSERT INTO numbers SELECT i, i FROM generate_series(1, 1500) i");
        it.assertEqual();
    }

    /**
     * The lanes commit while a lock of ours holds the main connection up; then the process is killed. What was inserted meanwhile is deleted before it
     * comes back: both in one batch come to nothing, but the target has the rows.
     */
    @EachTarget({TargetKind.MARIADB, TargetKind.POSTGRESQL})
    void aProcessKilledAfterSomeLanesHaveCommittedLeavesNothingBehindThatWentMeanwhile(Scenario it) throws SQLException {
        it.source(Load.TABLES);
        it.source("INSERT INTO keyless VALUES (1, 'held'), (2, 'free')", "INSERT INTO keyed SELECT i, 0, 'old', repeat('x', 5000) FROM generate_series(90001, 90100) i");
        ChildProcess child = CrashIT.run(it, it.source().url(), "--apply-parallelism", "3");
        CrashIT.awaitOutput(child, "following");
        it.caughtUp();
        String keyed = "SELECT count(*) FROM " + it.target().nameOf("public", "keyed") + " WHERE n = 5";
        try (Connection lock = it.target().connect()) {
            lock.setAutoCommit(false);
            assertThat(Sql.column(lock, "SELECT s FROM " + it.target().nameOf("public", "keyless") + " WHERE a = 1 FOR UPDATE")).containsExactly("held");
            it.source("BEGIN; INSERT INTO keyed SELECT i, 5, 'new', NULL FROM generate_series(1, 3000) i; UPDATE keyed SET n = 5 WHERE id > 90050;"
                    + " DELETE FROM keyless WHERE a = 1; INSERT INTO keyless VALUES (3, 'once'); COMMIT");
            Await.until("the lanes have committed", () -> it.target().value(keyed).equals("3050"));
            assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "keyless"))).as("the main connection has not").isEqualTo("2");
            child.kill();
            lock.rollback();
        }
        it.source("DELETE FROM keyed WHERE id BETWEEN 1 AND 1500", "UPDATE keyed SET id = id + 500000 WHERE id BETWEEN 1501 AND 1600", "DELETE FROM keyed WHERE id > 90080 AND id < 100000",
                "UPDATE keyed SET s = 'later' WHERE id > 2500");
        ChildProcess next = CrashIT.run(it, it.source().url());
        it.caughtUp(Duration.ofSeconds(60));
        it.equality().check();
        it.source("INSERT INTO keyless VALUES (4, 'after')");
        it.caughtUp();
        Await.until("it is forgotten that lanes were ahead", () -> it.target().value("SELECT lanes FROM pg2any_checkpoint").equals("0"));
        next.terminate();
        assertThat(next.awaitExit()).as(next::output).isZero();
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.POSTGRESQL})
    void aProcessWithThreeLanesKilledAtRandomMomentsLosesAndRepeatsNothing(Scenario it) {
        Random random = new Random(CrashIT.SEED);
        System.out.println("ParallelApplyIT: -Dpg2any.seed=" + CrashIT.SEED);
        createWithUniqueIndex(it);
        it.source(Load.TABLES);
        it.source(UNIQUE);
        it.source("INSERT INTO keyed SELECT i, 0, 'first', repeat('x', 100) FROM generate_series(1, 3000) i");
        try (Load load = Load.start(it.source(), CrashIT.SEED)) {
            for (int i = 0; i < 5; i++) {
                ChildProcess child = CrashIT.run(it, it.source().url(), "--apply-parallelism", i == 2 ? "1" : "3");
                CrashIT.awaitOutput(child, "following");
                it.source(rotate(i + 1));
                CrashIT.killWithin(child, 500, random);
            }
        }
        ChildProcess last = CrashIT.run(it, it.source().url(), "--apply-parallelism", "3");
        try {
            it.caughtUp(Duration.ofSeconds(120));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + last.output(), e);
        }
        it.equality().check();
    }

    @EachTarget(TargetKind.SQLITE)
    void aSingleWriterRefusesLanesWithASentence(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY)");
        CdcException refusal = it.failure(config -> config.applyParallelism(2));
        assertThat(refusal.kind()).isEqualTo(CdcException.Kind.CONFIGURATION);
        assertThat(refusal.explain()).contains("SQLite", "single writer", "--apply-parallelism at 1");
    }
}
