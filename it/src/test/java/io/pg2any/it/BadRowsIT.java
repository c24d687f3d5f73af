package io.pg2any.it;

import io.pg2any.SnapshotMode;
import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** A row that the target does not take stops the stream with an error that names it; nothing is cut, changed or left out. */
class BadRowsIT {

    private static final String SOURCE = "CREATE TABLE t (id int PRIMARY KEY, s varchar(50), n int)";
    private static final String ROWS = "INSERT INTO t SELECT i, CASE i WHEN 637 THEN 'bad' ELSE 's' || i END, i FROM generate_series(1, 1000) i";

    private static void createTarget(Scenario it, String more) {
        it.target().run("CREATE TABLE " + it.target().nameOf("public", "t") + " (id int NOT NULL PRIMARY KEY, s varchar(50), n int" + more + ")" + it.target().tableOptions());
    }

    /** Makes the table anew, without what it refused, with the rows that it has. */
    private static void replaceTarget(Scenario it) {
        String name = it.target().nameOf("public", "t");
        it.target().run(it.target().copyTable(name, "kept"), "DROP TABLE " + name);
        createTarget(it, "");
        it.target().run("INSERT INTO " + name + " SELECT * FROM kept", "DROP TABLE kept");
    }

    @EachTarget
    void aRowOfTheStreamThatTheTargetRefusesIsNamedAndArrivesOnceItIsAllowed(Scenario it) {
        createTarget(it, ", CHECK (s <> 'bad')");
        it.source(SOURCE);
        Stream stream = it.follow();
        it.source(ROWS);
        CdcException refusal = stream.awaitFailure();
        assertThat(refusal.kind()).isEqualTo(Kind.DATA);
        assertThat(refusal.explain()).contains("t", "637");
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "t"))).as("nothing of its transaction").isEqualTo("0");
        replaceTarget(it);
        it.restart();
        it.assertEqual();
    }

    @EachTarget
    void aRowOfTheFirstCopyThatTheTargetRefusesIsNamedAndArrivesOnceItIsAllowed(Scenario it) {
        createTarget(it, ", CHECK (s <> 'bad')");
        it.source(SOURCE, ROWS);
        CdcException refusal = it.failure(config -> config);
        assertThat(refusal.kind()).isEqualTo(Kind.DATA);
        assertThat(refusal.explain()).contains("t", "637");
        replaceTarget(it);
        it.follow();
        it.assertEqual();
    }

    @EachTarget
    void aSecondRowForAUniqueValueOfTheTargetIsNamedAndArrivesOnceItIsAllowed(Scenario it) {
        createTarget(it, "");
        it.target().run("CREATE UNIQUE INDEX t_n ON " + it.target().nameOf("public", "t") + " (n)");
        it.source(SOURCE);
        Stream stream = it.follow();
        it.source(ROWS, "INSERT INTO t VALUES (2000, 'twice', 500)");
        CdcException refusal = stream.awaitFailure();
        assertThat(refusal.kind()).isEqualTo(Kind.DATA);
        assertThat(refusal.explain()).contains("t", "2000");
        it.target().run(it.target().dropIndex("t_n", it.target().nameOf("public", "t")));
        it.restart();
        it.assertEqual();
    }

    @EachTarget
    void aSecondRowForAUniqueValueOfTheTargetIsNamedByTheFirstCopy(Scenario it) {
        createTarget(it, ", UNIQUE (n)");
        it.source(SOURCE, ROWS, "INSERT INTO t VALUES (2000, 'twice', 500)");
        CdcException refusal = it.failure(config -> config);
        assertThat(refusal.kind()).isEqualTo(Kind.DATA);
        assertThat(refusal.explain()).contains("t", "2000");
        it.source("UPDATE t SET n = 2000 WHERE id = 2000");
        it.follow();
        it.assertEqual();
    }

    @EachTarget
    void aNullForARequiredColumnOfTheTargetIsNamed(Scenario it) {
        createTarget(it, ", CHECK (s IS NOT NULL)");
        it.source(SOURCE);
        Stream stream = it.follow();
        it.source(ROWS, "UPDATE t SET s = NULL WHERE id = 77");
        assertThat(stream.awaitFailure().explain()).contains("t", "77");
    }

    private static void refusedByName(Scenario it, String type, String good, String bad) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, v " + type + ")", "INSERT INTO t VALUES (1, '" + good + "')");
        Stream stream = it.follow();
        it.source("INSERT INTO t VALUES (2, '" + good + "'), (3, '" + bad + "'), (4, '" + good + "')");
        CdcException refusal = stream.awaitFailure();
        assertThat(refusal.kind()).as(refusal.explain()).isEqualTo(Kind.DATA);
        assertThat(refusal.explain()).contains("t", "v", "3", "--snapshot always");
        it.source("DELETE FROM t WHERE id = 3");
        it.follow(config -> config.snapshotMode(SnapshotMode.ALWAYS));
        it.assertEqual();
    }

    @EachTarget({TargetKind.SQLITE, TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.SQLSERVER})
    void notANumberIsRefusedByNameWhereTheTargetHasNone(Scenario it) {
        refusedByName(it, "double precision", "1.5", "NaN");
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.SQLSERVER})
    void anInfinityIsRefusedByNameWhereTheTargetHasNone(Scenario it) {
        refusedByName(it, "real", "1.5", "-Infinity");
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.SQLSERVER})
    void aDateBeforeChristIsRefusedByNameWhereTheTargetHasNone(Scenario it) {
        refusedByName(it, "date", "2024-01-01", "0044-03-15 BC");
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.SQLSERVER, TargetKind.ORACLE})
    void anInfiniteTimestampIsRefusedByNameWhereTheTargetHasNone(Scenario it) {
        refusedByName(it, "timestamptz", "2024-01-01 00:00+00", "infinity");
    }

    @EachTarget(TargetKind.DUCKDB)
    void anArrayOfSeveralDimensionsIsRefusedByNameWhereTheTargetHasLists(Scenario it) {
        refusedByName(it, "int[]", "{1,NULL}", "{{1,2},{3,4}}");
    }

    @EachTarget(TargetKind.DUCKDB)
    void aMomentBeyondTheTargetsTimeIsRefusedByName(Scenario it) {
        refusedByName(it, "timestamptz", "294247-01-10 04:00:54.775806+00", "294247-01-10 04:00:54.775807+00");
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.SQLSERVER, TargetKind.ORACLE})
    void anUnlimitedNumberThatIsTooLongForTheTargetIsRefusedByName(Scenario it) {
        refusedByName(it, "numeric", "1.5", "9".repeat(100));
    }
}
