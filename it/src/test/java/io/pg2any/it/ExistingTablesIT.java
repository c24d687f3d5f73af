package io.pg2any.it;

import io.pg2any.destination.OnExisting;
import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;

import static org.assertj.core.api.Assertions.assertThat;

/** Target tables that are there before the stream, empty or with rows. */
class ExistingTablesIT {

    private static final String[] SOURCE = {
        "CREATE TABLE t (id int PRIMARY KEY, s varchar(50), n bigint)", "INSERT INTO t SELECT i, 's' || i, i FROM generate_series(1, 10) i"
    };

    private static String create(Scenario it, String columns) {
        return "CREATE TABLE " + it.target().nameOf("public", "t") + " (" + columns + ")" + it.target().tableOptions();
    }

    private static String insert(Scenario it, String values) {
        return "INSERT INTO " + it.target().nameOf("public", "t") + " (id, s, n) VALUES " + values;
    }

    @EachTarget
    void aTableOfTheRightShapeIsUsedAsItIs(Scenario it) {
        it.target().run(create(it, "more varchar(20) DEFAULT 'mine', n bigint, s varchar(50), id int NOT NULL, PRIMARY KEY (id)"));
        it.source(SOURCE);
        it.follow();
        it.target().run("UPDATE " + it.target().nameOf("public", "t") + " SET more = 'kept' WHERE id = 1");
        it.source("UPDATE t SET s = 'changed' WHERE id IN (1, 2)", "INSERT INTO t VALUES (11, 'new', 11)", "DELETE FROM t WHERE id = 3", "UPDATE t SET id = 40 WHERE id = 4");
        it.assertEqual();
        assertThat(it.target().value("SELECT more FROM " + it.target().nameOf("public", "t") + " WHERE id = 1")).isEqualTo("kept");
        assertThat(it.target().value("SELECT more FROM " + it.target().nameOf("public", "t") + " WHERE id = 11")).isEqualTo("mine");
    }

    @EachTarget
    void aTableOfTheWrongShapeIsRefusedWithAllDifferencesAtOnce(Scenario it) {
        it.target().run(create(it, "id int NOT NULL PRIMARY KEY, n int, needed int NOT NULL"), insert(it, "(1, 1, 1)").replace("(id, s, n)", "(id, n, needed)"));
        it.source(SOURCE[0].replace("n bigint", "n text"), SOURCE[1].replace("i FROM", "'n' FROM"));
        CdcException refusal = it.failure(config -> config.onExisting(OnExisting.TRUNCATE));
        assertThat(refusal.kind()).isEqualTo(Kind.DATA);
        assertThat(refusal.explain()).contains("column s", "column n", "column needed");
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "t"))).as("untouched").isEqualTo("1");
    }

    @EachTarget
    void aTableWithoutTheKeyIsRefused(Scenario it) {
        it.target().run(create(it, "id int NOT NULL, s varchar(50), n bigint"));
        it.source(SOURCE);
        assertThat(it.failure(config -> config).explain()).contains("no primary key or unique index on exactly (id)");
    }

    @EachTarget
    void aMissingTableIsRefusedWhereNoneMayBeCreated(Scenario it) {
        it.source(SOURCE);
        assertThat(it.failure(config -> config.autoCreateTables(false)).explain()).contains("is missing in the target");
    }

    @EachTarget
    void rowsThatAreThereAreRefusedAndNotTouched(Scenario it) {
        it.target().run(create(it, "id int NOT NULL PRIMARY KEY, s varchar(50), n bigint"), insert(it, "(1, 'mine', 1), (99, 'mine', 99)"));
        it.source(SOURCE);
        CdcException refusal = it.failure(config -> config);
        assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(refusal.explain()).contains("already holds rows in t");
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "t") + " WHERE s = 'mine'")).isEqualTo("2");
        assertThat(it.source().value("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()")).as("no slot is left behind").isEqualTo("0");
    }

    @EachTarget
    void rowsThatAreThereAreRemovedWhereThatIsAsked(Scenario it) {
        it.target().run(create(it, "id int NOT NULL PRIMARY KEY, s varchar(50), n bigint"), insert(it, "(1, 'mine', 1), (99, 'mine', 99)"));
        it.source(SOURCE);
        it.follow(config -> config.onExisting(OnExisting.TRUNCATE));
        it.source("UPDATE t SET s = 'changed' WHERE id = 1");
        it.assertEqual();
    }

    @EachTarget
    void rowsThatAreThereAreWrittenOverWhereThatIsAsked(Scenario it) {
        it.target().run(create(it, "id int NOT NULL PRIMARY KEY, s varchar(50), n bigint"), insert(it, "(1, 'mine', 1), (99, 'mine', 99)"));
        it.source(SOURCE);
        it.follow(config -> config.onExisting(OnExisting.UPSERT));
        it.source("UPDATE t SET s = 'changed' WHERE id = 2", "DELETE FROM t WHERE id = 3");
        it.caughtUp();
        assertThat(it.equality().differences(java.util.Set.of())).containsExactly("t: only in the target: (99 | mine | 99)");
    }

    @EachTarget
    void aKeylessTableOverRowsThatAreThereKeepsThemAndGetsTheSources(Scenario it) {
        it.target().run(create(it, "id int, s varchar(50), n bigint"), insert(it, "(1, 's1', 1)"));
        it.source("CREATE TABLE t (id int, s varchar(50), n bigint)", "ALTER TABLE t REPLICA IDENTITY FULL", SOURCE[1]);
        it.follow(config -> config.onExisting(OnExisting.UPSERT));
        it.source("UPDATE t SET s = 'changed' WHERE id = 2");
        it.caughtUp();
        assertThat(it.equality().differences(java.util.Set.of())).containsExactly("t: only in the target: (1 | s1 | 1)");
    }
}
