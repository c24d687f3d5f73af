package io.pg2any.it;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.EveryWay;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The types that other databases do not have: documents, networks, searches, ranges, arrays, composites, and those that users make. */
class MoreTypesIT {

    /** Lists have one dimension, and begin at 1. */
    private static final TargetKind[] LISTS = {TargetKind.DUCKDB};

    @EachTarget
    void documents(Scenario it) {
        String[] documents = {
            "null", "true", "0", "-0.10", "\"text\"", "\"\"", "[]", "{}", "{\"b\": 1, \"a\": {\"c\": [1, 2.50, null, \"ü🎉\\n\\\"\\\\\"]}}", "{\"\": \"\"}",
            "[9007199254740993, 1e300]", "{\"k\": \"" + "v".repeat(100_000) + "\"}",
            "[".repeat(50) + "]".repeat(50), "\"\\u00e9 \\ud83d\\ude00 / \\/ \\t\""
        };
        String[] numbers = {"12345678901234567890.123456789012345678901234567890", "[1e400, 1E-400]", "0.1000"};
        new EveryWay(it)
                .of("jsonb", documents).of("json", numbers).except(new TargetKind[] {TargetKind.MYSQL}, "jsonb", numbers)
                .of("json", documents).of("json", "{\"a\": 1, \"a\": 2}", " [ 1 ,\n 2 ] ", "\"\\u0000\"").of("jsonpath", "$.a[*] ? (@.b > 1)")
                .of("xml", "<a x=\"1\">&lt;é🎉</a>", "<?xml version=\"1.0\"?><r/>", "text only")
                .prove();
    }

    @EachTarget
    void identifiersAndNetworkAddresses(Scenario it) {
        new EveryWay(it)
                .ofKey("uuid", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11")
                .of("inet", "0.0.0.0", "192.168.1.5", "192.168.1.5/24", "::1", "2001:db8::8a2e:370:7334/64", "::ffff:1.2.3.4").of("cidr", "10.0.0.0/8", "2001:db8::/32")
                .of("macaddr", "08:00:2b:01:02:03", "ff:ff:ff:ff:ff:ff").of("macaddr8", "08:00:2b:01:02:03:04:05")
                .prove();
    }

    @EachTarget
    void textSearches(Scenario it) {
        new EveryWay(it)
                .of("tsvector", "", "'fat':2A,4 'cat':3B 'it''s' 'with space' 'back\\\\slash'", "a:1 b:16383").of("tsquery", "", "'fat' & ('rat' | !'cat':AB) <-> 'sup':*", "'it''s' <2> 'b'")
                .prove();
    }

    @EachTarget
    void shapes(Scenario it) {
        new EveryWay(it)
                .of("point", "(0,0)", "(-1.5,1e300)", "(NaN,Infinity)").of("line", "{1,2,3}", "{-1,0,0.5}").of("lseg", "[(0,0),(1,1)]").of("box", "(1,1),(0,0)")
                .of("path", "((0,0),(1,1),(2,0))", "[(0,0),(1,1)]").of("polygon", "((0,0),(1,1),(2,0))").of("circle", "<(0,0),5>", "<(0.1,-0.1),0>")
                .prove();
    }

    @EachTarget
    void rangesAndMultiranges(Scenario it) {
        new EveryWay(it)
                .of("int4range", "empty", "[1,10)", "(,)", "(,5]", "[5,)").of("int8range", "[-9223372036854775808,9223372036854775807)").of("numrange", "[1.10,2.5]", "(NaN,)", "empty")
                .of("tsrange", "[2024-01-01 00:00,2024-02-01 12:00:00.5)", "(-infinity,infinity)", "[\"2024-01-01 00:00:00\",)").of("tstzrange", "[2024-01-01 00:00+02,2024-02-01 12:00+00)", "(,)")
                .of("daterange", "[2024-01-01,2024-12-31]", "(,infinity)", "[infinity,)").of("int4multirange", "{}", "{[1,2),[5,10)}", "{(,)}")
                .of("nummultirange", "{[1.0,2.00],(3,4)}").of("datemultirange", "{[2024-01-01,2024-02-01)}").of("tstzmultirange", "{[2024-01-01 00:00+00,2024-02-01 00:00+00)}")
                .prove();
    }

    @EachTarget
    void enumsAndDomains(Scenario it) {
        String other = it.source().name();
        it.source("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 't', 'it''s', 'with space', 'ü')", "CREATE TYPE \"Quoted Mood\" AS ENUM ('A', 'a')",
                "CREATE SCHEMA " + other, "CREATE TYPE " + other + ".mood AS ENUM ('other', 'ok')",
                "CREATE DOMAIN positive AS numeric(10, 2) CHECK (value > 0)", "CREATE DOMAIN strict AS positive CHECK (value < 1000)", "CREATE DOMAIN good_mood AS mood CHECK (value <> 'sad')",
                "CREATE DOMAIN tags AS text[]");
        new EveryWay(it)
                .ofKey("mood", "sad", "ok", "happy", "t", "it's", "with space", "ü").of("\"Quoted Mood\"", "A", "a").of(other + ".mood", "other", "ok")
                .of("mood[]", "{}", "{sad,NULL,\"with space\",it's}").of("\"Quoted Mood\"[]", "{A,a}").of("positive", "0.01", "99999999.99").of("strict", "999.99", "1")
                .of("good_mood", "ok", "happy").of("positive[]", "{1,2.50}").of("tags", "{}", "{\"a,b\",c}")
                .prove();
    }

    @EachTarget
    void arrays(Scenario it) {
        it.source("CREATE TYPE pair AS (a int, b text)");
        new EveryWay(it)
                .of("int[]", "{}", "{1,NULL,-2147483648}")
                .except(LISTS, "int[]", "{{1,2},{3,4}}", "[0:2]={1,2,3}", "[-1:0][5:6]={{1,2},{3,4}}").of("int2vector", "1 2 3", "").of("oidvector", "1 2")
                .of("text[]", "{}", "{\"\",NULL,\"NULL\",null,\"a,b\",\"{x}\",\"q\\\"q\",\"b\\\\s\",\" sp \",\"\n\",ü🎉,\"Vancouver BC\"}").except(LISTS, "text[]", "{{a,b},{c,d}}")
                .of("varchar(5)[]", "{abc,\"  \"}").of("char(3)[]", "{a,\"b  \"}").of("boolean[]", "{t,f,NULL}").of("bigint[]", "{9223372036854775807}").of("numeric(10,2)[]", "{1.10,-0.01,NULL}")
                .of("numeric[]", "{NaN,Infinity,1e100}").of("real[]", "{0.1,NaN,-Infinity,-0}").of("double precision[]", "{0.1,1e300}").of("bytea[]", "{\"\\\\x00ff\",\"\"}")
                .of("date[]", "{2024-02-29,infinity,\"0044-03-15 BC\"}").of("timestamp[]", "{\"2024-02-29 12:34:56.789\"}").of("timestamptz[]", "{\"2024-02-29 12:34:56+05\",-infinity}")
                .of("time[]", "{24:00:00}").of("interval[]", "{\"1 day -02:00\"}").of("uuid[]", "{00000000-0000-0000-0000-000000000000}").of("jsonb[]", "{\"{\\\"a\\\": 1}\",NULL,\"null\"}")
                .of("inet[]", "{1.2.3.4/24}").of("int4range[]", "{\"[1,2)\",empty}").of("pair[]", "{\"(1,a)\",\"(,\\\"b c\\\")\"}").of("bit(3)[]", "{101}").of("point[]", "{\"(1,2)\"}")
                .prove();
    }

    @EachTarget
    void composites(Scenario it) {
        it.source("CREATE TYPE address AS (street text, no int, at timestamptz)", "CREATE TYPE person AS (name varchar(20), home address, tags text[], \"Odd Name\" bytea)",
                "CREATE DOMAIN checked AS address CHECK ((value).no > 0)");
        new EveryWay(it)
                .of("address", "(,,)", "(\"Main St\",5,\"2024-01-01 00:00:00+02\")", "(\"\",,)", "(\"q\"\"q\\\\\",1,infinity)")
                .of("person", "(Ann,\"(\"\"Main St\"\",5,)\",\"{a,\"\"b c\"\"}\",\"\\\\x00ff\")", "(,,,)").of("address[]", "{\"(a,1,)\",NULL}").of("checked", "(a,1,)")
                .prove();
    }

    /** PostGIS and pgvector are not among the extensions of this server. */
    @EachTarget
    void typesOfExtensions(Scenario it) {
        it.source("CREATE EXTENSION hstore", "CREATE EXTENSION ltree", "CREATE EXTENSION cube", "CREATE EXTENSION isn", "CREATE EXTENSION seg");
        new EveryWay(it)
                .of("hstore", "", "a=>1, b=>NULL, \"c d\"=>\"e \\\"f\\\"\", \"\"=>\"\"").of("ltree", "", "Top.Science.Astronomy").of("ltree[]", "{a.b,NULL,\"\"}").of("lquery", "*.a|b.*{1,2}")
                .of("cube", "(1,2),(3,4)", "(0.1)", "(1e300,-0.5),(NaN,Infinity)", "()").except(new TargetKind[] {TargetKind.DUCKDB}, "box[]", "{(3,4),(1,2);(5,6),(0,0);NULL}").of("isbn13", "978-0-393-04002-9").of("seg", "1.5 .. 2.50", "~5").of("hstore[]", "{\"\\\"a\\\"=>\\\"1\\\"\"}")
                .prove();
    }

    @EachTarget
    void caseInsensitiveText(Scenario it) {
        it.source("CREATE EXTENSION citext");
        new EveryWay(it).of("citext", "", "Aa", "aA", "ÄÖ").of("citext[]", "{A,a,NULL}").prove();
    }

    @EachTarget(TargetKind.DUCKDB)
    void elementsThatHaveCommasAreElementsOfAList(Scenario it) {
        it.source("CREATE TABLE t (id int PRIMARY KEY, a box[])", "INSERT INTO t VALUES (1, '{(3,4),(1,2);(5,6),(0,0);NULL}')");
        it.follow();
        it.source("INSERT INTO t VALUES (2, '{(7,8),(1,2)}')");
        it.caughtUp();
        assertThat(it.target().value("SELECT string_agg(len(a) || ' ' || a[1] || ' ' || COALESCE(a[2], 'none') || ' ' || COALESCE(a[3], 'none'), ' | ' ORDER BY id) FROM t"))
                .isEqualTo("3 (3,4),(1,2) (5,6),(0,0) none | 1 (7,8),(1,2) none none");
    }

    @EachTarget(TargetKind.SQLITE)
    void aTypeWhoseBinaryFormIsNotKnownIsRefusedByName(Scenario it) {
        it.source("CREATE TABLE x AS SELECT i AS a, i / 2 AS b FROM generate_series(1, 9) i", "CREATE STATISTICS of_x (ndistinct) ON a, b FROM x", "ANALYZE x", "CREATE TABLE t (id int PRIMARY KEY, d pg_ndistinct)");
        Stream stream = it.follow(config -> config.binaryFormat(true));
        it.source("INSERT INTO t SELECT 1, stxdndistinct FROM pg_statistic_ext_data");
        assertThat(stream.awaitFailure().explain()).contains("column d of public.t", "binary format off");
        it.follow();
        it.assertEqual();
    }
}
