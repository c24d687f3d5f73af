package io.pg2any.it;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.pg2any.destination.Canonical;
import io.pg2any.destination.Category;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;
import io.pg2any.projection.ColumnRules;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules for columns: left out, renamed, masked, added. What the target has to hold is worked out by the source's own functions. */
class ColumnsIT {

    private static final String SALT = "a secret";

    private static String hash(String column) {
        return "encode(hmac(convert_to(" + column + ", 'UTF8'), '" + SALT + "', 'sha256'), 'hex')";
    }

    private static String rows(Scenario it, String table, String where) {
        return it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", table) + " WHERE " + where);
    }

    /** Through the first copy, and through the stream as text and as binary. */
    @EachTarget
    void columnsAreLeftOutRenamedAndMaskedTheSameWayByCopyAndStream(Scenario it) {
        it.source("CREATE EXTENSION pgcrypto",
                "CREATE TABLE users (id int PRIMARY KEY, password text NOT NULL, mail text, phone varchar(20), name varchar(50), notes jsonb, born date, age int, active boolean, long text)",
                "CREATE INDEX by_mail ON users (mail)", "CREATE INDEX by_password ON users (password)", "CREATE INDEX by_lower ON users (lower(name))",
                "CREATE TABLE members (mail char(30) PRIMARY KEY, n int, long text)", "CREATE TABLE log (a int, secret text, b text, at timestamptz)", "ALTER TABLE log REPLICA IDENTITY FULL",
                "CREATE TABLE plain (id int PRIMARY KEY, password text)");
        String users = "INSERT INTO users SELECT i, 'pw' || i, 'm' || i %% 7 || '@example.org', CASE WHEN i %% 3 > 0 THEN '030-' || i END, 'äöü🎉' || i, '{\"n\": 1}', '2000-01-01', i, true,"
                + " (SELECT string_agg(md5((i * 1000 + n)::text), '') FROM generate_series(1, 200) n) FROM generate_series(%s, %s) i";
        it.source(users.formatted(1, 20), "INSERT INTO members SELECT 'm' || i || '@example.org', i, repeat(md5(i::text), 300) FROM generate_series(0, 5) i",
                "ALTER TABLE members ALTER long SET STORAGE EXTERNAL", "INSERT INTO log SELECT i % 3, 's' || i, 'text', '2024-01-01 00:00:00+00' FROM generate_series(1, 6) i", "INSERT INTO plain VALUES (1, 'x')");
        ColumnRules rules = ColumnRules.NONE.withColumns(Map.of("public.users", "!password, !no*", "log", "a, b, at"))
                .withRenames(Map.of("public.users.mail", "E Mail", "public.log.b", "said"))
                .withMasks(Map.of("*.*.mail", "hash", "public.users.phone", "constant:*;*", "users.name", "truncate:3", "users.born", "null", "users.age", "constant:42",
                        "users.active", "constant:unknown", "log.b", "truncate:2"))
                .withMaskSalt(SALT);
        it.follow(config -> config.columnRules(rules));
        String[] changes = {
            users.formatted(21, 30), "UPDATE users SET mail = NULL, phone = '1' WHERE id = 3", "UPDATE users SET password = 'other' WHERE id = 4", "UPDATE users SET id = id + 100 WHERE id IN (5, 6)",
            "UPDATE users SET name = 'x', long = 'short' WHERE id = 7", "DELETE FROM users WHERE id = 8", "UPDATE members SET n = n + 10", "UPDATE members SET mail = 'moved@example.org' WHERE n = 11",
            "DELETE FROM members WHERE n = 12", "UPDATE log SET b = 'other', secret = 's' WHERE a = 1", "DELETE FROM log WHERE a = 2", "INSERT INTO log VALUES (9, NULL, NULL, NULL)"
        };
        it.source(changes);
        it.caughtUp();
        it.stop();
        it.follow(config -> config.columnRules(rules).binaryFormat(true));
        it.source(users.formatted(31, 40), "UPDATE users SET name = NULL, age = NULL WHERE id < 15", "DELETE FROM users WHERE id = 20", "UPDATE users SET id = 200 WHERE id = 1", "UPDATE log SET at = '2025-02-03 04:05:06.789+00'");
        it.caughtUp();
        it.target().run("DELETE FROM " + it.target().nameOf("public", "members"), "DELETE FROM " + it.target().nameOf("public", "users"));
        it.source("UPDATE members SET n = n + 100", "UPDATE users SET age = 1");
        it.caughtUp();
        it.stop();
        it.source("DROP INDEX by_password, by_lower", "ALTER TABLE users DROP COLUMN password, DROP COLUMN notes", "UPDATE users SET mail = " + hash("mail") + ", phone = CASE WHEN phone IS NOT NULL THEN '*;*' END,"
                + " name = left(name, 3), born = NULL, age = 42, long = long", "ALTER TABLE users ALTER active TYPE text USING 'unknown'", "ALTER TABLE users RENAME mail TO \"E Mail\"",
                "ALTER TABLE members ALTER mail TYPE text USING " + hash("rtrim(mail)"), "ALTER TABLE log DROP COLUMN secret", "UPDATE log SET b = left(b, 2)", "ALTER TABLE log RENAME b TO said");
        it.equality().check("public.it_marker");
        assertThat(it.source().value("SELECT count(*) > 0 FROM users u JOIN members m ON m.mail = u.\"E Mail\"")).isEqualTo("t");
    }

    @EachTarget(TargetKind.SQLITE)
    void rulesThatCannotBeKeptAreRefusedAtTheStartWithTheReason(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text NOT NULL, n int, deleted_at date)", "CREATE TABLE bare (a int)");
        ColumnRules none = ColumnRules.NONE.withMaskSalt("salt");
        assertThat(refusal(it, none.withColumns(Map.of("t", "!id")))).contains("public.t.id", "part of the key");
        assertThat(refusal(it, none.withColumns(Map.of("t", "s, no_such, other")))).contains("no column no_such", "no column other");
        assertThat(refusal(it, none.withColumns(Map.of("no_table", "s")))).contains("no_table");
        assertThat(refusal(it, none.withMasks(Map.of("t.id", "constant:1", "t.n", "truncate:3", "t.s", "null"))))
                .contains("only a hash keeps them apart", "truncates text", "NOT NULL");
        assertThat(refusal(it, none.withRenames(Map.of("t.s", "n")))).contains("two columns n");
        assertThat(refusal(it, none.withSoftDelete(List.of("*")))).contains("column deleted_at of its own", "public.bare has no key");
        assertThat(refusal(it, ColumnRules.NONE.withMasks(Map.of("t.s", "hash", "t.n", "scramble")))).contains("--mask-salt", "none of hash, constant:TEXT");
        assertThat(refusal(it, none.withTypes(Map.of("t.n", "int); DROP TABLE t; --")))).contains("public.t.n".substring(7), "is not a type");
    }

    private static String refusal(Scenario it, ColumnRules rules) {
        try {
            return it.failure(config -> config.columnRules(rules)).explain();
        } catch (CdcException e) {
            return e.explain();
        }
    }

    /** Otherwise its values would go unmasked under the new name. */
    @EachTarget(TargetKind.SQLITE)
    void aMaskedColumnThatIsRenamedInTheSourceStopsTheStream(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, mail text)");
        it.follow(config -> config.columnRules(ColumnRules.NONE.withMasks(Map.of("t.mail", "constant:-"))));
        it.source("INSERT INTO t VALUES (1, 'a')");
        it.caughtUp();
        it.source("ALTER TABLE t RENAME mail TO email", "INSERT INTO t VALUES (2, 'b')");
        assertThat(it.stream().awaitFailure().explain()).contains("no column mail");
        assertThat(rows(it, "t", "id = 1")).isEqualTo("1");
    }

    /** A row that comes into the filter appears, one that leaves it goes. */
    @EachTarget(TargetKind.SQLITE)
    void rowFiltersChooseTheRowsOfTheCopyAndOfTheStream(Scenario it) {
        it.source("CREATE TABLE orders (id int PRIMARY KEY, status int)", "ALTER TABLE orders REPLICA IDENTITY FULL", "INSERT INTO orders SELECT i, i % 5 FROM generate_series(1, 20) i",
                "CREATE TABLE keyed (id int PRIMARY KEY, n int)", "INSERT INTO keyed SELECT i, 0 FROM generate_series(1, 10) i", "CREATE TABLE other (id int PRIMARY KEY)", "INSERT INTO other VALUES (4)");
        Map<String, String> filters = Map.of("public.orders", "status <> 4", "public.key?d", "id > 5");
        it.follow(config -> config.rowFilters(filters));
        it.source("UPDATE orders SET status = 4 WHERE id = 1", "UPDATE orders SET status = 0 WHERE id = 4", "INSERT INTO orders VALUES (21, 4), (22, 3)", "DELETE FROM orders WHERE id = 2",
                "UPDATE keyed SET n = 1", "INSERT INTO keyed VALUES (0, 0), (11, 0)");
        it.behind("UPDATE orders SET status = status + 1");
        it.caughtUp();
        it.stop();
        assertThat(it.failure(config -> config.rowFilters(Map.of("public.orders", "status <> 3"))).explain()).contains("other row filters");
        it.source("DELETE FROM orders WHERE status = 4", "DELETE FROM keyed WHERE id <= 5");
        it.equality().check("public.it_marker");
    }

    /** The source itself would refuse every update of such a table. */
    @EachTarget(TargetKind.SQLITE)
    void aRowFilterByAColumnThatTheLogDoesNotTellIsRefused(Scenario it) {
        it.source("CREATE TABLE orders (id int PRIMARY KEY, status int)", "CREATE TABLE t (id int PRIMARY KEY)");
        assertThat(it.failure(config -> config.rowFilters(Map.of("public.orders", "status <> 4 AND id > 0"))).explain()).contains("public.orders.status, not", "REPLICA IDENTITY FULL");
        assertThat(it.source().value("SELECT count(*) FROM pg_publication")).isEqualTo("0");
        assertThat(it.failure(config -> config.rowFilters(Map.of("public.none", "true"))).explain()).contains("public.none");
        it.source("CREATE PUBLICATION it_pub FOR ALL TABLES");
        assertThat(it.failure(config -> config.rowFilters(Map.of("public.orders", "id > 0"))).explain()).contains("not made by pg2any");
    }

    private static final List<String> SOFT = List.of("orders", "whole_orders", "coded_orders");

    /** By key, by the whole old row, and by a unique index; while following and as one batch. */
    @EachTarget
    void deletedRowsStayWithTheTimeAndEveryRowTellsItsLastChange(Scenario it) {
        for (String table : SOFT) {
            it.source("CREATE TABLE " + table + " (id int PRIMARY KEY, code int NOT NULL UNIQUE, s text, txt text)", "ALTER TABLE " + table + " ALTER txt SET STORAGE EXTERNAL",
                    "INSERT INTO " + table + " SELECT i, i, 's' || i, repeat(md5(i::text), 200) FROM generate_series(1, 20) i");
        }
        it.source("ALTER TABLE whole_orders REPLICA IDENTITY FULL", "ALTER TABLE coded_orders REPLICA IDENTITY USING INDEX coded_orders_code_key",
                "CREATE TABLE log (a int)", "CREATE TABLE audited (id int PRIMARY KEY, s text)", "INSERT INTO audited VALUES (1, 'a')");
        ColumnRules rules = ColumnRules.NONE.withSoftDelete(List.of("*orders")).withAuditColumns(List.of("public.*", "!log"));
        it.follow(config -> config.columnRules(rules));
        it.caughtUp();
        Lsn copied = Lsn.parse(value(it, "audited", "_commit_lsn", 1));
        assertThat(copied).isGreaterThan(Lsn.ZERO).isLessThanOrEqualTo(it.source().end());
        String before = it.source().value("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')");
        it.source("UPDATE audited SET s = 'b'", "BEGIN", "DELETE FROM orders WHERE id = 1", "INSERT INTO audited VALUES (2, 'c')", "COMMIT");
        it.caughtUp();
        String after = it.source().value("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')");
        assertThat(Lsn.parse(value(it, "audited", "_commit_lsn", 1))).isGreaterThan(copied);
        String deleted = value(it, "orders", "deleted_at", 1);
        assertThat(deleted).isBetween(before, after);
        assertThat(deleted).isEqualTo(value(it, "orders", "_commit_time", 1)).isEqualTo(value(it, "audited", "_commit_time", 2));
        for (String table : SOFT) {
            String[] changes = {
                "DELETE FROM " + table + " WHERE id IN (2, 3)", "INSERT INTO " + table + " VALUES (2, 2, 'again', NULL)", "BEGIN", "INSERT INTO " + table + " VALUES (100, 100, 'short', 'x')",
                "DELETE FROM " + table + " WHERE id = 100", "COMMIT", "UPDATE " + table + " SET id = 40, code = 40 WHERE id = 4", "UPDATE " + table + " SET s = 'last' WHERE id = 5",
                "DELETE FROM " + table + " WHERE id = 5", "DELETE FROM " + table + " WHERE id = 6", "INSERT INTO " + table + " VALUES (6, 6, 'b', NULL)", "UPDATE " + table + " SET s = 'c' WHERE id = 6"
            };
            it.source(changes);
            for (int i = 0; i < changes.length; i++) {
                changes[i] = changes[i].replace("(2, 3)", "(12, 13)").replace("(2, 2,", "(12, 12,").replace("100", "110").replace("40", "41").replace("id = 4 ", "id = 14 ").replaceAll("id = ([456])$", "id = 1$1")
                        .replace("(6, 6,", "(16, 16,");
            }
            it.behind(changes);
            it.caughtUp();
            String name = it.target().nameOf("public", table);
            assertThat(it.target().value("SELECT count(*) FROM " + name + " WHERE deleted_at IS NOT NULL AND id IN (3, 5, 13, 15, 100, 110)")).as(table).isEqualTo("6");
            assertThat(it.target().value("SELECT count(*) FROM " + name + " WHERE " + it.target().comparable("s") + " = 'last' AND id IN (5, 15)")).isEqualTo("2");
            assertThat(it.target().value("SELECT count(*) FROM " + name + " WHERE " + (it.kind() == TargetKind.SQLSERVER ? "len" : "length") + "(txt) = 6400 AND id IN (3, 13, 5, 15)")).isEqualTo("4");
        }
        it.stop();
        for (String table : SOFT) {
            it.target().run("DELETE FROM " + it.target().nameOf("public", table) + " WHERE deleted_at IS NOT NULL");
        }
        it.equality().check();
    }

    /** In the spelling that is the same everywhere. */
    private static String value(Scenario it, String table, String column, int id) {
        Category category = column.equals("_commit_lsn") ? Category.TEXT : Category.TIMESTAMPTZ;
        String sql = "SELECT " + it.target().reading().expression(category, it.target().quote(column)) + " FROM " + it.target().nameOf("public", table) + " WHERE id = " + id;
        try (Connection connection = it.target().connect(); Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return Canonical.of(category, it.target().reading().value(row, 1, category));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @EachTarget
    void aColumnGetsTheTypeThatTheUserDeclaresIfThatHoldsItsValues(Scenario it) throws SQLException {
        it.source("CREATE TABLE t (id int PRIMARY KEY, n int, s text)", "INSERT INTO t VALUES (1, 2, 'three')");
        String unfit = it.failure(config -> config.columnRules(ColumnRules.NONE.withTypes(Map.of("t.s", "int")))).explain();
        assertThat(unfit).contains("column s", "has the type");
        assertThat(it.failure(config -> config.columnRules(ColumnRules.NONE.withTypes(Map.of("t.s", "no_such_type(3)")))).explain()).contains("no_such_type(3)", "--column-type");
        String[] types = switch (it.kind()) {
            case SQLITE -> new String[] {"any", "text"}; // it has five types in all
            case ORACLE -> new String[] {"number(19)", "varchar2(5 char)"};
            case MARIADB, MYSQL, POSTGRESQL, DUCKDB, SQLSERVER -> new String[] {"bigint", "varchar(5)"};
        };
        it.follow(config -> config.columnRules(ColumnRules.NONE.withTypes(Map.of("t.n", types[0], "t.s", types[1]))));
        it.source("INSERT INTO t VALUES (2, -2147483648, 'äöüßz')");
        it.assertEqual();
        try (Connection connection = it.target().connect(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT n FROM " + it.target().nameOf("public", "t"))) {
            assertThat(row.getMetaData().getColumnTypeName(1).toLowerCase(Locale.ROOT)).isIn("bigint", "int8", "any", "number");
        }
    }
}
