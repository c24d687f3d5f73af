package io.pg2any.it;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.pg2any.error.CdcException;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.ChildProcess;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.RandomSchemaChanges;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.source.SchemaChanges;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The source changes its tables, while the stream follows and behind its back: the target's tables follow, in order with the rows.
 * {@code -Dpg2any.seed=N} repeats a run's random changes, {@code -Dpg2any.kills=N} kills a process as often as that.
 */
class SchemaChangesIT {

    private static final int KILLS = Integer.getInteger("pg2any.kills", 2);
    private static final long SEED = Long.getLong("pg2any.seed", System.nanoTime());

    private static final String[] TABLES = {
        "CREATE TABLE keyed (id int PRIMARY KEY, a varchar(10), b int NOT NULL, c text, d numeric(6,2), gone int)",
        "CREATE INDEX keyed_gone ON keyed (gone)",
        "INSERT INTO keyed SELECT i, 'a' || i, i, repeat(md5(i::text), 200), i / 4.0, i FROM generate_series(1, 50) i",
        "CREATE TABLE keyless (n int, s text)", "ALTER TABLE keyless REPLICA IDENTITY FULL",
        "INSERT INTO keyless SELECT i % 5, 's' || i % 3 FROM generate_series(1, 30) i",
    };

    @EachTarget
    void columnsAreAddedWithWhatOldRowsHaveInThem(Scenario it) {
        playBothWays(it, TABLES,
                "ALTER TABLE keyed ADD plain int, ADD word text DEFAULT 'some words', ADD flag boolean NOT NULL DEFAULT true,"
                        + " ADD price numeric(8,2) NOT NULL DEFAULT 1.50, ADD code uuid DEFAULT gen_random_uuid(), ADD at timestamptz DEFAULT '2024-02-29 12:00:00+02',"
                        + " ADD odd text DEFAULT 'it''s \"odd\"', ADD number serial",
                "UPDATE keyed SET plain = 1 WHERE id = 1",
                "ALTER TABLE keyed ALTER word SET DEFAULT 'other', ALTER flag DROP DEFAULT",
                "INSERT INTO keyed (id, b, flag) VALUES (100, 1, false)",
                "DELETE FROM keyed WHERE id = 2",
                "ALTER TABLE keyless ADD plain int, ADD word varchar(20) DEFAULT 'w', ADD big bigint DEFAULT 5000000000",
                "DELETE FROM keyless WHERE n = 1",
                "INSERT INTO keyless VALUES (7, 'new', 1, 'x', 2)",
                "ALTER TABLE keyless ADD random double precision DEFAULT random()",
                "INSERT INTO keyless VALUES (8, 'newer')");
    }

    @EachTarget
    void columnsAreDroppedAndRenamed(Scenario it) {
        playBothWays(it, TABLES,
                "ALTER TABLE keyed DROP gone",
                "INSERT INTO keyed VALUES (101, 'x', 1, 'c', 1)",
                "ALTER TABLE keyed RENAME a TO \"Renamed a\"",
                "UPDATE keyed SET b = b + 1 WHERE id < 10",
                "ALTER TABLE keyed RENAME id TO number",
                "DELETE FROM keyed WHERE number = 3",
                "ALTER TABLE keyed DROP d, ADD d date DEFAULT '2020-01-01'",
                "UPDATE keyed SET b = 0 WHERE number = 4",
                "ALTER TABLE keyed RENAME b TO swap",
                "ALTER TABLE keyed RENAME c TO b",
                "ALTER TABLE keyed RENAME swap TO c",
                "UPDATE keyed SET c = 77 WHERE number = 5",
                "ALTER TABLE keyless RENAME s TO t",
                "ALTER TABLE keyless DROP n",
                "INSERT INTO keyless VALUES ('only')");
    }

    @EachTarget
    void columnsGetOtherTypesAndTheirValuesWithThem(Scenario it) {
        playBothWays(it, TABLES,
                "ALTER TABLE keyed ALTER a TYPE varchar(40), ALTER d TYPE numeric(12,2)",
                "INSERT INTO keyed VALUES (102, repeat('w', 40), 1, NULL, 123456789.25, NULL)",
                "ALTER TABLE keyed ALTER b TYPE bigint, ALTER d TYPE numeric(12,4) USING d / 8",
                "UPDATE keyed SET b = 5000000000 WHERE id = 6",
                "ALTER TABLE keyed ALTER b TYPE text USING 'b' || b, ALTER gone TYPE text",
                "UPDATE keyed SET gone = 'text' WHERE id = 7",
                "ALTER TABLE keyed ALTER a TYPE int USING length(a)",
                "UPDATE keyed SET a = -1 WHERE id = 8",
                "ALTER TABLE keyed ALTER c TYPE varchar(12) USING left(c, 12), ALTER gone TYPE timestamp USING '2020-02-02 02:02:02'",
                "DELETE FROM keyed WHERE id = 9",
                "ALTER TABLE keyed ALTER gone TYPE timestamptz USING gone AT TIME ZONE 'UTC', ALTER id TYPE bigint",
                "INSERT INTO keyed (id, b) VALUES (5000000000, '')",
                "ALTER TABLE keyless ALTER n TYPE text USING n || '!'",
                "INSERT INTO keyless VALUES ('last', 's')");
    }

    @EachTarget
    void keysAndNotNullFollow(Scenario it) {
        playBothWays(it, TABLES,
                "ALTER TABLE keyed ALTER b DROP NOT NULL",
                "INSERT INTO keyed (id) VALUES (103)",
                "UPDATE keyed SET b = 0 WHERE b IS NULL",
                "ALTER TABLE keyed ALTER b SET NOT NULL, ALTER c SET DEFAULT 'c', ADD UNIQUE (id, b)",
                "INSERT INTO keyed (id, b) VALUES (104, 4)",
                "ALTER TABLE keyed DROP CONSTRAINT keyed_pkey, ADD PRIMARY KEY (id, b)",
                "INSERT INTO keyed (id, b) VALUES (104, 5), (104, 6)",
                "DELETE FROM keyed WHERE id = 104 AND b = 4",
                "ALTER TABLE keyed DROP CONSTRAINT keyed_pkey, DROP CONSTRAINT keyed_id_b_key, REPLICA IDENTITY FULL",
                "INSERT INTO keyed (id, b) VALUES (1, 1), (1, 1)",
                "UPDATE keyed SET a = 'both' WHERE id = 1",
                "ALTER TABLE keyless ADD id serial PRIMARY KEY",
                "UPDATE keyless SET s = 'keyed' WHERE id = 10");
    }

    @EachTarget
    void aTableThatIsDroppedAndMadeAgainIsCopiedAgain(Scenario it) {
        playBothWays(it, TABLES,
                "BEGIN",
                "DROP TABLE keyed",
                "CREATE TABLE keyed (id int PRIMARY KEY, a varchar(10), b int NOT NULL, other date)",
                "INSERT INTO keyed VALUES (1, 'anew', 1, '2024-01-01')",
                "COMMIT",
                "INSERT INTO keyed VALUES (2, 'anew', 1, '2024-01-02')",
                "ALTER TABLE keyless RENAME TO renamed",
                "INSERT INTO renamed VALUES (1, 'renamed')",
                "CREATE TABLE brief (id int PRIMARY KEY)",
                "INSERT INTO brief VALUES (1)",
                "DROP TABLE brief",
                "INSERT INTO renamed VALUES (2, 'renamed')");
    }

    @EachTarget
    void ddlInsideOfTransactionsIsInOrderWithTheRows(Scenario it) {
        playBothWays(it, TABLES,
                "BEGIN",
                "INSERT INTO keyed VALUES (110, 'before', 1, NULL, 1, 1)",
                "UPDATE keyed SET gone = -gone WHERE id < 20",
                "ALTER TABLE keyed ADD added int NOT NULL DEFAULT 9, DROP gone",
                "INSERT INTO keyed VALUES (111, 'after', 1, NULL, 1, 1)",
                "UPDATE keyed SET added = 10 WHERE id < 5",
                "INSERT INTO keyless VALUES (1, 'the same transaction')",
                "ALTER TABLE keyless ADD more int DEFAULT 3",
                "UPDATE keyless SET more = n WHERE n > 2",
                "COMMIT",
                "BEGIN",
                "ALTER TABLE keyed ADD never int DEFAULT 1",
                "UPDATE keyed SET never = 2",
                "ROLLBACK",
                "BEGIN",
                "INSERT INTO keyless VALUES (2, 'kept', 1)",
                "SAVEPOINT s",
                "ALTER TABLE keyless DROP more, ADD nor int",
                "INSERT INTO keyless VALUES (3, 'lost', 1)",
                "ROLLBACK TO s",
                "INSERT INTO keyless VALUES (4, 'kept', 2)",
                "COMMIT",
                "BEGIN",
                "INSERT INTO keyless SELECT i, 'large ' || i, i FROM generate_series(1, 3000) i",
                "ALTER TABLE keyless ADD late text DEFAULT 'late'",
                "INSERT INTO keyless SELECT i, 'large ' || i, i, 'x' FROM generate_series(1, 3000) i",
                "COMMIT");
    }

    @EachTarget
    void onlyAdditionsAreAppliedWhereThatIsAsked(Scenario it) {
        it.source(TABLES);
        it.follow(config -> config.schemaChanges(SchemaChanges.ADD_ONLY));
        it.source("ALTER TABLE keyed ADD n int NOT NULL DEFAULT 4", "UPDATE keyed SET a = 'x' WHERE id = 1");
        it.assertEqual();
        it.source("ALTER TABLE keyed DROP b", "INSERT INTO keyed (id) VALUES (200)");
        it.assertEqual();
        assertThat(it.target().value("SELECT count(*) FROM keyed WHERE b IS NOT NULL")).as("the dropped column stays").isEqualTo("50");
        it.source("ALTER TABLE keyed RENAME a TO other", "INSERT INTO keyed (id) VALUES (201)");
        CdcException refused = it.stream().awaitFailure();
        assertThat(refused.explain()).contains("keyed", "column other is missing");
        assertThat(it.failure(config -> config.schemaChanges(SchemaChanges.STOP)).explain()).contains("column other is missing");
        it.follow(config -> config.schemaChanges(SchemaChanges.APPLY));
        it.assertEqual();
    }

    @EachTarget
    void columnsThatAreTheTargetsOwnOrThatNobodyPublishesStayWhatTheyAre(Scenario it) {
        it.source(TABLES);
        it.source("CREATE PUBLICATION it_pub FOR TABLE keyed (id, a, b), it_marker");
        it.follow();
        it.target().run("ALTER TABLE keyed ADD own int", "UPDATE keyed SET own = 7");
        it.source("ALTER TABLE keyed ADD hidden int DEFAULT 1, DROP c", "ALTER TABLE keyed RENAME a TO renamed",
                "UPDATE keyed SET renamed = 'changed' WHERE id = 1");
        it.caughtUp();
        assertThat(it.target().value("SELECT count(*) FROM keyed WHERE own = 7")).isEqualTo("50");
        assertThat(it.target().value("SELECT renamed FROM keyed WHERE id = 1")).isEqualTo("changed");
    }

    @EachTarget
    void newLabelsOfEnumsAndOtherRulesOfDomainsArrive(Scenario it) {
        playBothWays(it, new String[] {
            "DO $$ BEGIN CREATE TYPE public.mood AS ENUM ('sad', 'ok'); EXCEPTION WHEN duplicate_object THEN END $$",
            "DO $$ BEGIN CREATE DOMAIN public.small AS int CHECK (VALUE < 10); EXCEPTION WHEN duplicate_object THEN END $$",
            "CREATE TABLE moods (id int PRIMARY KEY, m public.mood, s public.small)", "INSERT INTO moods VALUES (1, 'sad', 1)"},
                "ALTER TYPE public.mood ADD VALUE IF NOT EXISTS 'happy'",
                "INSERT INTO moods VALUES (2, 'happy', 2)",
                "ALTER DOMAIN public.small DROP CONSTRAINT IF EXISTS small_check",
                "INSERT INTO moods VALUES (3, 'ok', 5000)",
                "ALTER TABLE moods ADD other public.mood DEFAULT 'happy', ADD more public.small DEFAULT 7",
                "INSERT INTO moods VALUES (4, 'ok', 1, 'sad', 2)");
    }

    @EachTarget
    void randomChangesOfColumnsAndRowsLeaveTheTargetEqual(Scenario it) {
        System.out.println("SchemaChangesIT: -Dpg2any.seed=" + SEED);
        Random random = new Random(SEED);
        List<RandomSchemaChanges> tables = List.of(new RandomSchemaChanges(random, "r1", true), new RandomSchemaChanges(random, "r2", true),
                new RandomSchemaChanges(random, "r3", false));
        tables.forEach(table -> it.source(table.create().toArray(String[]::new)));
        it.follow();
        play(it, tables, random, 12);
        it.assertEqual();
        it.stop();
        play(it, tables, random, 4);
        it.restart();
        it.assertEqual();
    }

    private static void play(Scenario it, List<RandomSchemaChanges> tables, Random random, int times) {
        for (int i = 0; i < times; i++) {
            it.source(tables.get(random.nextInt(tables.size())).next().toArray(String[]::new));
        }
        tables.forEach(table -> it.source(table.next().toArray(String[]::new)));
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.POSTGRESQL}) // each with and without DDL in transactions; a process costs seconds
    void aProcessKilledInTheMiddleOfAltersEndsEqual(Scenario it) {
        System.out.println("SchemaChangesIT: -Dpg2any.seed=" + SEED);
        Random random = new Random(SEED);
        List<RandomSchemaChanges> tables = List.of(new RandomSchemaChanges(random, "r1", true), new RandomSchemaChanges(random, "r2", false));
        tables.forEach(table -> it.source(table.create().toArray(String[]::new)));
        it.source("CREATE TABLE large (id int PRIMARY KEY, n int)", "INSERT INTO large SELECT i, i FROM generate_series(1, 20000) i");
        for (int i = 0; i < KILLS; i++) {
            ChildProcess child = process(it);
            Await.until("the process follows", Duration.ofSeconds(60), () -> child.output().contains("following"), child::output);
            it.source("ALTER TABLE large ADD c" + i + " double precision DEFAULT random()", "UPDATE large SET n = -n WHERE id = " + (i + 1));
            play(it, tables, random, 3);
            Await.holds("the process lives", Duration.ofMillis(random.nextInt(500)), child::isAlive);
            child.kill();
        }
        ChildProcess last = process(it);
        try {
            it.caughtUp(Duration.ofSeconds(60));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + last.output(), e);
        }
        it.equality().check();
    }

    private static ChildProcess process(Scenario it) {
        return it.owns(ChildProcess.start("run", "--source", it.source().url(), "--destination", it.target().url(), "--slot", it.source().slot(),
                "--publication", it.source().publication(), "--heartbeat-interval", "200ms"));
    }

    /**
     * Makes the tables twice, and changes the one set while the stream follows each step, the other one behind the back of the stopped
     * stream.
     */
    private static void playBothWays(Scenario it, String[] setup, String... changes) {
        it.source(setup);
        String behind = it.source().name() + "_behind";
        it.source("CREATE SCHEMA " + behind, "SET search_path = " + behind);
        it.source(setup);
        it.source("SET search_path = public");
        it.follow();
        boolean inside = false;
        for (String statement : changes) {
            it.source(statement);
            inside = statement.equals("BEGIN") || inside && !statement.equals("COMMIT") && !statement.equals("ROLLBACK");
            if (!inside && !statement.startsWith("ALTER")) {
                it.caughtUp();
            }
        }
        it.stop();
        it.source("SET search_path = " + behind);
        it.source(changes);
        it.source("SET search_path = public");
        it.restart();
        it.assertEqual();
    }
}
