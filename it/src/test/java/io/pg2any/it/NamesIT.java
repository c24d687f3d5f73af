package io.pg2any.it;

import java.util.List;
import java.util.Map;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Names of schemas, tables and columns that are not plain lower-case words. */
class NamesIT {

    /** Blanks, dots, quotes of every database, wildcards, placeholders, comments, reserved words, other scripts, and as long as it goes. */
    private static final List<String> NAMES = List.of(
            "Mixed Case", "with.dot", "quo\"te", "back`tick", "apo'strophe", "back\\slash", "per%cent", "under_score", "a-b", "semi;colon", "que?stion", ":colon", "$1",
            "-- comment", "/* c */", "{brace}", "[bracket]", "select", "order", "user", "table", "group", "index", "key", "values", "null", "İıŞß", "名前", "1st",
            "x".repeat(63));

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static List<String> names(Scenario it) {
        return possible(it, NAMES);
    }

    /** Oracle has no names with a quote inside. */
    private static List<String> possible(Scenario it, List<String> names) {
        return names.stream().filter(name -> it.kind() != TargetKind.ORACLE || name.indexOf('"') < 0).toList();
    }

    private static void changeRows(Scenario it, String table, String key, String value) {
        it.source("INSERT INTO " + table + " VALUES (2, 'streamed', 2), (3, 'gone', 3)",
                "UPDATE " + table + " SET " + value + " = 'updated' WHERE " + key + " = 1",
                "UPDATE " + table + " SET " + key + " = 20 WHERE " + key + " = 2",
                "DELETE FROM " + table + " WHERE " + key + " = 3");
    }

    @EachTarget
    void tablesOfAnyNameAreCopiedAndFollowed(Scenario it) {
        for (String name : names(it)) {
            it.source("CREATE TABLE " + quoted(name) + " (id int PRIMARY KEY, s text, n int)", "INSERT INTO " + quoted(name) + " VALUES (1, 'copied', 1)");
        }
        it.follow();
        names(it).forEach(name -> changeRows(it, quoted(name), "id", "s"));
        it.assertEqual();
    }

    @EachTarget
    void columnsAndKeysOfAnyNameAreCopiedAndFollowed(Scenario it) {
        List<String> names = names(it);
        for (int i = 0; i < names.size(); i++) {
            it.source("CREATE TABLE t" + i + " (" + quoted(names.get(i)) + " int PRIMARY KEY, " + quoted(names.get((i + 1) % names.size())) + " text, n int)",
                    "INSERT INTO t" + i + " VALUES (1, 'copied', 1)");
        }
        it.follow();
        for (int i = 0; i < names.size(); i++) {
            changeRows(it, "t" + i, quoted(names.get(i)), quoted(names.get((i + 1) % names.size())));
        }
        it.assertEqual();
    }

    @EachTarget
    void columnsOfAnyNameAreMatchedWithoutAKey(Scenario it) {
        String columns = String.join(", ", names(it).stream().map(name -> quoted(name) + " int").toList());
        it.source("CREATE TABLE t (" + columns + ")", "ALTER TABLE t REPLICA IDENTITY FULL", "INSERT INTO t (" + quoted(NAMES.get(1)) + ") VALUES (1), (1), (2)");
        it.follow();
        it.source("UPDATE t SET " + quoted(NAMES.get(2)) + " = 5 WHERE ctid = (SELECT min(ctid) FROM t)", "DELETE FROM t WHERE " + quoted(NAMES.get(1)) + " = 2");
        it.assertEqual();
    }

    @EachTarget
    void schemasOfAnyNameAreCopiedAndFollowed(Scenario it) {
        List<String> schemas = possible(it, List.of("Sales & Order", "select", "with.dot", "quo\"te", "per%cent", "back\\slash", "名前", it.source().name() + "_plain"));
        for (String schema : schemas) {
            it.source("CREATE SCHEMA " + quoted(schema), "CREATE TABLE " + quoted(schema) + ".t (id int PRIMARY KEY, s text, n int)",
                    "INSERT INTO " + quoted(schema) + ".t VALUES (1, 'copied', 1)");
        }
        it.follow();
        schemas.forEach(schema -> changeRows(it, quoted(schema) + ".t", "id", "s"));
        it.assertEqual();
    }

    /** MySQL and MariaDB have no characters beyond the basic plane in names. */
    @EachTarget
    void anEmojiInANameIsKeptOrTheTableIsRefusedByName(Scenario it) {
        it.source("CREATE TABLE \"party🎉\" (id int PRIMARY KEY, \"🔑\" text, n int)", "INSERT INTO \"party🎉\" VALUES (1, 'copied', 1)");
        if (it.kind().isMySqlFamily()) {
            assertThat(it.failure(config -> config).explain()).contains("party🎉");
        } else {
            it.follow();
            changeRows(it, "\"party🎉\"", "id", "\"🔑\"");
            it.assertEqual();
        }
    }

    @EachTarget
    void columnsThatDifferByCaseAloneAreKeptApartOrRefusedByName(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, name text, \"Name\" text, \"NAME\" text)", "INSERT INTO t VALUES (1, 'a', 'b', 'c')");
        if (it.kind() == TargetKind.POSTGRESQL) {
            it.follow();
            it.source("UPDATE t SET name = 'x'", "UPDATE t SET \"Name\" = 'y'");
            it.assertEqual();
        } else {
            assertThat(it.failure(config -> config).explain()).contains("\"name\"", it.kind() == TargetKind.ORACLE ? "\"NAME\"" : "\"Name\"", "same name");
        }
    }

    @EachTarget
    void tablesThatDifferByCaseAloneAreKeptApartOrRefusedByName(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text, n int)", "CREATE TABLE \"T\" (id int PRIMARY KEY, s text, n int)",
                "INSERT INTO t VALUES (1, 'small', 1)", "INSERT INTO \"T\" VALUES (1, 'large', 1)");
        if (it.kind().foldsTableNames()) {
            assertThat(it.failure(config -> config).explain()).contains("public.t", "public.T");
        } else {
            it.follow();
            changeRows(it, "t", "id", "s");
            changeRows(it, "\"T\"", "id", "s");
            it.assertEqual();
        }
    }

    /** SQLite has no schemas: the name of the source's becomes part of the table's. */
    @EachTarget
    void aTableNamedLikeASchemaAndItsTableIsKeptApartOrRefusedByName(Scenario it) {
        String schema = it.source().name();
        it.source("CREATE SCHEMA " + schema, "CREATE TABLE " + schema + ".b (id int PRIMARY KEY, s text, n int)",
                "CREATE TABLE " + schema + "_b (id int PRIMARY KEY, s text, n int)", "INSERT INTO " + schema + ".b VALUES (1, 'in the schema', 1)");
        if (it.kind() == TargetKind.SQLITE) {
            assertThat(it.failure(config -> config).explain()).contains(schema + ".b", "public." + schema + "_b");
            it.follow(config -> config.mapping(Map.of(schema + ".b", schema + ".c")));
            it.caughtUp();
            assertThat(it.target().value("SELECT s FROM " + it.target().nameOf(schema, "c"))).isEqualTo("in the schema");
        } else {
            it.follow();
            changeRows(it, schema + ".b", "id", "s");
            it.assertEqual();
        }
    }

    @EachTarget
    void theSameTableNameInTwoSchemasGoesToTwoTables(Scenario it) {
        String schema = it.source().name();
        it.source("CREATE SCHEMA " + schema, "CREATE TABLE t (id int PRIMARY KEY, s text, n int)", "CREATE TABLE " + schema + ".t (id int PRIMARY KEY, s text, n int)",
                "INSERT INTO t VALUES (1, 'here', 1)", "INSERT INTO " + schema + ".t VALUES (1, 'there', 1)");
        it.follow();
        changeRows(it, "t", "id", "s");
        changeRows(it, schema + ".t", "id", "s");
        it.assertEqual();
    }

    @EachTarget
    void twoTablesMappedToOneNameAreRefused(Scenario it) {
        it.source("CREATE SCHEMA other", "CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE other.t (id int PRIMARY KEY)");
        assertThat(it.failure(config -> config.mapping(Map.of("other.t", ".t"))).explain()).contains("public.t", "other.t");
    }

    /** SQLite has no schemas to name. */
    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL, TargetKind.DUCKDB, TargetKind.SQLSERVER, TargetKind.ORACLE})
    void twoTablesMappedToOneNameByTheNameOfTheTargetsOwnSchemaAreRefused(Scenario it) {
        it.source("CREATE SCHEMA other", "CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE other.t (id int PRIMARY KEY)");
        String own = switch (it.kind()) {
            case POSTGRESQL -> "public";
            case DUCKDB -> "main";
            case SQLSERVER -> "dbo";
            case ORACLE -> it.target().url().replaceFirst("oracle://([^:]+):.*", "$1");
            case MARIADB, MYSQL, SQLITE -> it.target().url().replaceFirst(".*/", "");
        };
        assertThat(it.failure(config -> config.mapping(Map.of("other.t", own + ".t"))).explain()).contains("public.t", "other.t");
    }

    @EachTarget
    void aMappedTableGoesWhereItsRuleSays(Scenario it) {
        it.source("CREATE TABLE customers (id int PRIMARY KEY, s text, n int)", "INSERT INTO customers VALUES (1, 'copied', 1)");
        it.follow(config -> config.mapping(Map.of("public.cust*", ".new_cust*")));
        it.source("INSERT INTO customers VALUES (2, 'streamed', 2)", "UPDATE customers SET n = 10 WHERE id = 1");
        it.caughtUp();
        assertThat(it.target().value("SELECT sum(n) FROM " + it.target().nameOf("public", "new_customers"))).isEqualTo("12");
    }
}
