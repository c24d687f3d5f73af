package io.pg2any.it;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.pg2any.Config;
import io.pg2any.error.CdcException;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.RandomSchemaChanges;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.source.SchemaChanges;

import static org.assertj.core.api.Assertions.assertThat;

/** The source tells of its DDL by an event trigger: the target's tables follow at once, without waiting for a row, and exactly. */
class DdlTriggerIT {

    private static final long SEED = Long.getLong("pg2any.seed", System.nanoTime());

    private static final String[] TABLES = {
        "CREATE TABLE keyed (id int PRIMARY KEY, a varchar(10), b int NOT NULL, d numeric(6,2))",
        "INSERT INTO keyed SELECT i, 'a' || i, i, i / 4.0 FROM generate_series(1, 30) i",
        "CREATE TABLE other (id int PRIMARY KEY, s text)", "INSERT INTO other VALUES (1, 'other')",
        "CREATE TABLE keyless (n int, s text)", "ALTER TABLE keyless REPLICA IDENTITY FULL", "INSERT INTO keyless SELECT i % 5, 's' FROM generate_series(1, 20) i",
    };

    @EachTarget
    void whatNoRowFollowsArrivesAllTheSame(Scenario it) {
        it.source(TABLES);
        it.follow(config -> config.ddlTrigger(true));
        it.source("ALTER TABLE keyed ADD n int NOT NULL DEFAULT 7, ADD code uuid DEFAULT gen_random_uuid(), DROP a",
                "ALTER TABLE keyed RENAME b TO c", "ALTER TABLE keyed RENAME d TO b",
                "ALTER TABLE keyed DROP n, ADD n text DEFAULT 'of another type'", // one name, two columns
                "ALTER TABLE keyed DROP n, ADD n text DEFAULT 'of the same type'",
                "ALTER TABLE keyed ALTER c TYPE bigint USING c * 1000000000000",
                "ALTER TABLE keyless ADD x int DEFAULT 3, DROP n",
                "CREATE TABLE made (id int PRIMARY KEY)", "CREATE TABLE \"Made of rows\" AS SELECT * FROM other");
        it.assertEqual();
        it.source("ALTER TABLE keyed RENAME TO \"Renamed\"", "INSERT INTO \"Renamed\" (id, c) VALUES (100, 100)", "UPDATE \"Renamed\" SET c = -1 WHERE id = 1",
                "DROP TABLE made", "ALTER TABLE other RENAME TO keyed", "DELETE FROM keyed WHERE id = 1", "INSERT INTO keyed VALUES (2, 'in its place')");
        it.assertEqual();
        assertThat(has(it, "made")).as("the dropped table is there").isFalse();
    }

    @EachTarget
    void whatHappensWhileNobodyFollowsIsToldAfterwards(Scenario it) {
        it.source(TABLES);
        it.follow(config -> config.ddlTrigger(true));
        it.behind("INSERT INTO keyed VALUES (40, 'then', 1, 1)",
                "ALTER TABLE keyed RENAME TO aside", "ALTER TABLE other RENAME TO keyed", "ALTER TABLE aside RENAME TO other",
                "INSERT INTO keyed VALUES (3, 'swapped')", "INSERT INTO other VALUES (41, 'swapped', 1, 1)",
                "ALTER TABLE other RENAME a TO e", "ALTER TABLE other RENAME b TO a", "UPDATE other SET a = -a WHERE id < 4",
                "ALTER TABLE keyless RENAME TO gone", "INSERT INTO gone VALUES (9, 'x')", "DROP TABLE gone", "CREATE TABLE gone (id int PRIMARY KEY)",
                "INSERT INTO gone VALUES (1)");
        it.assertEqual();
        assertThat(has(it, "keyless")).as("the dropped table is there").isFalse();
    }

    @EachTarget
    void definitionsKeepTheirPlaceInTransactionsAndGoWithSavepoints(Scenario it) {
        it.source(TABLES);
        it.follow(config -> config.ddlTrigger(true));
        it.source("BEGIN", "INSERT INTO keyed VALUES (50, 'before', 1, 1)", "ALTER TABLE keyed ADD x int DEFAULT 4", "INSERT INTO keyed VALUES (51, 'after', 1, 1)",
                "ALTER TABLE keyed RENAME TO moved", "INSERT INTO moved VALUES (52, 'moved', 1, 1)", "COMMIT",
                "BEGIN", "ALTER TABLE moved ADD never int", "ROLLBACK",
                "BEGIN", "INSERT INTO other VALUES (5, 'dropped with its table')", "DROP TABLE other", "INSERT INTO moved VALUES (53, 'x', 1, 1)", "COMMIT",
                // large enough to be streamed before its end
                "BEGIN", "INSERT INTO keyless SELECT i, repeat('large', 50) FROM generate_series(1, 3000) i", "SAVEPOINT s",
                "ALTER TABLE keyless ADD lost int DEFAULT 1", "INSERT INTO keyless SELECT i, repeat('lost', 50), i FROM generate_series(1, 3000) i", "ROLLBACK TO s",
                "ALTER TABLE keyless ADD kept int DEFAULT 2", "INSERT INTO keyless SELECT i, repeat('kept', 50), i FROM generate_series(1, 3000) i", "COMMIT");
        it.assertEqual();
        assertThat(has(it, "other")).as("the dropped table is there").isFalse();
    }

    @EachTarget
    void randomChangesLeaveTheTargetEqual(Scenario it) {
        System.out.println("DdlTriggerIT: -Dpg2any.seed=" + SEED);
        Random random = new Random(SEED);
        List<RandomSchemaChanges> tables = List.of(new RandomSchemaChanges(random, "r1", true), new RandomSchemaChanges(random, "r2", false));
        tables.forEach(table -> it.source(table.create().toArray(String[]::new)));
        it.follow(config -> config.ddlTrigger(true));
        for (int i = 0; i < 8; i++) {
            it.source(tables.get(random.nextInt(2)).next().toArray(String[]::new));
        }
        it.stop();
        tables.forEach(table -> it.source(table.next().toArray(String[]::new)));
        it.restart();
        it.assertEqual();
    }

    @EachTarget({TargetKind.SQLITE})
    void whoMayNotMakeTheTriggerIsTold(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY)", "CREATE ROLE " + it.source().name() + "_plain LOGIN REPLICATION PASSWORD 'plain'",
                "CREATE PUBLICATION it_ddl FOR TABLE t", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + it.source().name() + "_plain");
        CdcException refused = it.failure(config -> config.ddlTrigger(true).publicationName("it_ddl")
                .sourceLogin(new Config.Login(Optional.of(it.source().name() + "_plain"), Optional.of("plain"))));
        assertThat(refused.explain()).contains("event trigger", "pg2any ddl-trigger create");
        it.source("DROP OWNED BY " + it.source().name() + "_plain", "DROP ROLE " + it.source().name() + "_plain");
    }

    @EachTarget({TargetKind.SQLITE})
    void theTriggerNeverFailsAStatement(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY)");
        it.follow(config -> config.ddlTrigger(true).schemaChanges(SchemaChanges.ADD_ONLY));
        String plain = it.source().name() + "_plain";
        it.source("DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc WHERE proname = 'pg_logical_emit_message' LOOP"
                + " EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || f || ' FROM PUBLIC'; END LOOP; END $$",
                "CREATE ROLE " + plain, "ALTER TABLE t OWNER TO " + plain, "SET ROLE " + plain, "ALTER TABLE t ADD a int", "RESET ROLE",
                "ALTER TABLE t OWNER TO CURRENT_USER", "DROP ROLE " + plain);
        it.source( "SELECT pg_logical_emit_message(true, 'pg2any.ddl', 'not one of ours')",
                "SELECT pg_logical_emit_message(true, 'pg2any.ddl', '{\"v\":1,\"by\":0,\"gone\":true,\"oid\":' || 't'::regclass::oid || ',\"schema\":\"public\",\"name\":\"t\"}')",
                "INSERT INTO t VALUES (1, 1)");
        it.assertEqual();
        it.source("DROP SCHEMA pg2any CASCADE", "ALTER TABLE t ADD b int DEFAULT 2", "INSERT INTO t VALUES (2, 2, 2)");
        it.assertEqual();
        Await.until("the stream follows", Await.PATIENCE, () -> !it.stream().ended(), () -> it.stream().progress().toString());
    }

    private static boolean has(Scenario it, String table) {
        try {
            it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", table));
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
