package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables that refer to each other: a reader of the target never sees a child without its parent. */
class ForeignKeysIT {

    private static final int TABLES = 50;

    private static String[] chain() {
        List<String> statements = new ArrayList<>(List.of("CREATE TABLE f0 (id int PRIMARY KEY, n int)"));
        for (int i = 1; i < TABLES; i++) {
            statements.add("CREATE TABLE f" + i + " (id int PRIMARY KEY, parent int NOT NULL REFERENCES f" + (i - 1) + " ON DELETE CASCADE ON UPDATE CASCADE, n int)");
        }
        return statements.toArray(String[]::new);
    }

    private static String insert(int table, int id) {
        return "INSERT INTO f" + table + " VALUES (" + id + ", " + (table == 0 ? "" : id + ", ") + "0)";
    }

    @EachTarget
    void aTransactionOverFiftyTablesShowsNoChildWithoutItsParent(Scenario it) throws SQLException {
        it.source(chain());
        it.follow();
        CompletableFuture<Void> writer = Scenario.beside(() -> {
            for (int id = 1; id <= 40; id++) {
                it.source("BEGIN");
                for (int table = 0; table < TABLES; table++) {
                    it.source(insert(table, id));
                }
                it.source("COMMIT", "UPDATE f0 SET id = id + 1000 WHERE id = " + (id - 2), "DELETE FROM f0 WHERE id = " + (id - 5 + 1000));
            }
        });
        String orphans = "SELECT (" + orphans(it, 1) + ") + (" + orphans(it, TABLES - 1) + ")";
        try (Connection reader = it.target().connect()) {
            while (!writer.isDone()) {
                assertThat(Sql.value(reader, orphans)).isEqualTo("0");
            }
        }
        writer.join();
        it.assertEqual();
    }

    private static String orphans(Scenario it, int table) {
        return "SELECT count(*) FROM " + it.target().nameOf("public", "f" + table) + " c WHERE NOT EXISTS (SELECT 1 FROM " + it.target().nameOf("public", "f" + (table - 1)) + " p WHERE p.id = c.parent)";
    }

    @EachTarget
    void deferredAndCircularForeignKeysAreKept(Scenario it) {
        String[] setup = {
            "CREATE TABLE a (id int PRIMARY KEY, b int)", "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
            "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE INITIALLY DEFERRED", "CREATE TABLE self (id int PRIMARY KEY, up int REFERENCES self)",
            "BEGIN", "INSERT INTO a VALUES (1, 1), (2, 2)", "INSERT INTO b VALUES (1, 2), (2, 1)", "COMMIT", "INSERT INTO self VALUES (1, NULL), (2, 1), (3, 2)"
        };
        it.playBothWays(setup,
                "BEGIN", "INSERT INTO b VALUES (3, 3)", "INSERT INTO a VALUES (3, 3)", "COMMIT",
                "BEGIN", "DELETE FROM a WHERE id = 3", "DELETE FROM b WHERE id = 3", "COMMIT",
                "BEGIN", "UPDATE a SET id = 10, b = 20 WHERE id = 1", "UPDATE b SET id = 20, a = 10 WHERE id = 2", "UPDATE a SET b = 1 WHERE id = 2", "UPDATE b SET a = 2 WHERE id = 1", "COMMIT",
                "BEGIN", "UPDATE self SET up = NULL WHERE id = 2", "INSERT INTO self VALUES (4, 3), (5, 4)", "DELETE FROM self WHERE id = 1", "UPDATE self SET up = 5 WHERE id = 2", "COMMIT");
    }
}
