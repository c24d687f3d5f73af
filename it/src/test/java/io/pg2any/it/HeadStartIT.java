package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.Stream;

import static io.pg2any.it.harness.TargetKind.MARIADB;
import static io.pg2any.it.harness.TargetKind.MYSQL;
import static io.pg2any.it.harness.TargetKind.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

/** A large transaction is written to the target before it commits; nobody sees that, and others go on meanwhile. */
class HeadStartIT {

    private static final String[] TABLES = {
        "CREATE TABLE t (id int PRIMARY KEY, s text, large text)", "CREATE TABLE k (a int)", "ALTER TABLE k REPLICA IDENTITY FULL",
        "INSERT INTO t SELECT i, 'row ' || i, (SELECT string_agg(md5((i * j)::text), '') FROM generate_series(1, 200) j) FROM generate_series(1, 50) i", "INSERT INTO k VALUES (1), (1)"
    };

    private static Stream follow(Scenario it) {
        it.source(TABLES);
        return it.follow(config -> config.streaming(true).batchBytes(50_000));
    }

    private static String insert(int from, int to) {
        return "INSERT INTO t SELECT i, 'early ' || i FROM generate_series(" + from + ", " + to + ") i";
    }

    private static String seen(Scenario it) {
        return it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "t") + " WHERE " + it.target().quote("s") + " LIKE 'early%'");
    }

    /** Its rows are in the target, and nobody sees them who does not look for what is not committed. */
    private static void awaitWritten(Scenario it, int rows) throws SQLException {
        String written = it.kind() == POSTGRESQL
                ? "SELECT count(*) * " + rows + " FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction' AND backend_xid IS NOT NULL"
                : "SELECT count(*) FROM " + it.target().nameOf("public", "t") + " WHERE " + it.target().quote("id") + " >= 1000";
        try (Connection other = it.target().connect()) {
            if (it.kind() != POSTGRESQL) {
                Sql.run(other, "SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED");
            }
            Await.until(rows + " rows are written", () -> Long.parseLong(Sql.column(other, written).getFirst()) >= rows);
        }
        assertThat(seen(it)).isEqualTo("0");
    }

    @EachTarget({MARIADB, MYSQL, POSTGRESQL})
    void aLargeTransactionIsWrittenBeforeItsCommitAndShowsWithIt(Scenario it) throws SQLException {
        Stream stream = follow(it);
        try (Connection large = it.source().connect()) {
            Sql.run(large, "BEGIN", insert(1000, 5000), "UPDATE t SET s = 'early change' WHERE id <= 5", "UPDATE t SET id = id + 100 WHERE id BETWEEN 6 AND 9",
                    "DELETE FROM t WHERE id BETWEEN 10 AND 12", insert(5001, 8000));
            awaitWritten(it, 2000);
            it.source("UPDATE t SET s = 'meanwhile' WHERE id = 20", "INSERT INTO t VALUES (9000, 'meanwhile')", "DELETE FROM k WHERE ctid = (SELECT min(ctid) FROM k)");
            it.caughtUp();
            assertThat(seen(it)).isEqualTo("0");
            Sql.run(large, "UPDATE t SET s = 'early again' WHERE id = 20", "COMMIT");
        }
        it.assertEqual();
        assertThat(stream.recorder().retries()).isEmpty();
        it.source("UPDATE t SET s = 'later' WHERE id < 1100");
        it.behind("DELETE FROM t WHERE id > 4000");
        it.assertEqual();
    }

    @EachTarget({MARIADB, MYSQL, POSTGRESQL})
    void aRollbackLeavesNothingAndFreesTheRows(Scenario it) throws SQLException {
        Stream stream = follow(it);
        try (Connection large = it.source().connect()) {
            Sql.run(large, "BEGIN", insert(1000, 5000));
            awaitWritten(it, 2000);
            Sql.run(large, "SAVEPOINT a", insert(5001, 8000), "ROLLBACK TO a", "UPDATE t SET s = 'early change' WHERE id = 1", "COMMIT");
            it.assertEqual();
            Sql.run(large, "BEGIN", insert(11_000, 15_000), "ROLLBACK");
        }
        it.source(insert(11_000, 11_010));
        it.assertEqual();
        assertThat(stream.recorder().retries()).isEmpty();
    }

    @EachTarget({MARIADB, MYSQL, POSTGRESQL})
    void whatItCannotWriteBeforeComesAfterTheCommit(Scenario it) throws SQLException {
        Stream stream = follow(it);
        it.source("BEGIN", insert(1000, 3000), "DELETE FROM k WHERE ctid = (SELECT min(ctid) FROM k)", "INSERT INTO k SELECT 5 FROM generate_series(1, 3000)", "COMMIT");
        it.assertEqual();
        it.source("BEGIN", insert(10_000, 13_000), "TRUNCATE t", insert(10_000, 13_000), "COMMIT");
        it.assertEqual();
        it.source("BEGIN", insert(20_000, 23_000), "CREATE TABLE made (id int PRIMARY KEY)", "INSERT INTO made SELECT generate_series(1, 3000)", "COMMIT");
        it.assertEqual();
        assertThat(stream.recorder().retries()).isEmpty();
    }

    /** A unique index that only the target has lets a transaction wait for the large one, which the same thread would have to commit. */
    @EachTarget({MARIADB, POSTGRESQL})
    void whatWaitsForItInTheTargetMakesItGiveWay(Scenario it) throws SQLException {
        follow(it);
        it.source("CREATE TABLE u (id int PRIMARY KEY, v int)", "INSERT INTO u VALUES (1, 1)");
        it.caughtUp();
        it.target().run("CREATE UNIQUE INDEX u_v ON " + it.target().nameOf("public", "u") + " (" + it.target().quote("v") + ")");
        try (Connection large = it.source().connect()) {
            Sql.run(large, "BEGIN", "DELETE FROM u WHERE id = 1", insert(1000, 5000), "UPDATE t SET s = 'early change' WHERE id = 1");
            awaitWritten(it, 2000);
            it.source("INSERT INTO u VALUES (2, 2)");
            Sql.run(large, "INSERT INTO u VALUES (3, 7)", insert(5001, 8000));
            it.caughtUp(Duration.ofSeconds(60));
            Sql.run(large, "COMMIT");
        }
        it.assertEqual();
    }
}
