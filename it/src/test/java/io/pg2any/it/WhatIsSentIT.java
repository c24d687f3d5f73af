package io.pg2any.it;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.pg2any.event.EventType;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.source.Origins;

import static org.assertj.core.api.Assertions.assertThat;

/** What the source is asked to send: origins, messages, row filters, column lists, generated columns, failover slots. */
class WhatIsSentIT {

    private static final String[] TABLE = {"CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' || i FROM generate_series(1, 10) i"};

    /** A transaction that came here by replication from elsewhere. */
    private static void fromElsewhere(Scenario it, String... statements) {
        String origin = "'" + it.source().name() + "'";
        it.source("SELECT pg_replication_origin_create(" + origin + ") WHERE pg_replication_origin_oid(" + origin + ") IS NULL",
                "SELECT pg_replication_origin_session_setup(" + origin + ")", "BEGIN", "SELECT pg_replication_origin_xact_setup('0/ABCDEF12', '2020-02-02 02:02:02+00')");
        it.source(statements);
        it.source("COMMIT", "SELECT pg_replication_origin_session_reset()");
    }

    private static String rows(Scenario it, String where) {
        return it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "t") + " WHERE " + where);
    }

    @EachTarget(TargetKind.SQLITE)
    void changesFromElsewhereAreLeftOutWhereOnlyTheSourcesOwnAreWanted(Scenario it) {
        it.source(TABLE);
        it.follow(config -> config.origins(Origins.NONE));
        fromElsewhere(it, "INSERT INTO t VALUES (100, 'elsewhere')");
        it.source("INSERT INTO t VALUES (101, 'here')");
        fromElsewhere(it, "INSERT INTO t SELECT i, 'elsewhere, streamed' FROM generate_series(1000, 4000) i");
        it.caughtUp();
        assertThat(rows(it, "id >= 100")).isEqualTo("1");
    }

    @EachTarget(TargetKind.SQLITE)
    void changesFromElsewhereAreFollowedAndNamedOtherwise(Scenario it) {
        it.source(TABLE);
        Stream stream = it.follow(config -> config.origins(Origins.ANY));
        fromElsewhere(it, "INSERT INTO t VALUES (100, 'elsewhere')");
        fromElsewhere(it, "INSERT INTO t SELECT i, 'elsewhere, streamed' FROM generate_series(1000, 4000) i");
        it.assertEqual();
        assertThat(stream.recorder().events(EventType.ORIGIN)).isGreaterThanOrEqualTo(2);
    }

    @EachTarget(TargetKind.SQLITE)
    void listenersAreToldOfMessages(Scenario it) {
        it.source(TABLE);
        Stream stream = it.follow();
        it.source("BEGIN", "INSERT INTO t VALUES (100, 'with')", "SELECT pg_logical_emit_message(true, 'app', 'Grüße')", "COMMIT",
                "SET synchronous_commit = on", "SELECT pg_logical_emit_message(false, 'app.binary', '\\x00ff'::bytea)");
        it.assertEqual();
        assertThat(stream.recorder().messages()).hasSize(2);
        assertThat(stream.recorder().messages().get(0)).satisfies(message -> {
            assertThat(message.transactional()).isTrue();
            assertThat(message.prefix()).isEqualTo("app");
            assertThat(new String(message.content(), StandardCharsets.UTF_8)).isEqualTo("Grüße");
        });
        assertThat(stream.recorder().messages().get(1)).satisfies(message -> {
            assertThat(message.transactional()).isFalse();
            assertThat(message.prefix()).isEqualTo("app.binary");
            assertThat(message.content()).containsExactly(0, 0xff);
        });
    }

    /** By the first copy as by the stream: a row that comes into the filter appears, one that leaves it goes. */
    @EachTarget
    void rowFiltersAndColumnListsOfAPublicationAreHonoured(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text, secret text)", "INSERT INTO t SELECT i, 's' || i, 'secret' FROM generate_series(1, 10) i",
                "CREATE PUBLICATION it_pub FOR TABLE it_marker, t (id, s) WHERE (id % 2 = 0)");
        it.follow();
        it.source("INSERT INTO t SELECT i, 'new', 'secret' FROM generate_series(11, 20) i", "UPDATE t SET s = 'changed' WHERE id IN (1, 2)",
                "UPDATE t SET id = 21 WHERE id = 4", "UPDATE t SET id = 22 WHERE id = 3", "DELETE FROM t WHERE id IN (5, 6)");
        it.caughtUp();
        it.source("DELETE FROM t WHERE id % 2 = 1", "ALTER TABLE t DROP COLUMN secret CASCADE");
        it.equality().check();
    }

    @EachTarget
    void generatedColumnsArriveAsValues(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED, once int GENERATED ALWAYS AS (a) VIRTUAL, z text)",
                "INSERT INTO t (id, a, z) SELECT i, i, 'z' FROM generate_series(1, 10) i",
                "CREATE TABLE f (a int, twice int GENERATED ALWAYS AS (a * 2) STORED)", "ALTER TABLE f REPLICA IDENTITY FULL", "INSERT INTO f (a) VALUES (1), (2), (2)");
        it.follow();
        it.source("INSERT INTO t (id, a) VALUES (11, 11)", "UPDATE t SET a = a + 100 WHERE id > 5", "DELETE FROM t WHERE id = 1",
                "INSERT INTO f (a) VALUES (3)", "UPDATE f SET a = 4 WHERE a = 1", "DELETE FROM f WHERE ctid = (SELECT min(ctid) FROM f WHERE a = 2)");
        it.assertEqual();
        for (String table : List.of("t", "f")) {
            String sum = it.source().value("SELECT sum(twice) FROM " + table);
            assertThat(it.target().value("SELECT sum(twice) FROM " + it.target().nameOf("public", table))).isEqualTo(sum);
        }
    }

    @EachTarget(TargetKind.SQLITE)
    void generatedColumnsThatAPublicationLeavesOutAreLeftOut(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED)", "INSERT INTO t (id, a) VALUES (1, 1)",
                "CREATE PUBLICATION it_pub FOR TABLE it_marker, t WITH (publish_generated_columns = none)");
        it.follow();
        it.source("UPDATE t SET a = 3");
        it.assertEqual();
        assertThat(it.target().value("SELECT count(*) FROM pragma_table_xinfo('t')")).isEqualTo("2");
    }

    @EachTarget(TargetKind.SQLITE)
    void theSlotIsKeptOnStandbysToo(Scenario it) {
        it.source(TABLE);
        it.follow();
        assertThat(it.source().value("SELECT failover AND NOT temporary FROM pg_replication_slots WHERE slot_name = '" + it.source().slot() + "'")).isEqualTo("t");
    }
}
