package io.pg2any.app.compare;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether it sees what is equal and what is not. */
class ComparisonTest {

    private static final String TABLE =
            "CREATE TABLE t (id int PRIMARY KEY, n numeric, b boolean, at timestamptz, j jsonb, raw bytea, word text)";

    private static void run(Connection connection, String... statements) throws Exception {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void everySingleValueCounts() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                Connection source = server.getPostgresDatabase().getConnection();
                Connection target = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            run(source, TABLE, "INSERT INTO t VALUES (1, 1.50, true, '2026-01-01 10:00:00.120+02', '{\"a\": [1.0, \"x\"], \"b\": null}', '\\x00ff', 'ß'),"
                    + " (2, NULL, false, NULL, NULL, NULL, '')");
            run(target, "CREATE TABLE t (id integer, n text, b integer, at text, j text, raw blob, word text)",
                    "INSERT INTO t VALUES (2, NULL, 0, NULL, NULL, NULL, ''),"
                            + " (1, '1.5', 1, '2026-01-01 08:00:00.12', '{\"b\":null,\"a\":[1,\"x\"]}', x'00ff', 'ß')");
            assertThat(compare(source, target).equal()).isTrue();
            for (String change : List.of("n = '1.51'", "b = 0", "at = '2026-01-01 08:00:00.121'", "j = '{\"a\":[1,\"y\"],\"b\":null}'", "raw = x'00fe'",
                    "word = 'ss'", "word = NULL", "word = 'NULL'", "id = 3")) {
                run(target, "BEGIN", "CREATE TEMP TABLE kept AS SELECT * FROM t", "UPDATE t SET " + change + " WHERE id = 1", "COMMIT");
                Comparison.Result result = compare(source, target);
                assertThat(result.equal()).as(change).isFalse();
                assertThat(result.differences()).as(change).hasSize(2);
                run(target, "BEGIN", "DELETE FROM t", "INSERT INTO t SELECT * FROM kept", "DROP TABLE kept", "COMMIT");
            }
            run(target, "INSERT INTO t (id) VALUES (9)");
            assertThat(compare(source, target)).extracting(Comparison.Result::equal, Comparison.Result::rows, Comparison.Result::targetRows)
                    .containsExactly(false, 2L, 3L);
        }
    }

    private static Comparison.Result compare(Connection source, Connection target) throws Exception {
        return Comparison.of(source, target, List.of("t")).getFirst();
    }
}
