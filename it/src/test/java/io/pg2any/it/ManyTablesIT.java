package io.pg2any.it;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;

/** Many tables, wide tables, tables in parts. */
class ManyTablesIT {

    @Test
    void aThousandTablesAreCopiedAndFollowed() {
        try (Scenario it = new Scenario(TargetKind.SQLITE)) {
            copyAndFollowAThousand(it);
        }
    }

    private static void copyAndFollowAThousand(Scenario it) {
        it.source("DO $$ BEGIN FOR i IN 1..1000 LOOP EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, s text)', i);"
                + " EXECUTE format('INSERT INTO t%s VALUES (1, ''a''), (2, ''b'')', i); END LOOP; END $$");
        it.follow();
        it.source("DO $$ BEGIN FOR i IN 1..1000 BY 50 LOOP EXECUTE format('UPDATE t%s SET s = ''c'' WHERE id = 1', i); END LOOP; END $$");
        it.assertEqual();
    }

    @EachTarget
    void aTableOfThreeHundredColumns(Scenario it) {
        String columns = IntStream.rangeClosed(1, 299).mapToObj(i -> "c" + i + (i % 3 == 0 ? " int" : i % 3 == 1 ? " varchar(20)" : " timestamptz")).collect(Collectors.joining(", "));
        it.source("CREATE TABLE wide (id int PRIMARY KEY, " + columns + ")", "INSERT INTO wide (id, c3, c4) SELECT i, i, 'v' || i FROM generate_series(1, 300) i");
        it.follow();
        it.source("UPDATE wide SET c299 = '2026-01-01', c6 = 5 WHERE id % 2 = 0", "DELETE FROM wide WHERE id % 7 = 0",
                "INSERT INTO wide (id, c298) SELECT i, 'late' FROM generate_series(1000, 1100) i");
        it.assertEqual();
    }

    /** Through the root, whose rows lie in its leaves; a leaf's columns may stand in another order. */
    @EachTarget
    void aPartitionedTableWithSubpartitions(Scenario it) {
        it.source("CREATE TABLE p (id int, region text, n int, PRIMARY KEY (id, region)) PARTITION BY LIST (region)",
                "CREATE TABLE p_a PARTITION OF p FOR VALUES IN ('a')",
                "CREATE TABLE p_b PARTITION OF p FOR VALUES IN ('b') PARTITION BY RANGE (id)",
                "CREATE TABLE p_b1 PARTITION OF p_b FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE p_b2 (n int, region text NOT NULL, id int NOT NULL)",
                "ALTER TABLE p_b ATTACH PARTITION p_b2 FOR VALUES FROM (100) TO (10000)",
                "INSERT INTO p SELECT i, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END, i FROM generate_series(1, 300) i");
        it.follow();
        it.source("UPDATE p SET region = 'b' WHERE id = 10", "UPDATE p SET n = -n WHERE id > 250", "DELETE FROM p WHERE id < 5",
                "INSERT INTO p VALUES (5000, 'b', 1)");
        it.caughtUp();
        it.equality().check("p_a", "p_b", "p_b1", "p_b2");
    }

    /** What inherits from a table is a table of its own. */
    @EachTarget
    void aParentAndItsChildAreTwoTables(Scenario it) {
        it.source("CREATE TABLE parent (id int PRIMARY KEY, s text)", "CREATE TABLE child (extra int, PRIMARY KEY (id)) INHERITS (parent)",
                "INSERT INTO parent VALUES (1, 'p')", "INSERT INTO child VALUES (1, 'c', 7), (2, 'd', 8)");
        it.follow();
        it.source("UPDATE child SET s = 'e' WHERE id = 1", "INSERT INTO parent VALUES (3, 'q')");
        it.caughtUp();
        it.equality().check("parent");
    }
}
