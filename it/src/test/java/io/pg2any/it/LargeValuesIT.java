package io.pg2any.it;

import java.util.Set;

import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;

import static org.assertj.core.api.Assertions.assertThat;

/** Values that the source stores beside the row (TOAST): an update that leaves them alone does not send them. */
class LargeValuesIT {

    /** Some 16 kB that do not compress well, another one for each number. */
    private static String large(String number) {
        return "(SELECT string_agg(md5(x::text || 'x' || " + number + "), '') FROM generate_series(1, 500) x)";
    }

    private static final String[] TABLE = {
        "CREATE TABLE t (id int PRIMARY KEY, small text, a text, b bytea, j jsonb, l int[], n int)",
        "INSERT INTO t SELECT i, 'small', " + large("i") + ", " + large("i + 50") + "::bytea, jsonb_build_object('k', " + large("i + 100") + "),"
                + " (SELECT array_agg((x * 7919 * i) % 1000003) FROM generate_series(1, 4000) x), i FROM generate_series(1, 12) i"
    };

    @EachTarget
    void anUpdateOfOtherColumnsKeepsLargeValues(Scenario it) {
        it.playBothWays(TABLE,
                "UPDATE t SET small = 'changed' WHERE id = 1",
                "UPDATE t SET n = n + 1",
                "BEGIN", "UPDATE t SET small = 'once' WHERE id = 2", "UPDATE t SET small = 'twice', n = 0 WHERE id = 2", "COMMIT");
    }

    @EachTarget
    void oneLargeValueChangesAndTheOthersStay(Scenario it) {
        it.playBothWays(TABLE,
                "UPDATE t SET a = " + large("1000") + " WHERE id = 1", "UPDATE t SET b = 'short' WHERE id = 2", "UPDATE t SET j = NULL, l = NULL WHERE id = 3",
                "BEGIN", "UPDATE t SET a = " + large("1001") + " WHERE id = 4", "UPDATE t SET j = '{}' WHERE id = 4", "UPDATE t SET small = 'third' WHERE id = 4", "COMMIT",
                "UPDATE t SET a = repeat('compressible ', 100000) WHERE id = 5", "UPDATE t SET n = 7 WHERE id = 5");
    }

    @EachTarget
    void aKeyThatMovesTakesItsLargeValuesAlong(Scenario it) {
        it.playBothWays(TABLE,
                "UPDATE t SET id = 101 WHERE id = 1",
                "BEGIN", "UPDATE t SET id = 102 WHERE id = 2", "UPDATE t SET id = 103, n = 0 WHERE id = 102", "COMMIT",
                "BEGIN", "UPDATE t SET n = 5 WHERE id = 3", "UPDATE t SET id = 104 WHERE id = 3", "UPDATE t SET small = 'moved' WHERE id = 104", "COMMIT",
                "BEGIN", "UPDATE t SET id = 0 WHERE id = 4", "UPDATE t SET id = 4 WHERE id = 5", "UPDATE t SET id = 5 WHERE id = 0", "COMMIT",
                "BEGIN", "UPDATE t SET id = 105 WHERE id = 6", "INSERT INTO t (id, small) VALUES (6, 'in its place')", "COMMIT",
                "BEGIN", "UPDATE t SET id = 106 WHERE id = 7", "UPDATE t SET id = 7 WHERE id = 106", "COMMIT");
    }

    @EachTarget
    void anInsertAndItsUpdatesInOneBatchKeepLargeValues(Scenario it) {
        it.playBothWays(TABLE,
                "BEGIN", "INSERT INTO t SELECT 200, 'new', a, b, j, l, n FROM t WHERE id = 1", "UPDATE t SET small = 'newer' WHERE id = 200", "COMMIT",
                "INSERT INTO t SELECT 201, 'new', a, b, j, l, n FROM t WHERE id = 2", "UPDATE t SET n = 0 WHERE id = 201", "UPDATE t SET id = 202 WHERE id = 201",
                "BEGIN", "DELETE FROM t WHERE id = 3", "INSERT INTO t (id, a) SELECT 3, a FROM t WHERE id = 4", "UPDATE t SET small = 'again' WHERE id = 3", "COMMIT");
    }

    @EachTarget
    void aTableWithoutKeyKeepsLargeValues(Scenario it) {
        it.playBothWays(new String[] {TABLE[0].replace(" PRIMARY KEY", ""), "ALTER TABLE t REPLICA IDENTITY FULL", TABLE[1]},
                "UPDATE t SET small = 'changed' WHERE id = 1", "UPDATE t SET n = n + 1 WHERE id IN (2, 3)", "DELETE FROM t WHERE id = 4",
                "BEGIN", "UPDATE t SET a = 'short' WHERE id = 5", "UPDATE t SET small = 'and small' WHERE id = 5", "COMMIT");
    }

    @EachTarget
    void aUniqueIndexBesideTheKeyKeepsLargeValues(Scenario it) {
        it.source(TABLE);
        it.follow();
        it.caughtUp();
        it.stop();
        it.target().run("CREATE UNIQUE INDEX t_n ON " + it.target().nameOf("public", "t") + " (" + it.target().quote("n") + ")");
        it.restart();
        it.source("UPDATE t SET small = 'changed' WHERE id = 1", "BEGIN", "UPDATE t SET n = -1 WHERE id = 1", "UPDATE t SET n = 1 WHERE id = 2", "UPDATE t SET n = 2 WHERE id = 1", "COMMIT");
        it.assertEqual();
        it.behind("UPDATE t SET id = 300 WHERE id = 3", "UPDATE t SET small = 'x'", "UPDATE t SET n = n + 1000", "UPDATE t SET id = 3 WHERE id = 300");
        it.assertEqual();
    }

    @EachTarget
    void anUpdateOfAMissingRowThatComesInPartIsCountedAndHealed(Scenario it) {
        it.source(TABLE);
        it.follow();
        it.target().run("DELETE FROM " + it.target().nameOf("public", "t") + " WHERE " + it.target().quote("id") + " IN (1, 2)");
        it.source("UPDATE t SET small = 'x' WHERE id = 1");
        it.caughtUp();
        Await.until("the missing row is counted", () -> it.stream().progress().missingRows() == 1); // which follows the commit
        assertThat(it.equality().differences(Set.of())).hasSize(1).first().asString().startsWith("t: only in the source: (2 |");
        it.source("DELETE FROM t WHERE id = 2");
        it.assertEqual();
        assertThat(it.stream().progress().missingRows()).isEqualTo(2);
    }

    @EachTarget
    void anUpdateOfAMissingRowThatComesWholeHealsIt(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' FROM generate_series(1, 5) i");
        it.follow();
        it.target().run("DELETE FROM " + it.target().nameOf("public", "t"));
        it.source("UPDATE t SET s = 'healed'");
        it.assertEqual();
    }
}
