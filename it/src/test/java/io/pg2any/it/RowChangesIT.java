package io.pg2any.it;

import java.util.stream.IntStream;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;

/** What INSERT, UPDATE and DELETE do to rows with a key, followed one by one and folded into one batch. */
class RowChangesIT {

    private static final String[] ROWS = {
        "CREATE TABLE t (id int PRIMARY KEY, a text, n numeric(12, 2), at timestamp)",
        "INSERT INTO t SELECT i, 'row ' || i, i * 1.25, timestamp '2024-01-01' + i * interval '1 hour' FROM generate_series(1, 20) i"
    };

    @EachTarget
    void insertUpdateAndDeleteOfARowInOneTransactionLeaveNothing(Scenario it) {
        it.playBothWays(ROWS,
                "BEGIN", "INSERT INTO t VALUES (100, 'new', 1, now())", "UPDATE t SET a = 'newer' WHERE id = 100", "DELETE FROM t WHERE id = 100", "COMMIT",
                "BEGIN", "UPDATE t SET n = 5 WHERE id = 1", "DELETE FROM t WHERE id = 1", "COMMIT");
    }

    @EachTarget
    void updatesOfSomeOfAllAndOfNoColumnsArrive(Scenario it) {
        it.playBothWays(ROWS,
                "UPDATE t SET a = 'one column' WHERE id = 1",
                "UPDATE t SET a = NULL, n = NULL, at = NULL WHERE id = 2",
                "UPDATE t SET a = 'all', n = -1, at = '2000-02-29 12:00' WHERE id = 3",
                "UPDATE t SET a = a WHERE id = 4",
                "UPDATE t SET id = id",
                "UPDATE t SET n = n + 1");
    }

    @EachTarget
    void aKeyMovedToAFreeValueTakesItsRowAlong(Scenario it) {
        it.playBothWays(ROWS,
                "UPDATE t SET id = 500 WHERE id = 5",
                "UPDATE t SET id = 501, a = 'moved and changed' WHERE id = 6",
                "BEGIN", "UPDATE t SET id = 600 WHERE id = 7", "UPDATE t SET a = 'after the move' WHERE id = 600", "COMMIT",
                "BEGIN", "UPDATE t SET id = 700 WHERE id = 8", "UPDATE t SET id = 8 WHERE id = 700", "COMMIT",
                "BEGIN", "UPDATE t SET id = 800 WHERE id = 9", "DELETE FROM t WHERE id = 800", "COMMIT",
                "BEGIN", "UPDATE t SET id = 900 WHERE id = 10", "INSERT INTO t VALUES (10, 'in its place', 0, NULL)", "COMMIT");
    }

    @EachTarget
    void keysSwappedOrShiftedInOneTransactionEndWhereTheyBelong(Scenario it) {
        String[] deferrable = {
            "CREATE TABLE t (id int, a text, PRIMARY KEY (id))",
            "CREATE TABLE s (id int NOT NULL, a text, CONSTRAINT s_id UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)",
            "ALTER TABLE s REPLICA IDENTITY FULL",
            "INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 5) i",
            "INSERT INTO s SELECT i, 'row ' || i FROM generate_series(1, 5) i"
        };
        it.playBothWays(deferrable,
                "BEGIN", "UPDATE t SET id = 0 WHERE id = 1", "UPDATE t SET id = 1 WHERE id = 2", "UPDATE t SET id = 2 WHERE id = 0", "COMMIT",
                "UPDATE s SET id = CASE id WHEN 1 THEN 2 ELSE 1 END WHERE id IN (1, 2)",
                "UPDATE s SET id = id + 1",
                "BEGIN", "DELETE FROM t WHERE id = 4", "UPDATE t SET id = 4 WHERE id = 5", "UPDATE t SET id = 5 WHERE id = 3", "COMMIT");
    }

    @EachTarget
    void aDeferrablePrimaryKeyShiftsInOneStatement(Scenario it) {
        String[] setup = {
            "CREATE TABLE t (id int PRIMARY KEY DEFERRABLE, a text)", "ALTER TABLE t REPLICA IDENTITY FULL",
            "INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 5) i"
        };
        it.playBothWays(setup,
                "UPDATE t SET id = id + 1",
                "UPDATE t SET id = CASE id WHEN 2 THEN 3 ELSE 2 END WHERE id IN (2, 3)",
                "UPDATE t SET id = 7 - id");
    }

    @EachTarget
    void aKeyDeletedAndInsertedAgainHoldsTheNewRow(Scenario it) {
        it.playBothWays(ROWS,
                "BEGIN", "DELETE FROM t WHERE id = 1", "INSERT INTO t VALUES (1, 'again', 1, NULL)", "COMMIT",
                "INSERT INTO t VALUES (200, 'first', 1, NULL)", "DELETE FROM t WHERE id = 200", "INSERT INTO t VALUES (200, 'second', 2, NULL)",
                "DELETE FROM t WHERE id = 2", "INSERT INTO t VALUES (2, 'third', 3, NULL)", "DELETE FROM t WHERE id = 2");
    }

    @EachTarget
    void thousandsOfUpdatesOfOneRowInOneTransactionEndWithTheLast(Scenario it) {
        it.playBothWays(ROWS,
                "DO $$ BEGIN FOR i IN 1..10000 LOOP UPDATE t SET n = i, a = 'version ' || i WHERE id = 1; END LOOP; END $$");
    }

    @EachTarget
    void thousandsOfTransactionsThatUpdateOneRowEndWithTheLast(Scenario it) {
        it.playBothWays(ROWS,
                "DO $$ BEGIN FOR i IN 1..10000 LOOP UPDATE t SET n = i, a = 'version ' || i WHERE id = 1; COMMIT; END LOOP; END $$");
    }

    @EachTarget
    void theLastOfSeveralUpdatesOfARowInOneTransactionCounts(Scenario it) {
        it.playBothWays(ROWS,
                "BEGIN", "UPDATE t SET a = 'a' WHERE id = 1", "UPDATE t SET a = 'b' WHERE id = 1", "COMMIT",
                "BEGIN", "UPDATE t SET id = 301, a = 'c' WHERE id = 2", "UPDATE t SET n = 9 WHERE id = 301", "UPDATE t SET id = 302, at = '2030-01-01' WHERE id = 301",
                "UPDATE t SET n = 10 WHERE id = 302", "COMMIT");
    }

    @EachTarget
    void everyFormOfWritingStatementArrives(Scenario it) {
        it.playBothWays(ROWS,
                "INSERT INTO t SELECT i, 'many', i, NULL FROM generate_series(1001, 1500) i",
                "INSERT INTO t VALUES (1, 'conflict', 0, NULL), (2001, 'no conflict', 0, NULL) ON CONFLICT (id) DO UPDATE SET a = excluded.a",
                "INSERT INTO t VALUES (1, 'nothing', 0, NULL) ON CONFLICT DO NOTHING",
                "MERGE INTO t USING (SELECT generate_series(1, 40) AS id) s ON t.id = s.id"
                        + " WHEN MATCHED AND t.id < 5 THEN DELETE WHEN MATCHED THEN UPDATE SET a = 'merged' WHEN NOT MATCHED THEN INSERT VALUES (s.id, 'by merge', 0, NULL)",
                "UPDATE t SET n = s.total FROM (SELECT sum(n) AS total FROM t) s WHERE t.id = 10",
                "WITH gone AS (DELETE FROM t WHERE id BETWEEN 11 AND 13 RETURNING *) INSERT INTO t SELECT id + 5000, a, n, at FROM gone",
                "DELETE FROM t USING generate_series(1001, 1100) g WHERE t.id = g");
    }

    @EachTarget
    void copyIntoATableThatIsFollowedArrives(Scenario it) {
        it.source(ROWS);
        it.follow();
        it.source("COPY t (id) FROM PROGRAM 'seq 3001 4000'");
        it.assertEqual();
    }

    @EachTarget
    void tablesMadeOfQueriesArriveWithTheirRows(Scenario it) {
        it.source(ROWS);
        it.follow();
        it.source("CREATE TABLE made AS SELECT id, a FROM t", "SELECT id, n INTO made_too FROM t",
                "BEGIN", "CREATE TABLE made_late AS SELECT * FROM t", "INSERT INTO made_late VALUES (99, 'same transaction', 1, NULL)", "COMMIT");
        it.assertEqual();
    }

    @EachTarget
    void rowsWrittenByTriggersCascadesIdentitiesAndDefaultsArrive(Scenario it) {
        String[] setup = {
            "CREATE TABLE parent (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text DEFAULT 'nameless', changed int DEFAULT 0)",
            "CREATE TABLE child (id bigserial PRIMARY KEY, parent int REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE)",
            "CREATE TABLE audit (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, what text)",
            "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS "
                    + "$$ BEGIN INSERT INTO audit (what) VALUES (tg_op); IF tg_op = 'UPDATE' THEN new.changed = old.changed + 1; END IF; RETURN new; END $$",
            "CREATE TRIGGER noting BEFORE INSERT OR UPDATE ON parent FOR EACH ROW EXECUTE FUNCTION noted()"
        };
        it.playBothWays(setup,
                "INSERT INTO parent (name) SELECT 'p' || i FROM generate_series(1, 10) i", "INSERT INTO parent DEFAULT VALUES",
                "INSERT INTO child (parent) SELECT i % 10 + 1 FROM generate_series(1, 100) i",
                "UPDATE parent SET name = upper(name) WHERE id < 6",
                "DELETE FROM parent WHERE id IN (2, 4)");
    }

    @EachTarget
    void aFullReplicaIdentityKeepsEveryColumnOfEveryRow(Scenario it) {
        String[] setup = {
            "CREATE TABLE t (id int PRIMARY KEY, a text, b text)", "ALTER TABLE t REPLICA IDENTITY FULL",
            "INSERT INTO t VALUES (1, 'a1', 'b1'), (2, 'a2', 'b2'), (3, 'a3', 'b3')"
        };
        it.playBothWays(setup,
                "BEGIN", "UPDATE t SET a = 'A1', b = 'B1' WHERE id = 1", "UPDATE t SET a = 'A2', b = 'B2' WHERE id = 2", "COMMIT",
                "BEGIN", "UPDATE t SET a = 'x' WHERE id = 3", "UPDATE t SET b = 'y' WHERE id = 3", "UPDATE t SET id = 4 WHERE id = 3", "COMMIT");
    }

    @EachTarget
    void manySmallTransactionsKeepTheirOrder(Scenario it) {
        String[] changes = IntStream.range(0, 3000)
                .mapToObj(i -> switch (i % 3) {
                    case 0 -> "INSERT INTO t VALUES (" + (1000 + i % 30) + ", 'v" + i + "', " + i + ", NULL) ON CONFLICT (id) DO UPDATE SET a = excluded.a";
                    case 1 -> "UPDATE t SET n = " + i + " WHERE id = " + (1 + i % 20);
                    default -> "DELETE FROM t WHERE id = " + (1000 + i % 17);
                })
                .toArray(String[]::new);
        it.playBothWays(ROWS, changes);
    }
}
