package io.pg2any.type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.pg2any.error.CdcException;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.event.TableId;
import io.pg2any.source.CatalogTypes;
import io.pg2any.source.SourceConnections;
import io.pg2any.source.SourceUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A real server says of thousands of random values how it prints and how it sends them. */
class BinaryTextTest {

    private static final int VALUES = Integer.getInteger("pg2any.binary.values", 2000);

    private static EmbeddedPostgres server;
    private static Connection connection;
    private static CatalogTypes catalog;
    private static TypeRegistry forms;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.builder().start();
        SourceConnections source = new SourceConnections(
                SourceUrl.parse("postgresql://postgres@localhost:" + server.getPort() + "/postgres"), Duration.ofSeconds(20));
        connection = source.open();
        catalog = new CatalogTypes(source);
        Map<Integer, Optional<TypeForm>> known = new HashMap<>();
        forms = oid -> known.computeIfAbsent(oid, catalog::form); // damaged values ask for many
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    SET search_path = public, pg_catalog;
                    CREATE TYPE mood AS ENUM ('sad', 'so-so', 'very happy', 'null');
                    CREATE DOMAIN positive AS int CHECK (value > 0);
                    CREATE DOMAIN very_positive AS positive CHECK (value > 10);
                    CREATE DOMAIN words AS text[];
                    CREATE TYPE pair AS (number int, note text);
                    CREATE TYPE nested AS (first pair, moods mood[], number positive);
                    CREATE TYPE dropped AS (a int, b text, c date);
                    ALTER TYPE dropped DROP ATTRIBUTE b;
                    CREATE TYPE textrange AS RANGE (subtype = text, collation = "C");""");
        }
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        catalog.close();
        connection.close();
        server.close();
    }

    record Kind(String type, Function<ValueGenerator, String> literal) {
        @Override
        public String toString() {
            return type;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("bool", g -> g.pick("t", "f")),
                new Kind("\"char\"", g -> g.pick("", "a", "\\", "\\001", "\\377", "\\200", " ")),
                new Kind("int2", g -> g.integer(16)),
                new Kind("int4", g -> g.integer(32)),
                new Kind("int8", g -> g.integer(64)),
                new Kind("oid", g -> g.unsigned(32)),
                new Kind("xid", g -> g.unsigned(32)),
                new Kind("cid", g -> g.unsigned(32)),
                new Kind("xid8", g -> g.unsigned(64)),
                new Kind("float4", ValueGenerator::float4),
                new Kind("float8", ValueGenerator::float8),
                new Kind("numeric", ValueGenerator::numeric),
                new Kind("numeric(60,7)", g -> g.digits(9) + "." + g.digits(9)),
                new Kind("numeric(5,-3)", g -> g.integer(20)),
                new Kind("money", g -> g.pick("-92233720368547758.08", "92233720368547758.07", "0", "-0.01", g.digits(7) + ".5", "-" + g.digits(12))),
                new Kind("text", ValueGenerator::text),
                new Kind("varchar(20)", ValueGenerator::text),
                new Kind("char(20)", ValueGenerator::text),
                new Kind("name", ValueGenerator::text),
                new Kind("bytea", ValueGenerator::bytea),
                new Kind("date", ValueGenerator::date),
                new Kind("time", ValueGenerator::time),
                new Kind("time(3)", ValueGenerator::time),
                new Kind("timetz", ValueGenerator::timetz),
                new Kind("timestamp", ValueGenerator::timestamp),
                new Kind("timestamptz", ValueGenerator::timestamp),
                new Kind("interval", ValueGenerator::interval),
                new Kind("uuid", g -> g.hex(16)),
                new Kind("json", ValueGenerator::json),
                new Kind("jsonb", ValueGenerator::json),
                new Kind("jsonpath", g -> g.pick("$", "$.a[*] ? (@ > 1)", "strict $.\"ü\"", "$[" + g.digits(3) + " to last]")),
                new Kind("xml", g -> g.pick("<a/>", "", "text", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ü>1</ü>",
                        "<?xml version=\"1.0\" standalone=\"yes\"?><b> </b>", "<?xml version=\"1.1\"?><c/>", "<a>" + g.digits(5) + "</a>")),
                new Kind("bit(13)", g -> g.bits(13)),
                new Kind("bit(16)", g -> g.bits(16)),
                new Kind("varbit", ValueGenerator::varbit),
                new Kind("inet", ValueGenerator::inet),
                new Kind("cidr", ValueGenerator::cidr),
                new Kind("macaddr", g -> g.hex(6)),
                new Kind("macaddr8", g -> g.hex(8)),
                new Kind("pg_lsn", ValueGenerator::lsn),
                new Kind("tid", g -> "(" + g.unsigned(32) + "," + g.unsigned(16) + ")"),
                new Kind("txid_snapshot", ValueGenerator::snapshot),
                new Kind("pg_snapshot", ValueGenerator::snapshot),
                new Kind("int2vector", g -> g.pick("", g.integer(16), g.integer(16) + " " + g.integer(16))),
                new Kind("oidvector", g -> g.pick("", g.unsigned(32), g.unsigned(32) + " " + g.unsigned(32))),
                new Kind("point", ValueGenerator::point),
                new Kind("lseg", g -> "[" + g.point() + "," + g.point() + "]"),
                new Kind("box", g -> g.point() + "," + g.point()),
                new Kind("path", g -> g.pick("[" + g.points(1) + "]", "(" + g.points(1) + ")")),
                new Kind("polygon", g -> "(" + g.points(1) + ")"),
                new Kind("line", ValueGenerator::line),
                new Kind("circle", g -> "<" + g.point() + "," + g.unsigned(16) + ">"),
                new Kind("tsvector", ValueGenerator::tsvector),
                new Kind("tsquery", g -> g.pick("", g.tsquery(4))),
                new Kind("int4[]", g -> g.array(() -> g.integer(32), ',')),
                new Kind("text[]", g -> g.array(g::text, ',')),
                new Kind("float8[]", g -> g.array(g::float8, ',')),
                new Kind("timestamptz[]", g -> g.array(g::timestamp, ',')),
                new Kind("bytea[]", g -> g.array(g::bytea, ',')),
                new Kind("jsonb[]", g -> g.array(g::json, ',')),
                new Kind("box[]", g -> g.array(() -> g.point() + "," + g.point(), ';')),
                new Kind("mood[]", g -> g.array(() -> g.pick("sad", "so-so", "very happy", "null"), ',')),
                new Kind("pair[]", g -> g.array(() -> g.composite(() -> g.integer(32), g::text), ',')),
                new Kind("int4range[]", g -> g.array(() -> "[" + -g.digits(3).length() + "," + g.digits(5) + ")", ',')),
                new Kind("positive[]", g -> g.array(() -> "1" + g.digits(5), ',')),
                new Kind("int4range", g -> g.range(() -> g.integer(30))),
                new Kind("int8range", g -> g.range(() -> g.integer(60))),
                new Kind("numrange", g -> g.range(g::numeric)),
                new Kind("tsrange", g -> g.range(g::timestamp)),
                new Kind("tstzrange", g -> g.range(g::timestamp)),
                new Kind("daterange", g -> g.range(g::date)),
                new Kind("textrange", g -> g.range(g::text)),
                new Kind("int4multirange", g -> g.pick("{}", "{[1,2],[5,9)}", "{(," + g.digits(3) + ")}")),
                new Kind("tstzmultirange", g -> g.pick("{}", "{[2000-01-01," + g.digits(0) + "2001-01-01],[2002-01-01,]}")),
                new Kind("textmultirange", g -> g.pick("{}", "{[a,b],(c,\" d\")}")),
                new Kind("mood", g -> g.pick("sad", "so-so", "very happy", "null")),
                new Kind("positive", g -> "1" + g.digits(6)),
                new Kind("very_positive", g -> "1" + g.digits(6)),
                new Kind("words", g -> g.array(g::text, ',')),
                new Kind("pair", g -> g.composite(() -> g.integer(32), g::text)),
                new Kind("dropped", g -> g.composite(() -> g.integer(32), () -> "2020-01-01")),
                new Kind("nested", g -> g.composite(
                        () -> g.composite(() -> g.integer(32), g::text), () -> g.array(() -> g.pick("sad", "null"), ','), () -> "7")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theBinaryFormBecomesTheTextThatTheServerPrints(Kind kind) throws SQLException {
        long seed = Long.getLong("pg2any.binary.seed", System.nanoTime());
        ValueGenerator generator = new ValueGenerator(seed);
        List<String> literals = Stream.generate(() -> kind.literal.apply(generator)).limit(VALUES).toList();
        BinaryText binaryText = new BinaryText(forms);
        int typeOid = oid(kind.type);
        int compared = 0;
        try (PreparedStatement query = connection.prepareStatement(query(kind.type))) {
            query.setArray(1, connection.createArrayOf("text", literals.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    byte[] sent = rows.getBytes(3);
                    String text = new String(binaryText.toText(typeOid, sent, 0, sent.length), StandardCharsets.UTF_8);
                    assertThat(text).as("%s, -Dpg2any.binary.seed=%d", rows.getString(1), seed).isEqualTo(rows.getString(2));
                    compared++;
                }
            }
        }
        assertThat(compared).as("literals that the server takes").isGreaterThan(VALUES / 3);
    }

    /** Literals that the type does not take (a range whose bounds are in the wrong order) are left out. */
    private static String query(String type) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT typsend::regproc::text FROM pg_type WHERE oid = ?::regtype")) {
            query.setString(1, type);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return "SELECT literal, format('%s', v), " + row.getString(1) + "(v) FROM (SELECT literal, literal::" + type
                        + " AS v FROM unnest(?::text[]) literal WHERE pg_input_is_valid(literal, '" + type + "')) AS cast_values";
            }
        }
    }

    @Test
    void aRowKeepsItsOtherCells() {
        Relation relation = relation(23, 25, 25, 25, 16);
        Row row = new RowBuilder(5)
                .addBinary(new byte[] {9, 0, 0, 1, 0, 9}, 1, 4)
                .addNull()
                .addUnchanged()
                .addText("text".getBytes(StandardCharsets.UTF_8))
                .addBinary(new byte[] {1}, 0, 1)
                .build();
        Row converted = new BinaryText(TypeRegistry.NONE).toText(row, relation);
        assertThat(converted.text(0)).isEqualTo("256");
        assertThat(converted.isNull(1)).isTrue();
        assertThat(converted.isUnchanged(2)).isTrue();
        assertThat(converted.text(3)).isEqualTo("text");
        assertThat(converted.text(4)).isEqualTo("t");
        assertThat(converted.bytes()).isEqualTo(8 + 1 + 1 + 9 + 6);
    }

    @Test
    void aRowWithoutBinaryCellsIsItself() {
        Row row = Row.ofText("1", null);
        assertThat(new BinaryText(TypeRegistry.NONE).toText(row, relation(23, 23))).isSameAs(row);
    }

    @Test
    void aTypeWhoseTextIsNotInItsBinaryFormIsAnErrorThatNamesIt() throws SQLException {
        BinaryText binaryText = new BinaryText(forms);
        for (String type : List.of("regclass", "regtype[]")) {
            byte[] sent = "regclass".equals(type) ? new byte[4] : new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 8, -98, 0, 0, 0, 1, 0, 0, 0, 1};
            int typeOid = oid(type);
            assertThatThrownBy(() -> binaryText.toText(typeOid, sent, 0, sent.length))
                    .isInstanceOfSatisfying(CdcException.class, e -> {
                        assertThat(e.kind()).isEqualTo(CdcException.Kind.CONFIGURATION);
                        assertThat(e.explain()).contains("OID 220").contains("Switch the binary format off");
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aDamagedValueIsTextOrTheCleanError(Kind kind) throws SQLException {
        ValueGenerator generator = new ValueGenerator(1);
        List<String> literals = Stream.generate(() -> kind.literal.apply(generator)).limit(5).toList();
        BinaryText binaryText = new BinaryText(forms);
        int typeOid = oid(kind.type);
        for (byte[] sent : sent(kind.type, literals)) {
            for (int at = 0; at < Math.min(200, sent.length); at++) {
                attempt(binaryText, typeOid, Arrays.copyOf(sent, at));
                for (int flip : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
                    byte[] damaged = sent.clone();
                    damaged[at] ^= (byte) flip;
                    attempt(binaryText, typeOid, damaged);
                }
            }
        }
    }

    @Test
    void aTypeWithoutAKnownFormIsRefusedWithItsColumn() {
        Row row = new RowBuilder(2).addNull().addBinary(new byte[] {1}, 0, 1).build();
        assertThatThrownBy(() -> new BinaryText(TypeRegistry.NONE).toText(row, relation(23, 99_999)))
                .hasMessageContaining("OID 99999 in column c1 of public.t");
    }

    private static void attempt(BinaryText binaryText, int typeOid, byte[] value) {
        try {
            binaryText.toText(typeOid, value, 0, value.length);
        } catch (CdcException e) {
            assertThat(e.code()).isIn("binary-value", "binary-type");
        }
    }

    private static List<byte[]> sent(String type, List<String> literals) throws SQLException {
        List<byte[]> values = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(query(type))) {
            query.setArray(1, connection.createArrayOf("text", literals.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getBytes(3));
                }
            }
        }
        return values;
    }

    private static int oid(String type) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT ?::regtype::oid")) {
            query.setString(1, type);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return (int) row.getLong(1);
            }
        }
    }

    private static Relation relation(int... typeOids) {
        List<Column> columns = new ArrayList<>();
        for (int typeOid : typeOids) {
            columns.add(new Column("c" + columns.size(), false, typeOid, -1));
        }
        return new Relation(1, new TableId("public", "t"), ReplicaIdentity.DEFAULT, columns);
    }
}
