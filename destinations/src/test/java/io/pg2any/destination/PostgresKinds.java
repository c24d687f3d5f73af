package io.pg2any.destination;

import java.util.stream.Stream;

/** PostgreSQL's types with values at their edges, as SQL literals. */
final class PostgresKinds {

    /** Types that are not built in; a test makes them where it wants them. */
    static final String TYPES = """
            CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION ltree; CREATE EXTENSION cube; CREATE EXTENSION isn;
            CREATE SCHEMA "Odd ""One"" S";
            CREATE TYPE mood AS ENUM ('sad', 't', 'so, so', 'NULL', 'very "happy"');
            CREATE TYPE "Odd ""One"" S"."My Mood(1)" AS ENUM ('a', 'b');
            CREATE DOMAIN positive AS int CHECK (value > 0);
            CREATE DOMAIN code AS varchar(5);
            CREATE DOMAIN words AS text[];
            CREATE DOMAIN good_mood AS mood CHECK (value <> 'sad');
            CREATE TYPE pair AS (number int, note text);
            CREATE TYPE nested AS (first pair, moods mood[]);
            CREATE TYPE textrange AS RANGE (subtype = text, collation = "C");
            """;

    private PostgresKinds() {}

    record Kind(String type, String... literals) {
        @Override
        public String toString() {
            return type;
        }
    }

    static Stream<Kind> builtIn() {
        return Stream.of(
                new Kind("boolean", "t", "f"),
                new Kind("\"char\"", "t", "", "\\", "\\001"),
                new Kind("smallint", "-32768", "32767", "0"),
                new Kind("integer", "-2147483648", "2147483647"),
                new Kind("bigint", "-9223372036854775808", "9223372036854775807"),
                new Kind("oid", "0", "4294967295"),
                new Kind("xid8", "18446744073709551615"),
                new Kind("pg_lsn", "16/B374D848", "FFFFFFFF/FFFFFFFF"),
                new Kind("real", "NaN", "Infinity", "-Infinity", "-0", "1e-45", "3.4028235e38", "0.1"),
                new Kind("double precision", "NaN", "Infinity", "-Infinity", "-0", "5e-324", "1.7976931348623157e308", "0.1", "1e23"),
                new Kind("numeric", "NaN", "Infinity", "-Infinity", "1.50", "1.5", "0.000", "1e131071", "-1e-16383",
                        "1234567890123456789012345678901234567890.123456789012345678901234567890123456789012345678901234567890"),
                new Kind("numeric(38,10)", "9999999999999999999999999999.9999999999", "-0.0000000001", "NaN"),
                new Kind("numeric(1000,500)", "1e499", "1e-500"),
                new Kind("numeric(5,-3)", "99999000", "-1000"),
                new Kind("numeric(3,6)", "0.000999"),
                new Kind("money", "-92233720368547758.08", "92233720368547758.07", "-0.01", "1234.50"),
                new Kind("text", "", " ", "t", "null", "NULL", "\\N", "\\.", "a\\b\"c'd,e{f}", "tab\tcr\rlf\ncrlf\r\nend", "\u0001\u007f\u2028\u00a0",
                        "é e\u0301 日本 😀", "'); DROP TABLE k; --", "infinity", "$1 ? :x %s"),
                new Kind("character varying", "", "x  "),
                new Kind("character varying(5)", "", "abcde", "日本日本😀", "ab   "),
                new Kind("character(4)", "", "t", "ab", "abcd", "日本"),
                new Kind("bpchar", "ab  ", "ab"),
                new Kind("name", "", "a name"),
                new Kind("bytea", "\\x", "\\x00ff0a5c27", "\\x000102030405060708090a0b0c0d0e0f5c5c4e7d7b22"),
                new Kind("date", "0001-01-01", "4714-11-24 BC", "5874897-12-31", "infinity", "-infinity", "20200-02-28", "1582-10-10"),
                new Kind("time", "24:00:00", "00:00:00", "23:59:59.999999"),
                new Kind("time(0)", "24:00:00", "12:34:56"),
                new Kind("time(3) with time zone", "24:00:00+15:59:59", "12:34:56.123-15:59:59", "00:00:00+05:30"),
                new Kind("timestamp", "infinity", "-infinity", "4714-11-24 00:00:00 BC", "294276-12-31 23:59:59.999999", "1969-12-31 23:59:59.999999"),
                new Kind("timestamp(3)", "2024-02-29 12:34:56.789"),
                new Kind("timestamp with time zone", "infinity", "-infinity", "0044-03-15 12:00:00+00 BC", "9999-12-31 23:59:59.999999+00",
                        "2024-03-31 01:59:59+00", "1582-10-04 00:00:00+00"),
                new Kind("interval", "1 year 2 months 3 days 04:05:06.123456", "-1 year -2 days +03:04:05", "1 mon -1 day", "infinity", "-infinity",
                        "-00:00:00.000001", "178000000 years", "0"),
                new Kind("interval day to second(2)", "3 days 04:05:06.12"),
                new Kind("interval year to month", "-1 year 2 mons"),
                new Kind("bit(1)", "0", "1"),
                new Kind("bit(65)", "1".repeat(65), "01".repeat(32) + "0"),
                new Kind("bit varying", "", "101"),
                new Kind("bit varying(9)", "", "101010101"),
                new Kind("json", "{\"a\":1, \"a\" : 2}", "null", " [1.00, 1e400, {}]", "\"\\u0000 \\\\ \\\" \""),
                new Kind("jsonb", "{\"b\": 1, \"a\": [1.50, null, \"x\\ny\\\"\"]}", "null", "\"t\"", "123456789012345678901234567890"),
                new Kind("jsonpath", "$.\"a\"[*]?(@.\"b\" > 1)"),
                new Kind("xml", "<a b=\"1\">x &amp; y</a>", "text <b/> only", ""),
                new Kind("uuid", "3f333df6-90a4-4fda-8dd3-9485d27cee36", "00000000-0000-0000-0000-000000000000"),
                new Kind("inet", "1.2.3.4", "1.2.3.4/24", "::ffff:1.2.3.4", "2001:db8::1/64"),
                new Kind("cidr", "10.0.0.0/8", "::/0"),
                new Kind("macaddr", "08:00:2b:01:02:03"),
                new Kind("macaddr8", "08:00:2b:01:02:03:04:05"),
                new Kind("tsvector", "'a' 'it''s':1A,3 'sp ace' '\\\\'", ""),
                new Kind("tsquery", "'it''s' & !( 'b':*A | 'c d' <2> 'e' )", ""),
                new Kind("point", "(1.5,-0)", "(NaN,Infinity)"),
                new Kind("line", "{1,-1,0.1}"),
                new Kind("lseg", "[(1,2),(3,4)]"),
                new Kind("box", "(3,4),(1,2)"),
                new Kind("path", "[(1,2),(3,4)]", "((1,2),(3,4))"),
                new Kind("polygon", "((1,2),(3,4),(5,6))"),
                new Kind("circle", "<(1,2),3>"),
                new Kind("int4range", "empty", "(,)", "[1,5)"),
                new Kind("numrange", "[1.50,2.0]", "(,infinity)"),
                new Kind("tstzrange", "[\"2024-01-01 00:00:00+00\",infinity)"),
                new Kind("daterange", "[2024-01-01,2024-02-01)"),
                new Kind("int8multirange", "{}", "{[1,3), [5,9)}"),
                new Kind("integer[]", "{}", "{1,NULL,3}", "{{1,2},{3,4}}", "[-2:0]={7,8,9}", "[1:1][0:1]={{1,2}}"),
                new Kind("text[]", "{}", "{\"a,b\",\"q\\\"\",NULL,\"NULL\",\"\",\"\\\\\",\" x \",\"{}\",\"tab\ttab\"}", "{{a},{b}}"),
                new Kind("character varying(3)[]", "{abc,\"日本\"}"),
                new Kind("character(3)[]", "{abc,a}"),
                new Kind("numeric(6,2)[]", "{1.50,NaN}"),
                new Kind("timestamp with time zone[]", "{\"2024-01-01 00:00:00+00\",infinity,NULL}"),
                new Kind("bytea[]", "{\"\\\\x00ff5c22\",\"\\\\x\"}"),
                new Kind("box[]", "{(3,4),(1,2);(5,6),(0,0)}"),
                new Kind("jsonb[]", "{\"{\\\"a\\\": \\\"x,y\\\"}\",null}"),
                new Kind("boolean[]", "{t,f,NULL}"),
                new Kind("int2vector", "1 2 3", ""));
    }

    static Stream<Kind> users() {
        return Stream.of(
                new Kind("public.mood", "sad", "t", "so, so", "NULL", "very \"happy\""),
                new Kind("public.mood[]", "{sad,\"so, so\",\"NULL\",NULL,\"very \\\"happy\\\"\"}", "{}"),
                new Kind("\"Odd \"\"One\"\" S\".\"My Mood(1)\"", "a", "b"),
                new Kind("public.positive", "1", "2147483647"),
                new Kind("public.positive[]", "{1,2,NULL}"),
                new Kind("public.code", "abcde", "日本"),
                new Kind("public.words", "{a,\"b,c\",NULL}"),
                new Kind("public.good_mood", "t", "so, so"),
                new Kind("public.pair", "(1,\"a \"\"b\"\", c\\\\\")", "(,)", "(,\"\")"),
                new Kind("public.pair[]", "{\"(1,\\\"a b\\\")\",NULL,\"(,)\"}"),
                new Kind("public.nested", "(\"(1,\"\"x, y\"\")\",\"{sad,\"\"so, so\"\"}\")"),
                new Kind("public.textrange", "[a,\"b,c\")", "empty"),
                new Kind("public.citext", "ABC", "déjà", ""),
                new Kind("public.citext[]", "{ABC,\"d,e\"}"),
                new Kind("public.hstore", "\"a\"=>\"1\", \"b\"=>NULL, \"q\\\"\"=>\"x,y=>\"", ""),
                new Kind("public.hstore[]", "{\"\\\"a\\\"=>\\\"1\\\"\"}"),
                new Kind("public.ltree", "a.b.c"),
                new Kind("public.cube", "(1, 2),(3, 4)"),
                new Kind("public.isbn", "0-393-04002-X"));
    }
}
