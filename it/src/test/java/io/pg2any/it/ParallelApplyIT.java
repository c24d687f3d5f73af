package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import io.pg2any.Config;
import io.pg2any.destination.OnError;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.FaultProxy;
import io.pg2any.it.harness.Load;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.observe.Progress;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Large batches over several connections: the target ends equal, also when some of them have committed and others have not. {@code -Dpg2any.kills=N}
 * kills as often as that, {@code -Dpg2any.seed=N} repeats a run's moments.
 */
class ParallelApplyIT {

    private static final int KILLS = Integer.getInteger("pg2any.kills", 3);
    private static final int UNIQUE_VALUES = 500;

    /** Rows of every kind that lanes write or leave: of a table with a key and large values, of one without, and of one with a second unique index. */
    private static void createTables(Scenario it) {
        it.source().markWithThePosition();
        it.target().run("CREATE TABLE " + it.target().nameOf("public", "moving") + " (id int NOT NULL PRIMARY KEY, u int UNIQUE, s "
                + (it.kind().isMySqlFamily() ? "longtext" : "text") + ")" + it.target().tableOptions());
        it.source("CREATE TABLE wide (id int PRIMARY KEY, n int NOT NULL, s text, big text)", "ALTER TABLE wide ALTER big SET STORAGE EXTERNAL",
                "CREATE TABLE loose (a int, s text)", "ALTER TABLE loose REPLICA IDENTITY FULL",
                "CREATE TABLE moving (id int PRIMARY KEY, u int UNIQUE, s text)",
                "INSERT INTO moving SELECT i, i, 's' FROM generate_series(1, " + UNIQUE_VALUES + ") i",
                "INSERT INTO wide SELECT i, 0, 's' || i, CASE WHEN i % 10 = 0 THEN repeat('0123456789', 300) END FROM generate_series(1, 4000) i",
                "INSERT INTO loose SELECT i % 20, 'k' || i % 3 FROM generate_series(1, 400) i");
    }

    /** Unique values go round among the rows: 1 to 2, 2 to 3 and so on, over values that are free. */
    private static String rotate(int by) {
        return "BEGIN; UPDATE moving SET u = -u WHERE u > 0; UPDATE moving SET u = (-u + " + by + ") % " + UNIQUE_VALUES + " + 1, s = 'r" + by + "' WHERE u < 0; COMMIT";
    }

    /** A transaction of which the larger part goes over lanes. */
    private static String large(int round) {
        return "BEGIN; UPDATE wide SET n = " + round + " WHERE id BETWEEN 1 AND 2000; INSERT INTO wide SELECT i, " + round + ", 'new', NULL FROM generate_series("
                + round * 10_000 + ", " + (round * 10_000 + 1500) + ") i ON CONFLICT (id) DO UPDATE SET n = excluded.n; DELETE FROM wide WHERE id BETWEEN " + (2000 + round * 100) + " AND " + (2050 + round * 100)
                + "; DELETE FROM loose WHERE a = " + round + "; INSERT INTO loose SELECT " + (100 + round) + ", 'once' FROM generate_series(1, 3); COMMIT";
    }

    /** Transactions after that one: what it wrote goes away, moves, comes back; large values stay behind, or change. */
    private static String[] later(int round) {
        int first = round * 10_000;
        return new String[] {
            "DELETE FROM wide WHERE id BETWEEN " + first + " AND " + (first + 700),
            "DELETE FROM wide WHERE id > 1000000", "UPDATE wide SET id = id + 1000000 WHERE id BETWEEN " + (first + 701) + " AND " + (first + 800) + " OR id % 10 = 0 AND id BETWEEN " + (round * 100) + " AND " + (round * 100 + 60),
            "UPDATE wide SET n = -n WHERE id % 10 = 0", "UPDATE wide SET big = repeat('changed', 600) WHERE id % 50 = 0 AND id < 2000",
            "DELETE FROM wide WHERE id % 90 = 0 AND id < 2000",
            "INSERT INTO wide SELECT i, " + round + ", 'back', NULL FROM generate_series(" + (first + 300) + ", " + (first + 750) + ") i ON CONFLICT DO NOTHING",
            "DELETE FROM loose WHERE ctid IN (SELECT ctid FROM loose WHERE a = " + (100 + round) + " LIMIT 1)", "INSERT INTO loose SELECT i % 20, 'later' FROM generate_series(1, 50) i",
            rotate(round)
        };
    }

    private static boolean hasLanes() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().startsWith("pg2any-lane-"));
    }

    /** How many lanes have committed beyond the checkpoint. */
    private static long lanesAhead(Scenario it) {
        Lsn checkpoint = Lsn.parse(it.target().value("SELECT position FROM pg2any_checkpoint"));
        try (Connection connection = it.target().connect()) {
            return Sql.column(connection, "SELECT position FROM pg2any_lane").stream().filter(position -> Lsn.parse(position).isAfter(checkpoint)).count();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL})
    void everyKindOfTableEndsEqualOverThreeLanes(Scenario it) {
        createTables(it);
        it.source("CREATE TABLE numbers (id numeric PRIMARY KEY, n int)");
        it.follow(config -> config.applyParallelism(3));
        it.behind("INSERT INTO wide SELECT i, 0, 's' || i, CASE WHEN i % 10 = 0 THEN repeat('0123456789', 300) END FROM generate_series(4001, 8000) i",
                "INSERT INTO loose SELECT i % 20, 'k' FROM generate_series(1, 1000) i", "INSERT INTO numbers SELECT i, i FROM generate_series(1, 1500) i", rotate(7));
        it.caughtUp();
        assertThat(hasLanes()).as("lanes were used").isTrue();
        it.behind("UPDATE wide SET n = n + 1 WHERE id % 2 = 0", "UPDATE wide SET id = id + 100000 WHERE id <= 1000", "DELETE FROM wide WHERE id BETWEEN 2000 AND 2500",
                "UPDATE numbers SET id = id::text::numeric(20, 5) WHERE n % 3 = 0", "DELETE FROM numbers WHERE n > 1400", "DELETE FROM loose WHERE a = 3", rotate(31),
                "UPDATE wide SET s = 'again' WHERE id BETWEEN 2600 AND 4000", "INSERT INTO wide SELECT i, 1, 'back', NULL FROM generate_series(2000, 2400) i");
        it.assertEqual();
        assertThat(it.stream().progress().missingRows()).isZero();
        it.behind("INSERT INTO wide SELECT i, 0, 'more', NULL FROM generate_series(200000, 203000) i", "ALTER TABLE wide ADD x int DEFAULT 7", "UPDATE wide SET x = id WHERE id > 3000",
                "TRUNCATE loose", "TRUNCATE numbers", "INSERT INTO numbers SELECT i, i FROM generate_series(1, 1500) i");
        it.assertEqual();
        it.behind("ALTER TABLE wide DROP x", "UPDATE wide SET n = n + 5 WHERE id > 2000", "INSERT INTO loose VALUES (1, 'last')");
        it.assertEqual();
    }

    /**
     * The target is lost after some lanes have committed, after all of them, and when only the checkpoint's commit is left: a lock of ours holds the others
     * up. Then more happens to the same rows in the source, and the stream goes on with batches that are cut elsewhere, over one connection or several.
     */
    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL})
    void aTargetThatIsLostBetweenTheCommitsOfABatchEndsEqualHoweverItIsTakenUp(Scenario it) throws SQLException {
        createTables(it);
        FaultProxy proxy = it.owns(new FaultProxy(it.target().port()));
        UnaryOperator<Config.Builder> lanes = config -> config.applyParallelism(3).destinationConnectionString(it.target().url(proxy.port()));
        it.follow(lanes);
        String loose = it.target().nameOf("public", "loose");
        record Moment(String held, int ahead, int batchBytes, int lanes) {}
        List<Moment> moments = List.of(new Moment("pg2any_lane WHERE lane > 1", 1, 2_000, 1), new Moment("pg2any_lane WHERE lane = 2", 2, 8_000_000, 3),
                new Moment("pg2any_lane WHERE lane < 3", 1, 30_000, 3), new Moment(loose, 3, 4_000, 2), new Moment("pg2any_checkpoint", 3, 8_000_000, 1));
        int round = 1;
        for (Moment moment : moments) {
            it.caughtUp();
            try (Connection lock = it.target().connect()) {
                lock.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                lock.setAutoCommit(false);
                Sql.column(lock, "SELECT * FROM " + moment.held() + " FOR UPDATE");
                it.source(large(round + 1));
                Await.until(moment + " is reached", () -> lanesAhead(it) == moment.ahead());
                proxy.refuse();
                lock.rollback();
            }
            it.source(later(round + 1));
            it.stop();
            proxy.resume();
            Stream again = it.follow(config -> lanes.apply(config).batchBytes(moment.batchBytes()).applyParallelism(moment.lanes()));
            it.source("UPDATE wide SET n = n + 1 WHERE id % 7 = 0");
            it.caughtUp();
            it.equality().check();
            assertThat(again.progress().missingRows()).as("rows that are gone already are not counted, after " + moment).isZero();
            assertThat(lanesAhead(it)).isZero();
            it.stop();
            it.follow(lanes);
            round++;
        }
    }

    /** What is given up: rows that lanes have committed are seen before the others of their transaction. They are there once the position is. */
    @EachTarget({TargetKind.MARIADB, TargetKind.POSTGRESQL})
    void rowsOfLanesAreSeenBeforeTheOthersOfTheirTransactionAndThePositionComesWithTheLast(Scenario it) throws SQLException {
        createTables(it);
        it.follow(config -> config.applyParallelism(3));
        it.caughtUp();
        String loose = "SELECT count(*) FROM " + it.target().nameOf("public", "loose") + " WHERE s = 'once'";
        try (Connection lock = it.target().connect()) {
            lock.setAutoCommit(false);
            Sql.column(lock, "SELECT * FROM pg2any_checkpoint FOR UPDATE");
            it.source(large(1));
            Await.until("the lanes have committed", () -> it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "wide") + " WHERE n = 1").equals("3501"));
            assertThat(it.target().value(loose)).as("written with the position").isEqualTo("0");
            lock.rollback();
        }
        it.assertEqual();
        assertThat(it.target().value(loose)).isEqualTo("3");
    }

    private static String[] unlucky(int round) {
        int first = round * 10_000;
        return new String[] {large(round), "UPDATE wide SET n = 13 WHERE id = 1637", "DELETE FROM wide WHERE id BETWEEN " + first + " AND " + (first + 700),
            "INSERT INTO wide SELECT i, 0, 'back', NULL FROM generate_series(" + (first + 300) + ", " + (first + 750) + ") i ON CONFLICT DO NOTHING",
            "UPDATE wide SET n = 13 WHERE id = 1639"};
    }

    /** One lane's part is refused, the others have committed theirs. */
    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL})
    void aRowThatIsRefusedOnALaneIsNamedOrKeptApartAndTheOthersArriveOnce(Scenario it) {
        createTables(it);
        Stream stream = it.follow(config -> config.applyParallelism(3));
        it.caughtUp();
        String wide = it.target().nameOf("public", "wide");
        it.target().run("ALTER TABLE " + wide + " ADD CONSTRAINT unlucky CHECK (n <> 13)");
        it.stop();
        it.source(unlucky(2));
        stream = it.start(config -> config.applyParallelism(3));
        CdcException refusal = stream.awaitFailure();
        assertThat(refusal.kind()).isEqualTo(CdcException.Kind.DATA);
        assertThat(refusal.explain()).contains("wide", "163");
        it.follow(config -> config.applyParallelism(3).onError(OnError.DEAD_LETTER));
        it.caughtUp();
        assertThat(it.target().value("SELECT count(*) FROM pg2any_dead_letter")).isEqualTo("2");
        it.behind(unlucky(3));
        it.caughtUp();
        assertThat(it.target().value("SELECT count(*) FROM pg2any_dead_letter")).isEqualTo("4");
        it.source("UPDATE wide SET n = 14 WHERE n = 13");
        it.assertEqual();
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.POSTGRESQL})
    void aProcessWithThreeLanesKilledAtRandomMomentsLosesAndRepeatsNothing(Scenario it) {
        Random random = new Random(CrashIT.SEED);
        System.out.println("ParallelApplyIT: -Dpg2any.kills=" + KILLS + " -Dpg2any.seed=" + CrashIT.SEED);
        createTables(it);
        it.source(Load.TABLES);
        it.source("INSERT INTO keyed SELECT i, 0, 'first', repeat('x', 100) FROM generate_series(1, 3000) i");
        int ahead = 0;
        try (Load load = Load.start(it.source(), CrashIT.SEED)) {
            for (int i = 1; i <= KILLS; i++) {
                ChildProcess child = CrashIT.run(it, it.source().url(), "--apply-parallelism", i % 5 == 0 ? "1" : "3", i % 2 == 0 ? "--streaming" : "--binary");
                CrashIT.awaitOutput(child, "following");
                ahead += child.output().contains("ahead=") ? 1 : 0;
                it.source(large(i % 19), "UPDATE wide SET n = n + 1 WHERE id % 3 = 0", rotate(i));
                CrashIT.killWithin(child, 700, random);
                it.source(later(i % 19));
                it.source("UPDATE wide SET n = n + 1, s = 'kill " + i + "' WHERE id % 2 = 0", i % 4 == 0 ? "TRUNCATE loose" : "DELETE FROM wide WHERE id > 1000000 AND id % 3 = 0");
            }
        }
        ChildProcess last = CrashIT.run(it, it.source().url(), "--apply-parallelism", "3");
        try {
            it.caughtUp(Duration.ofSeconds(120 + 6L * KILLS)); // each start follows for a moment only, and the load goes on
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + last.output(), e);
        }
        System.out.println("ParallelApplyIT: starts that found lanes ahead: " + ahead);
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
