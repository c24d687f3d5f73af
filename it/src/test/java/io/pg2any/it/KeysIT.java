package io.pg2any.it;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.LogLines;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.source.SchemaChanges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How rows are found: by primary keys of every shape, by a unique index, or by all that they hold. */
class KeysIT {

    @EachTarget
    void aCompositeKeyInAnotherOrderThanItsColumnsFindsItsRows(Scenario it) {
        String[] setup = {
            "CREATE TABLE t (a int, v text, b text, c bigint, PRIMARY KEY (c, a, b))",
            "INSERT INTO t SELECT i % 3, 'v', 'b' || i % 5, i FROM generate_series(1, 30) i"
        };
        it.playBothWays(setup,
                "UPDATE t SET v = 'changed ' || c WHERE a = 1",
                "DELETE FROM t WHERE b = 'b2'",
                "UPDATE t SET a = a + 10, b = b || 'x' WHERE c < 10",
                "INSERT INTO t VALUES (1, 'twice', 'b', 100), (2, 'twice', 'b', 100), (1, 'twice', 'c', 100)",
                "DELETE FROM t WHERE (c, a, b) = (100, 2, 'b')");
    }

    @EachTarget
    void aKeyOfFiveColumnsFindsItsRows(Scenario it) {
        String[] setup = {
            "CREATE TABLE t (a smallint, b date, c varchar(20), d uuid, e boolean, v numeric(10, 3), PRIMARY KEY (e, d, c, b, a))",
            "INSERT INTO t SELECT i, date '2024-02-28' + i, 'c' || i, md5(i::text)::uuid, i % 2 = 0, i FROM generate_series(1, 20) i"
        };
        it.playBothWays(setup, "UPDATE t SET v = v * 2", "DELETE FROM t WHERE a % 3 = 0", "UPDATE t SET e = NOT e, b = b + 365 WHERE a % 4 = 0");
    }

    @EachTarget
    void aUniqueValueThatMovesBetweenRowsHarmsNoRow(Scenario it) {
        String[] setup = {
            "CREATE TABLE t (id int PRIMARY KEY, mail varchar(50) UNIQUE, v int)",
            "INSERT INTO t SELECT i, 'm' || i, i FROM generate_series(1, 6) i"
        };
        it.source(setup);
        it.follow();
        it.target().run(it.target().uniqueIndex("t_mail", it.target().nameOf("public", "t"), it.target().quote("mail")));
        String[] changes = {
            "BEGIN", "UPDATE t SET mail = NULL WHERE id = 1", "UPDATE t SET mail = 'm1' WHERE id = 2", "UPDATE t SET mail = 'm2' WHERE id = 1", "COMMIT",
            "BEGIN", "DELETE FROM t WHERE id = 3", "INSERT INTO t VALUES (30, 'm3', 30)", "COMMIT",
            "BEGIN", "UPDATE t SET mail = 'x' WHERE id = 4", "UPDATE t SET mail = 'm4', v = 50 WHERE id = 5", "UPDATE t SET mail = 'm5' WHERE id = 4", "COMMIT"
        };
        it.stop();
        it.restart();
        it.source(changes);
        it.assertEqual();
        it.behind("BEGIN", "UPDATE t SET mail = '?' WHERE id = 6", "UPDATE t SET mail = 'm6' WHERE id = 30", "UPDATE t SET mail = 'm3' WHERE id = 6", "COMMIT",
                "BEGIN", "UPDATE t SET mail = 'a' WHERE id = 1", "UPDATE t SET mail = 'b' WHERE id = 2", "COMMIT",
                "BEGIN", "UPDATE t SET mail = 'c' WHERE id = 1", "UPDATE t SET mail = 'a' WHERE id = 2", "COMMIT");
        it.assertEqual();
    }

    @EachTarget
    void equalRowsOfATableWithoutKeyAreKeptAndRemovedOneByOne(Scenario it) {
        String[] setup = {
            "CREATE TABLE t (a int, s text)", "ALTER TABLE t REPLICA IDENTITY FULL",
            "INSERT INTO t VALUES (1, 'x'), (1, 'x'), (1, 'x'), (2, NULL), (2, NULL), (NULL, NULL), (NULL, NULL)"
        };
        it.playBothWays(setup,
                "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t WHERE a = 1)",
                "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t WHERE a IS NULL)",
                "UPDATE t SET s = 'one of two' WHERE ctid = (SELECT min(ctid) FROM t WHERE a = 2)",
                "INSERT INTO t VALUES (1, 'x'), (3, 'y'), (3, 'y')",
                "BEGIN", "UPDATE t SET a = a + 1 WHERE a = 3", "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t WHERE a = 4)", "INSERT INTO t VALUES (4, 'y')", "COMMIT");
    }

    @EachTarget
    void oldRowsWithNullsFloatsAndJsonAreFoundWithoutAKey(Scenario it) {
        String least = it.kind() == TargetKind.SQLSERVER || it.kind() == TargetKind.ORACLE ? "2.3e-308" : "4.9e-324"; // closer to 0 is an error or not promised there
        String[] setup = {
            "CREATE TABLE t (f4 real, f8 double precision, j jsonb, n numeric(20, 6), b bytea, at timestamptz, s text)", "ALTER TABLE t REPLICA IDENTITY FULL",
            "INSERT INTO t VALUES (0.1, 0.1, '{\"b\": [1, 2.50], \"a\": null}', 1.500000, '\\x00ff', '2024-03-31 01:30+00', 'é'),"
                    + " (1e-30, -1.7976931348623157e308, '\"text\"', -0.000001, '', '1970-01-01 00:00+00', ''),"
                    + " (NULL, NULL, NULL, NULL, NULL, NULL, NULL), (3.4028235e38, " + least + ", '[]', 0, '\\x5c', '2038-01-20 00:00+00', ' ')"
        };
        it.playBothWays(setup,
                "UPDATE t SET s = 'found' WHERE f4 = 0.1::real", "UPDATE t SET s = 'found too' WHERE f4 IS NULL",
                "DELETE FROM t WHERE s = ''", "UPDATE t SET j = NULL, f4 = NULL WHERE s = ' '", "DELETE FROM t WHERE s = 'found'");
    }

    @EachTarget
    void aTableWithoutReplicaIdentityIsWarnedOfAndItsInsertsArrive(Scenario it) {
        it.source("CREATE TABLE t (a int, s text)", "INSERT INTO t VALUES (1, 'x')",
                "CREATE TABLE n (id int PRIMARY KEY, s text)", "ALTER TABLE n REPLICA IDENTITY NOTHING", "INSERT INTO n VALUES (1, 'x')");
        try (LogLines log = new LogLines()) {
            it.follow();
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).anySatisfy(line -> assertThat(line).contains("public.t", "REPLICA IDENTITY FULL"))
                    .anySatisfy(line -> assertThat(line).contains("public.n", "refuses updates"));
        }
        it.source("INSERT INTO t VALUES (1, 'x'), (2, NULL)", "INSERT INTO n VALUES (2, 'y')");
        it.assertEqual();
        assertThatThrownBy(() -> it.source("UPDATE t SET s = 'y'")).hasMessageContaining("does not have a replica identity");
        it.source("ALTER TABLE t REPLICA IDENTITY FULL", "UPDATE t SET s = 'y' WHERE a = 1", "DELETE FROM t WHERE a = 2");
        it.assertEqual();
    }

    @EachTarget
    void aUniqueIndexAsReplicaIdentityFindsItsRowsUntilItIsDropped(Scenario it) {
        String[] setup = {
            "CREATE TABLE t (v text, code varchar(20) NOT NULL, region int NOT NULL)", "CREATE UNIQUE INDEX t_code ON t (region, code)",
            "ALTER TABLE t REPLICA IDENTITY USING INDEX t_code", "INSERT INTO t SELECT 'v' || i, 'c' || i, i % 2 FROM generate_series(1, 10) i",
            "CREATE TABLE p (id int PRIMARY KEY, code varchar(20) NOT NULL UNIQUE, v int)", "ALTER TABLE p REPLICA IDENTITY USING INDEX p_code_key",
            "INSERT INTO p SELECT i, 'c' || i, i FROM generate_series(1, 10) i"
        };
        it.playBothWays(setup,
                "UPDATE t SET v = 'changed' WHERE region = 1", "UPDATE t SET code = code || 'x' WHERE code < 'c4'", "DELETE FROM t WHERE code = 'c9'",
                "UPDATE p SET id = id + 100 WHERE id < 4", "UPDATE p SET code = 'new', v = 0 WHERE id = 5", "DELETE FROM p WHERE id = 6");
        it.source("DROP INDEX t_code", "INSERT INTO t VALUES ('after the drop', 'c70', 1)");
        it.assertEqual();
        assertThatThrownBy(() -> it.source("DELETE FROM t")).hasMessageContaining("does not have a replica identity");
    }

    @EachTarget
    void aPrimaryKeyAddedLaterIsAskedForInTheTargetAndThenUsed(Scenario it) {
        it.source("CREATE TABLE t (id int NOT NULL, s text)", "ALTER TABLE t REPLICA IDENTITY FULL", "INSERT INTO t SELECT i, 's' FROM generate_series(1, 5) i");
        Stream stream = it.follow(config -> config.schemaChanges(SchemaChanges.STOP));
        it.source("UPDATE t SET s = 'before' WHERE id = 1");
        it.caughtUp();
        it.source("ALTER TABLE t ADD PRIMARY KEY (id), REPLICA IDENTITY DEFAULT", "UPDATE t SET s = 'after' WHERE id = 2");
        assertThat(stream.awaitFailure().explain()).contains("table-unfit", "no primary key or unique index on exactly (id)");
        it.target().run("CREATE UNIQUE INDEX t_id ON " + it.target().nameOf("public", "t") + " (" + it.target().quote("id") + ")");
        it.restart();
        it.source("UPDATE t SET s = 'by key' WHERE id = 3", "UPDATE t SET id = 40 WHERE id = 4", "DELETE FROM t WHERE id = 5");
        it.assertEqual();
    }

    @EachTarget
    void changesFromBeforeAPrimaryKeyWasDroppedStillFindTheirRows(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "INSERT INTO t SELECT i, 's' FROM generate_series(1, 5) i");
        it.follow();
        it.caughtUp();
        it.behind("UPDATE t SET s = 'by key' WHERE id = 1", "DELETE FROM t WHERE id = 2", "UPDATE t SET id = 30 WHERE id = 3",
                "ALTER TABLE t DROP CONSTRAINT t_pkey, REPLICA IDENTITY FULL", "UPDATE t SET s = 'by all' WHERE id = 4", "INSERT INTO t VALUES (6, 'six')");
        it.assertEqual();
    }
}
