package io.pg2any.it;

import io.pg2any.error.CdcException.Kind;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** TRUNCATE in all its forms. */
class TruncateIT {

    private static final String[] TABLES = {
        "CREATE TABLE a (id serial PRIMARY KEY, s text)",
        "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a)",
        "CREATE TABLE c (x int, s text)", "ALTER TABLE c REPLICA IDENTITY FULL",
        "INSERT INTO a (s) SELECT 'a' || i FROM generate_series(1, 20) i",
        "INSERT INTO b SELECT i, i FROM generate_series(1, 20) i",
        "INSERT INTO c SELECT i % 3, 'c' FROM generate_series(1, 20) i"
    };

    @EachTarget
    void aTruncatedTableIsEmpty(Scenario it) {
        it.playBothWays(TABLES, "TRUNCATE b", "TRUNCATE c");
    }

    @EachTarget
    void severalTablesTruncatedAtOnceAreEmpty(Scenario it) {
        it.playBothWays(TABLES, "INSERT INTO c VALUES (9, 'before')", "TRUNCATE a, b, c", "INSERT INTO c VALUES (10, 'after')");
    }

    @EachTarget
    void aTruncateThatCascadesAndRestartsIdentitiesEmptiesTheReferringTablesToo(Scenario it) {
        it.playBothWays(TABLES, "TRUNCATE a RESTART IDENTITY CASCADE", "INSERT INTO a (s) VALUES ('first again')", "INSERT INTO b VALUES (1, 1)");
    }

    @EachTarget
    void aTruncateBetweenOtherChangesOfOneTransactionKeepsItsPlace(Scenario it) {
        it.playBothWays(TABLES,
                "BEGIN", "INSERT INTO b VALUES (21, 1)", "UPDATE b SET a = 2 WHERE id = 1", "TRUNCATE b", "INSERT INTO b VALUES (1, 5), (22, 6)", "UPDATE b SET a = 7 WHERE id = 22", "COMMIT",
                "BEGIN", "INSERT INTO c VALUES (1, 'x')", "TRUNCATE c", "TRUNCATE c", "INSERT INTO c VALUES (1, 'y'), (1, 'y')", "DELETE FROM c WHERE ctid = (SELECT min(ctid) FROM c)", "COMMIT");
    }

    @EachTarget
    void aTruncateThatWasRolledBackHarmsNothing(Scenario it) {
        it.playBothWays(TABLES,
                "BEGIN", "TRUNCATE b", "INSERT INTO b VALUES (1, 5)", "ROLLBACK",
                "BEGIN", "SAVEPOINT s", "TRUNCATE b", "ROLLBACK TO s", "INSERT INTO b VALUES (99, 5)", "COMMIT");
    }

    @EachTarget
    void aPublicationWithoutTruncateLeavesTheTargetsRows(Scenario it) {
        it.source(TABLES);
        it.source("CREATE PUBLICATION it_pub FOR TABLE b, it_marker WITH (publish = 'insert, update, delete')");
        it.follow();
        it.source("TRUNCATE b", "INSERT INTO b VALUES (100, 1)");
        it.caughtUp();
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "b"))).isEqualTo("21");
    }

    @EachTarget
    void aTruncateWhoseTransactionIsRefusedLeavesTheOldRows(Scenario it) {
        it.target().run("CREATE TABLE " + it.target().nameOf("public", "t") + " (id int NOT NULL PRIMARY KEY, s varchar(20), CHECK (s <> 'bad'))" + it.target().tableOptions());
        it.source("CREATE TABLE t (id int PRIMARY KEY, s varchar(20))", "INSERT INTO t SELECT i, 'old' FROM generate_series(1, 10) i");
        Stream stream = it.follow();
        it.source("BEGIN", "INSERT INTO t VALUES (11, 'new')", "TRUNCATE t", "INSERT INTO t VALUES (1, 'new'), (2, 'bad')", "COMMIT");
        assertThat(stream.awaitFailure().kind()).isEqualTo(Kind.DATA);
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "t") + " WHERE s = 'old'")).isEqualTo("10");
    }
}
