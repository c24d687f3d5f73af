package io.pg2any.it;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.PostgresServer;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.SourceDatabase;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The measure itself is measured: it sees what is equal and what is not, on every target. */
class HarnessIT {

    private static final String TABLE = "CREATE TABLE t (id int PRIMARY KEY, n numeric(20, 5), s varchar(50), b boolean)";
    private static final String KEYLESS = "CREATE TABLE k (a int, s varchar(20))";

    @EachTarget
    void equalTablesAreEqualAndEveryDifferenceIsShown(Scenario it) {
        it.source(TABLE, KEYLESS, "INSERT INTO t VALUES (1, 1.50, 'a', true), (2, NULL, '', false)", "INSERT INTO k VALUES (1, 'x'), (1, 'x')");
        String boolean_ = it.kind().isMySqlFamily() ? "tinyint(1)" : it.kind() == TargetKind.SQLSERVER ? "bit" : "boolean";
        String yes = it.kind() == TargetKind.SQLSERVER ? "1" : "true";
        String no = it.kind() == TargetKind.SQLSERVER ? "0" : "false";
        it.target().run(TABLE.replace("boolean", boolean_), KEYLESS,
                "INSERT INTO t VALUES (1, 1.5, 'a', " + yes + "), (2, NULL, '', " + no + ")", "INSERT INTO k VALUES (1, 'x'), (1, 'x')");
        it.equality().check();

        it.target().run("UPDATE t SET s = 'b' WHERE id = 1", "DELETE FROM t WHERE id = 2", "INSERT INTO t VALUES (3, 0, 'c', " + yes + ")",
                "INSERT INTO k VALUES (1, 'x')");
        List<String> differences = it.equality().differences(Set.of());
        assertThat(differences).containsExactlyInAnyOrder(
                "t (1): s is b instead of a",
                "t: only in the source: (2 | ∅ | " + (it.kind().keepsEmptyValues() ? "" : "∅") + " | false)",
                "t: only in the target: (3 | 0 | c | true)",
                "k: only in the target: (1 | x)");
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL, TargetKind.SQLITE, TargetKind.DUCKDB, TargetKind.SQLSERVER})
    void nullIsNotTheEmptyText(Scenario it) {
        it.source(KEYLESS, "INSERT INTO k VALUES (1, NULL)");
        it.target().run(KEYLESS, "INSERT INTO k VALUES (1, '')");
        assertThatThrownBy(() -> it.equality().check()).isInstanceOf(AssertionError.class).hasMessageContaining("only in the source: (1 | ∅)");
    }

    @EachTarget
    void aTableThatIsMissingInTheTargetIsADifference(Scenario it) {
        it.source(KEYLESS);
        assertThatThrownBy(() -> it.equality().check()).isInstanceOf(AssertionError.class).hasMessageContaining("k cannot be read");
    }

    @Test
    void aServerThatWasStoppedImmediatelyComesBackWithItsData() {
        try (PostgresServer server = PostgresServer.start(java.util.Map.of())) {
            SourceDatabase database = new SourceDatabase(server);
            database.run("SET synchronous_commit = on", "CREATE TABLE t (id int)", "INSERT INTO t VALUES (7)");
            server.stopImmediately();
            server.start();
            database.reconnect();
            assertThat(database.value("SELECT id FROM t")).isEqualTo("7");
        }
    }
}
