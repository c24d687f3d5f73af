package io.pg2any.it;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;

import static io.pg2any.it.harness.TargetKind.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

/** Values in binary form go from PostgreSQL to PostgreSQL as they are, where both sides have the same type; nobody can tell by the rows. */
class BinaryIT {

    private static final String COLUMNS = "(id bigint PRIMARY KEY, u uuid, n numeric, m numeric(12,3), t text, v varchar(40), b boolean, d date, ts timestamp(3), tz timestamptz,"
            + " f double precision, r real, j jsonb, bits bit varying, by bytea, money money, large text)";
    private static final String ROW = "i, md5(i::text)::uuid, (i * 1.10)::numeric, i / 7.0, CASE WHEN i % 11 = 0 THEN NULL ELSE 'text ' || i || E'\\t\\\\ü' END, 'v' || i, i % 2 = 0,"
            + " date '2000-01-01' + i, timestamp '2024-02-29 12:34:56.789' + i * interval '1 hour', timestamptz 'infinity', 'NaN', -0.0, jsonb_build_object('i', i), B'101', decode(md5(i::text), 'hex'), i::money, NULL";

    private static final String NOTE_STATEMENTS = "CREATE TABLE statements (s text);"
            + " CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.statements VALUES (current_query()); RETURN NULL; END $$";

    private static String insert(int from, int to) {
        return "INSERT INTO t SELECT " + ROW + " FROM generate_series(" + from + ", " + to + ") i";
    }

    @EachTarget(POSTGRESQL)
    void rowsThatAreNewGoByBinaryCopyAndAllOthersAsEver(Scenario it) {
        it.source("CREATE TABLE t " + COLUMNS, "CREATE TABLE other (id int PRIMARY KEY, a int[], x xml)", insert(1, 50));
        Stream stream = it.follow(config -> config.binaryFormat(true));
        String table = it.target().nameOf("public", "t");
        it.target().run(NOTE_STATEMENTS, "CREATE TRIGGER note AFTER INSERT ON " + table + " FOR EACH STATEMENT EXECUTE FUNCTION note()", "ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER note");
        it.source(insert(51, 51), "INSERT INTO other VALUES (1, '{1,2}', '<a/>')");
        it.caughtUp();
        it.source(insert(100, 2000));
        it.assertEqual("statements");
        assertThat(copiesInBinaryForm(it)).isNotEqualTo("0");
        it.source("BEGIN", "UPDATE t SET large = repeat(md5(id::text), 400) WHERE id % 3 = 0", "COMMIT", "BEGIN", insert(3000, 3200), "UPDATE t SET v = 'changed' WHERE id % 5 = 0",
                "UPDATE t SET id = id + 10000 WHERE id % 9 = 0", "DELETE FROM t WHERE id % 17 = 0", "INSERT INTO other SELECT i, ARRAY[i], NULL FROM generate_series(2, 200) i", "COMMIT");
        it.assertEqual("statements");
        it.behind("UPDATE t SET n = 'NaN' WHERE id % 4 = 0", "DELETE FROM t WHERE id < 20", insert(5000, 5100), "UPDATE t SET large = large || 'x' WHERE id % 6 = 0");
        it.assertEqual("statements");
        assertThat(stream.recorder().retries()).isEmpty();
    }

    /** Nobody asks for it: every table's values can be passed on, until one comes that cannot even be read. */
    @EachTarget(POSTGRESQL)
    void valuesComeInBinaryFormByThemselvesAsLongAsAllAreKnown(Scenario it) {
        it.source("CREATE TABLE t " + COLUMNS, insert(1, 50));
        Stream stream = it.follow();
        String table = it.target().nameOf("public", "t");
        it.target().run(NOTE_STATEMENTS, "CREATE TRIGGER note AFTER INSERT ON " + table + " FOR EACH STATEMENT EXECUTE FUNCTION note()", "ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER note");
        it.source(insert(51, 51));
        it.caughtUp();
        it.source("BEGIN", insert(100, 2000), "UPDATE t SET large = repeat(md5(id::text), 400) WHERE id % 3 = 0 AND id < 1000", "COMMIT",
                "BEGIN", "UPDATE t SET v = NULL, n = n / 3 WHERE id % 5 = 0", "UPDATE t SET id = id + 10000 WHERE id % 9 = 0", "DELETE FROM t WHERE id % 17 = 0", "COMMIT");
        it.assertEqual("statements");
        assertThat(copiesInBinaryForm(it)).isNotEqualTo("0");

        it.source("CREATE TYPE odd", "CREATE FUNCTION odd_in(cstring) RETURNS odd IMMUTABLE STRICT LANGUAGE internal AS 'textin'",
                "CREATE FUNCTION odd_out(odd) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout'",
                "CREATE FUNCTION odd_send(odd) RETURNS bytea IMMUTABLE STRICT LANGUAGE internal AS 'textsend'",
                "CREATE TYPE odd (INPUT = odd_in, OUTPUT = odd_out, SEND = odd_send, LIKE = text)",
                "CREATE TABLE u (id int PRIMARY KEY, d odd)", "INSERT INTO u VALUES (1, 'one')", insert(3000, 3200), "DELETE FROM t WHERE id % 7 = 0");
        it.assertEqual("statements");
        assertThat(stream.recorder().retries()).isEmpty();
        String before = copiesInBinaryForm(it);
        it.source("BEGIN", insert(4000, 4200), "COMMIT", "UPDATE u SET d = 'two'");
        it.assertEqual("statements");
        assertThat(copiesInBinaryForm(it)).isEqualTo(before);
    }

    private static String kinds(int from, int to) {
        return "INSERT INTO t SELECT (ARRAY['sad', 'o''k', 'ü'])[1 + i % 3]::mood, i, (ARRAY['light', 'dark'])[1 + i % 2]::shade, CASE WHEN i % 7 > 0 THEN 'Text ' || i END, ('10.0.' || i % 256 || '.0/24')::inet,"
                + " ('10.0.' || i % 256 || '.0/24')::cidr, '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05' FROM generate_series(" + from + ", " + to + ") i";
    }

    /** Values of enums and of citext have the form of text; those of network types are the same in every server. */
    @EachTarget(POSTGRESQL)
    void labelsAndAddressesArePassedOnToo(Scenario it) {
        it.source("CREATE EXTENSION citext", "CREATE TYPE mood AS ENUM ('sad', 'o''k', 'ü')", "CREATE TYPE shade AS ENUM ('light', 'dark')",
                "CREATE TABLE t (m mood, id int, s shade, c citext, ip inet, net cidr, mac macaddr, mac8 macaddr8, PRIMARY KEY (m, id))", kinds(1, 20));
        it.target().run("CREATE EXTENSION citext", "CREATE TYPE shade AS ENUM ('light', 'dark')", NOTE_STATEMENTS);
        it.follow();
        String table = it.target().nameOf("public", "t");
        it.target().run("CREATE TRIGGER note AFTER INSERT ON " + table + " FOR EACH STATEMENT EXECUTE FUNCTION note()", "ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER note");
        it.source(kinds(21, 21));
        it.caughtUp();
        it.source(kinds(100, 400));
        it.source("BEGIN", "UPDATE t SET c = c || '!', ip = ip + 1 WHERE id % 2 = 0", "UPDATE t SET m = 'ü', id = id + 1000 WHERE id % 5 = 0", "DELETE FROM t WHERE id % 11 = 0", "COMMIT");
        it.source("UPDATE t SET mac = NULL WHERE id = 101", "DELETE FROM t WHERE id = 102");
        it.assertEqual("statements");
        assertThat(copiesInBinaryForm(it)).isNotEqualTo("0");
    }

    private static String copiesInBinaryForm(Scenario it) {
        return it.target().value("SELECT count(*) FROM statements WHERE s LIKE 'COPY%FORMAT binary%'");
    }

    @EachTarget(POSTGRESQL)
    void aRowThatTheTargetRefusesIsNamed(Scenario it) {
        it.source("CREATE TABLE t " + COLUMNS, insert(1, 5));
        it.follow();
        String table = it.target().nameOf("public", "t");
        it.target().run("ALTER TABLE " + table + " ADD CONSTRAINT limited CHECK (id <> 777)");
        it.source(insert(6, 6));
        it.caughtUp();
        it.source(insert(700, 900));
        assertThat(it.stream().awaitFailure().explain()).contains("id=777", "limited");
        it.target().run("ALTER TABLE " + table + " DROP CONSTRAINT limited", "INSERT INTO " + table + " (id) VALUES (800)");
        it.restart();
        it.assertEqual();
    }
}
