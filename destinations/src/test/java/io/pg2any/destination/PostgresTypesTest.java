package io.pg2any.destination;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.pg2any.destination.PostgresKinds.Kind;
import io.pg2any.event.Change;
import io.pg2any.event.Lsn;
import io.pg2any.event.Row;
import io.pg2any.source.SourceConnections;
import io.pg2any.source.SourceUrl;
import io.pg2any.source.TypeCatalog;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.UNCHANGED;
import static io.pg2any.destination.Fixtures.batch;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static org.assertj.core.api.Assertions.assertThat;

/** Values come back as PostgreSQL printed them, over every road, whatever the target's settings are. */
final class PostgresTypesTest {

    /** More than go by arrays. */
    private static final int MANY = 70;

    /** Those that a first copy passes on in binary form. */
    private static final Set<String> IN_BINARY = Set.of("boolean", "smallint", "integer", "bigint", "oid", "real", "double precision", "numeric",
            "money", "text", "character varying", "character", "bytea", "date", "time", "time with time zone", "timestamp",
            "timestamp with time zone", "bit", "bit varying", "json", "jsonb", "uuid",
            "inet", "cidr", "macaddr", "macaddr8", "public.mood", "\"Odd \"\"One\"\" S\".\"My Mood\"", "public.citext");

    private static final AtomicInteger NEXT = new AtomicInteger();

    private static TestDatabase sourceDatabase;
    private static Connection source;
    private static TypeCatalog types;
    private static TestDatabase equipped;
    private static TestDatabase bare;
    private static DestinationHandler equippedHandler;
    private static DestinationHandler bareHandler;

    @BeforeAll
    static void start() throws SQLException {
        sourceDatabase = PostgresDatabases.fresh();
        sourceDatabase.execute(PostgresKinds.TYPES);
        String url = PostgresDatabases.url("postgres", sourceDatabase.value("SELECT current_database()")) + "?preferQueryMode=simple";
        source = new SourceConnections(SourceUrl.parse(url), Duration.ofSeconds(10)).open();
        types = new TypeCatalog(source);
        equipped = odd(PostgresDatabases.fresh());
        equipped.execute(PostgresKinds.TYPES);
        equippedHandler = equipped.running();
        bare = odd(PostgresDatabases.fresh());
        bareHandler = bare.running();
    }

    @AfterAll
    static void stop() throws SQLException {
        source.close();
        sourceDatabase.close();
        equipped.close();
        bare.close();
    }

    @AfterEach
    void endTransactions() {
        equippedHandler.rollback();
        bareHandler.rollback();
    }

    /** Settings of the database under which PostgreSQL would read or print many values otherwise. */
    private static TestDatabase odd(TestDatabase database) {
        String name = database.value("SELECT current_database()");
        for (String setting : List.of("DateStyle = 'German'", "IntervalStyle = 'sql_standard'", "TimeZone = 'Asia/Kathmandu'",
                "extra_float_digits = -10", "bytea_output = 'escape'", "array_nulls = off", "xmloption = 'document'",
                "standard_conforming_strings = off", "default_transaction_isolation = 'serializable'", "idle_session_timeout = '10min'",
                "synchronous_commit = off")) {
            database.execute("ALTER DATABASE " + name + " SET " + setting);
        }
        database.execute("SET TimeZone = 'UTC'");
        return database;
    }

    static Stream<Kind> builtIn() {
        return PostgresKinds.builtIn();
    }

    static Stream<Kind> users() {
        return PostgresKinds.users();
    }

    @ParameterizedTest
    @MethodSource({"builtIn", "users"})
    void everyRoadKeepsEveryValue(Kind kind) throws SQLException {
        TableSchema schema = keyed(kind);
        List<String> values = sourceValues(kind);
        equippedHandler.prepare(schema);
        assertThat(declared(equipped, schema)).isEqualTo(declaredInSource(kind));

        for (int i = 0; i < values.size(); i++) {
            equippedHandler.apply(batch(fresh(schema, rows(values, i, i, 1))));
        }
        equippedHandler.apply(batch(fresh(schema, rows(values, values.size(), 0, 10))));
        equippedHandler.apply(batch(fresh(schema, rows(values, 100, 0, MANY))));
        assertThat(stored(equipped, equippedHandler, schema)).isEqualTo(expected(values, values.size() + 10, 100, MANY, 0));

        equippedHandler.apply(batch(new Step.NetRows(schema, List.of(), rows(values, 100, 1, MANY), List.of())));
        for (int i = 0; i < values.size(); i++) {
            equippedHandler.apply(batch(new Step.NetRows(schema, List.of(), rows(values, i, i, 1), List.of())));
        }
        assertThat(stored(equipped, equippedHandler, schema)).isEqualTo(expected(values, values.size() + 10, 100, MANY, 1));

        List<Step.PartialUpdate> moved = rows(values, 100, 0, MANY).stream()
                .map(row -> new Step.PartialUpdate(row("9" + row.text(0), UNCHANGED), row(row.text(0), null))).toList();
        equippedHandler.apply(batch(new Step.NetRows(schema, rows(values, 100, 0, MANY), List.of(), moved)));
        assertThat(stored(equipped, equippedHandler, schema)).isEqualTo(expected(values, values.size() + 10, 9100, MANY, 1));
        equippedHandler.commit(START);
        assertThat(equippedHandler.missingRows()).isZero();
    }

    @ParameterizedTest
    @MethodSource({"builtIn", "users"})
    void aFirstCopyKeepsEveryValue(Kind kind) throws SQLException {
        TableSchema schema = keyed(kind);
        List<String> values = sourceValues(kind);
        equippedHandler.prepare(schema);
        try (LoadLane lane = equippedHandler.lane()) {
            try (TableLoader loader = lane.load(schema, false, true)) {
                rows(values, 0, 0, MANY).forEach(loader::add);
                loader.flush();
            }
            lane.commit(new TableCopy(schema.source(), null, Lsn.ZERO, false, true, MANY));
        }
        assertThat(stored(equipped, equippedHandler, schema)).isEqualTo(expected(values, 0, 0, MANY, 0));
    }

    @ParameterizedTest
    @MethodSource({"builtIn", "users"})
    void dataPassedOnKeepEveryValue(Kind kind) throws SQLException {
        TableSchema schema = keyed(kind);
        List<String> values = sourceValues(kind);
        equippedHandler.prepare(schema);
        sourceDatabase.execute("DROP TABLE IF EXISTS copied; CREATE TABLE copied AS SELECT row_number() OVER ()::int - 1 AS id, v FROM probe;"
                + "INSERT INTO copied SELECT max(id) + 1 FROM copied");
        boolean binary;
        try (LoadLane lane = equippedHandler.lane()) {
            try (RawLoader loader = (RawLoader) lane.load(schema, false, false)) {
                binary = loader.binary();
                PostgresDatabases.pass(source, "SELECT id, v FROM public.copied ORDER BY id", loader);
                loader.flush();
            }
            lane.commit(new TableCopy(schema.source(), null, Lsn.ZERO, false, true, values.size()));
        }
        assertThat(stored(equipped, equippedHandler, schema)).isEqualTo(expected(values, 0, 0, values.size(), 0));
        assertThat(binary).isEqualTo(IN_BINARY.contains(kind.type().replaceFirst("\\(.*?\\)", "")));
    }

    @ParameterizedTest
    @MethodSource({"builtIn", "users"})
    void everyValueIsFoundWithoutAKey(Kind kind) throws SQLException {
        PgType type = type(kind);
        TableSchema schema = table("k" + NEXT.incrementAndGet(), 0, column("v", type));
        List<String> values = sourceValues(kind);
        List<Change> changes = new ArrayList<>();
        values.forEach(value -> changes.add(Fixtures.inserted(schema, value)));
        values.forEach(value -> changes.add(Fixtures.inserted(schema, value)));
        values.forEach(value -> changes.add(Fixtures.updated(schema, row(value), row(value))));
        values.forEach(value -> changes.add(Fixtures.deleted(schema, value)));
        equippedHandler.apply(batch(new Step.Ordered(schema, changes)));
        equippedHandler.commit(START);
        assertThat(equippedHandler.missingRows()).isZero();
        assertThat(equipped.query("SELECT v FROM " + schema.target().table())).containsExactlyInAnyOrderElementsOf(
                values.stream().map(value -> value == null ? "∅" : value).toList());
    }

    @ParameterizedTest
    @MethodSource({"builtIn", "users"})
    void everyValueThatCanBeAKeyFindsItsRow(Kind kind) throws SQLException {
        List<String> keys = distinctKeys(kind);
        TableSchema schema = table("k" + NEXT.incrementAndGet(), 1, column("v", type(kind)), column("note", INTEGER));
        TableSchema pair = table("k" + NEXT.incrementAndGet(), 2, column("v", type(kind)), column("id", INTEGER), column("note", INTEGER));
        if (keys.isEmpty()) {
            return;
        }
        List<Row> singles = keys.stream().map(key -> row(key, "1")).toList();
        List<Row> pairs = Stream.of("1", "2", "3", "4", "5").flatMap(id -> keys.stream().map(key -> row(key, id, "7"))).toList();
        for (TableSchema each : List.of(schema, pair)) {
            List<Row> rows = each == schema ? singles : pairs;
            equippedHandler.apply(batch(new Step.NetRows(each, List.of(), rows, List.of())));
            equippedHandler.apply(batch(new Step.NetRows(each, List.of(), rows, List.of())));
            equippedHandler.apply(batch(new Step.NetRows(each, rows.subList(0, 1), List.of(), List.of())));
            equippedHandler.apply(batch(new Step.NetRows(each, rows.subList(1, rows.size()), List.of(), List.of())));
            equippedHandler.commit(START);
            assertThat(equippedHandler.isEmpty(each)).isTrue();
        }
        assertThat(equippedHandler.missingRows()).isZero();
    }

    @ParameterizedTest
    @MethodSource("users")
    void aTypeThatTheTargetLacksIsKeptAsTextOrAsItsBase(Kind kind) throws SQLException {
        TableSchema schema = keyed(kind);
        List<String> values = sourceValues(kind);
        bareHandler.prepare(schema);
        bareHandler.apply(batch(fresh(schema, rows(values, 0, 0, MANY))));
        assertThat(stored(bare, bareHandler, schema)).isEqualTo(expected(values, 0, 0, MANY, 0));
    }

    @Test
    void missingTypesBecomeTheNearestOne() throws SQLException {
        List<String> found = new ArrayList<>();
        for (Kind kind : users().toList()) {
            TableSchema schema = keyed(kind);
            bareHandler.prepare(schema);
            bareHandler.commit(START);
            found.add(kind.type() + " → " + declared(bare, schema));
        }
        assertThat(found).containsExactly(
                "public.mood → text", "public.mood[] → text[]", "\"Odd \"\"One\"\" S\".\"My Mood(1)\" → text", "public.positive → integer",
                "public.positive[] → integer[]", "public.code → character varying(5)", "public.words → text[]", "public.good_mood → text",
                "public.pair → text", "public.pair[] → text", "public.nested → text", "public.textrange → text", "public.citext → text",
                "public.citext[] → text[]", "public.hstore → text", "public.hstore[] → text", "public.ltree → text", "public.cube → text",
                "public.isbn → text");
    }

    private static TableSchema keyed(Kind kind) throws SQLException {
        return table("k" + NEXT.incrementAndGet(), 1, column("id", INTEGER), column("v", type(kind)));
    }

    private static PgType type(Kind kind) throws SQLException {
        sourceDatabase.execute("DROP TABLE IF EXISTS probe; CREATE TABLE probe (v " + kind.type() + ")");
        try (Statement statement = source.createStatement(); ResultSet row = statement.executeQuery(
                "SELECT atttypid, atttypmod FROM pg_attribute WHERE attrelid = 'public.probe'::regclass AND attnum = 1")) {
            row.next();
            return types.resolve((int) row.getLong(1), row.getInt(2));
        }
    }

    private static List<String> sourceValues(Kind kind) throws SQLException {
        return values(kind, "probe", "");
    }

    /** Values that are different keys; none if the type cannot be one. */
    private static List<String> distinctKeys(Kind kind) throws SQLException {
        sourceDatabase.execute("DROP TABLE IF EXISTS keys");
        try (Statement statement = sourceDatabase.plain().createStatement()) {
            statement.execute("CREATE TABLE keys (v " + kind.type() + " PRIMARY KEY)");
        } catch (SQLException e) {
            return List.of(); // json, xml, points
        }
        List<String> keys = values(kind, "keys", " ON CONFLICT DO NOTHING");
        try (Statement statement = sourceDatabase.plain().createStatement()) {
            statement.execute("SELECT v < v FROM keys");
        } catch (SQLException e) {
            return List.of(); // arrays of boxes
        }
        keys.remove(null);
        return keys;
    }

    private static List<String> values(Kind kind, String table, String onConflict) throws SQLException {
        if (table.equals("probe")) {
            sourceDatabase.execute("DROP TABLE IF EXISTS probe; CREATE TABLE probe (v " + kind.type() + ")");
        }
        try (PreparedStatement insert = source.prepareStatement("INSERT INTO public." + table + " VALUES (?::text::" + kind.type() + ")" + onConflict)) {
            for (String literal : kind.literals()) {
                insert.setString(1, literal);
                insert.executeUpdate();
            }
        }
        List<String> values = new ArrayList<>();
        try (Statement statement = source.createStatement(); ResultSet row = statement.executeQuery("SELECT v FROM public." + table)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        assertThat(values).isNotEmpty();
        values.add(null);
        return values;
    }

    private static Step fresh(TableSchema schema, List<Row> rows) {
        return new Step.NetRows(schema, List.of(), rows, rows.size(), List.of());
    }

    private static List<Row> rows(List<String> values, int firstId, int firstValue, int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row("" + (firstId + i), values.get((firstValue + i) % values.size())));
        }
        return rows;
    }

    /** What a table holds whose ids up to {@code few} and from {@code from} on have the values in turn, the latter shifted. */
    private static List<String> expected(List<String> values, int few, int from, int many, int shift) {
        List<String> rows = new ArrayList<>();
        for (int id = 0; id < few; id++) {
            int value = id < values.size() ? id : id - values.size();
            rows.add(id + "|" + shown(values.get(value % values.size())));
        }
        for (int i = 0; i < many; i++) {
            rows.add((from + i) + "|" + shown(values.get((i + shift) % values.size())));
        }
        return rows;
    }

    private static String shown(String value) {
        return value == null ? "∅" : value;
    }

    private static List<String> stored(TestDatabase database, DestinationHandler handler, TableSchema schema) {
        handler.commit(START);
        return database.query("SELECT id, v FROM " + schema.target().table() + " ORDER BY id");
    }

    private static String declared(TestDatabase database, TableSchema schema) {
        DestinationHandler handler = database == equipped ? equippedHandler : bareHandler;
        handler.commit(START);
        return database.value("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '" + schema.target().table()
                + "'::regclass AND attname = 'v'");
    }

    private static String declaredInSource(Kind kind) throws SQLException {
        type(kind);
        return sourceDatabase.value("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'probe'::regclass AND attnum = 1");
    }
}
