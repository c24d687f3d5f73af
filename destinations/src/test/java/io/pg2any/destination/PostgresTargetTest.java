package io.pg2any.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.pg2any.destination.Step.PartialUpdate;
import io.pg2any.error.CdcException;
import io.pg2any.event.Row;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.TEXT;
import static io.pg2any.destination.Fixtures.UNCHANGED;
import static io.pg2any.destination.Fixtures.batch;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.deleted;
import static io.pg2any.destination.Fixtures.inserted;
import static io.pg2any.destination.Fixtures.ordered;
import static io.pg2any.destination.Fixtures.people;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.updates;
import static io.pg2any.destination.Fixtures.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a PostgreSQL target's own tables may have: identity, generated columns, constraints, triggers, partitions. */
final class PostgresTargetTest {

    private TestDatabase database;

    @BeforeEach
    void make() {
        database = PostgresDatabases.fresh();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private static Step fresh(TableSchema table, List<Row> rows) {
        return new Step.NetRows(table, List.of(), rows, rows.size(), List.of());
    }

    private static List<Row> persons(int from, int to, String email) {
        return IntStream.range(from, to).mapToObj(i -> row("" + i, "n" + i, email + i)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void anIdentityThatIsAlwaysGeneratedTakesTheSourcesValues(int rows) {
        database.execute("CREATE TABLE people (id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text, email text)");
        DestinationHandler handler = database.running();
        handler.apply(batch(fresh(people(), persons(500, 500 + rows, "a"))));
        handler.apply(batch(upserts(people(), persons(500, 500 + rows, "b").toArray(Row[]::new))));
        handler.commit(START);
        assertThat(database.query("SELECT min(id), max(id), min(email) FROM people")).containsExactly("500|" + (499 + rows) + "|b500");
    }

    @Test
    void anIdentityOutsideTheKeyIsSetToo() {
        database.execute("CREATE TABLE people (id bigint GENERATED ALWAYS AS IDENTITY, name text PRIMARY KEY, email text)");
        DestinationHandler handler = database.running();
        TableSchema byName = new TableSchema(people().source(), people().target(),
                List.of(new ColumnSchema("id", INTEGER, false), column("name", TEXT), column("email", TEXT)), List.of(1), List.of(1),
                people().identity());
        handler.apply(batch(upserts(byName, row("1", "Ann", "a@x"), row("2", "Bob", "b@x"))));
        handler.apply(batch(upserts(byName, row("7", "Ann", "c@x")), updates(byName, row("8", "Bob", UNCHANGED))));
        handler.commit(START);
        assertThat(database.query("SELECT * FROM people ORDER BY name")).containsExactly("7|Ann|c@x", "8|Bob|b@x");
    }

    @Test
    void columnsThatTheTargetComputesOrAddsAreLeftToIt() {
        database.execute("CREATE TABLE people (id int PRIMARY KEY, name text, email text, loud text GENERATED ALWAYS AS (upper(name)) STORED,"
                + " since date NOT NULL DEFAULT '2020-01-01', remark text)");
        DestinationHandler handler = database.running();
        handler.apply(batch(upserts(people(), row("1", "Ann", "a@x"))));
        handler.commit(START);
        database.execute("UPDATE people SET remark = 'kept'");
        handler.apply(batch(upserts(people(), row("1", "Bea", "a@x"))));
        handler.commit(START);
        assertThat(database.query("SELECT loud, since, remark FROM people")).containsExactly("BEA|2020-01-01|kept");
    }

    @Test
    void rowsThoughtToBeNewAreWrittenOverThoseOfOthers() {
        DestinationHandler handler = database.running();
        handler.prepare(people());
        handler.commit(START);
        database.execute("INSERT INTO people VALUES (150, 'theirs', 'x')");
        handler.apply(batch(fresh(people(), persons(0, 100, "a"))));
        handler.apply(batch(fresh(people(), persons(100, 200, "a"))));
        handler.apply(batch(fresh(people(), persons(200, 300, "a"))));
        handler.commit(START);
        assertThat(database.query("SELECT count(*), max(name) FILTER (WHERE id = 150) FROM people")).containsExactly("300|n150");
    }

    @Test
    void newRowsAndOthersGoTogether() {
        DestinationHandler handler = database.running();
        handler.apply(batch(fresh(people(), persons(0, 100, "a"))));
        List<Row> rows = new ArrayList<>(persons(100, 200, "b"));
        rows.addAll(persons(50, 100, "b"));
        handler.apply(batch(new Step.NetRows(people(), persons(0, 50, ""), rows, 100, List.of())));
        handler.commit(START);
        assertThat(database.query("SELECT count(*), min(id), count(*) FILTER (WHERE email LIKE 'b%') FROM people")).containsExactly("150|50|150");
        assertThat(handler.missingRows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 50, 500})
    void manyUniqueValuesMoveBetweenRows(int count) {
        database.execute("CREATE TABLE people (id int PRIMARY KEY, name text, email text UNIQUE)");
        DestinationHandler handler = database.running();
        handler.apply(batch(fresh(people(), persons(0, count, "e"))));
        Row[] rotated = IntStream.range(0, count).mapToObj(i -> row("" + i, "m", "e" + (i + 1) % count)).toArray(Row[]::new);
        handler.apply(batch(upserts(people(), rotated)));
        List<PartialUpdate> back = IntStream.range(0, count).mapToObj(i -> new PartialUpdate(row("" + i, UNCHANGED, "e" + i), null)).toList();
        handler.apply(batch(new Step.NetRows(people(), List.of(), List.of(), back)));
        handler.commit(START);
        assertThat(database.query("SELECT count(*), count(*) FILTER (WHERE email = 'e' || id AND name = 'm') FROM people"))
                .containsExactly(count + "|" + count);
        assertThat(handler.missingRows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "PRIMARY KEY (id) DEFERRABLE INITIALLY DEFERRED",
        "PRIMARY KEY (id), EXCLUDE (email WITH =)",
        "PRIMARY KEY (id), UNIQUE NULLS NOT DISTINCT (email)"
    })
    void constraintsThatAnUpsertCannotServeAreServed(String constraints) {
        database.execute("CREATE TABLE people (id int, name text, email text, " + constraints + ")");
        DestinationHandler handler = database.running();
        handler.apply(batch(upserts(people(), row("1", "Ann", "a@x"), row("2", "Bob", "b@x"))));
        handler.apply(batch(upserts(people(), row("1", "Ann", "b@x"), row("2", "Bob", "a@x"))));
        handler.commit(START);
        assertThat(database.query("SELECT * FROM people ORDER BY id")).containsExactly("1|Ann|b@x", "2|Bob|a@x");
    }

    @Test
    void aPartitionedTargetIsWrittenToByKeyAndWithoutOne() {
        database.execute("CREATE TABLE log (word text, number double precision) PARTITION BY HASH (word)");
        database.execute("CREATE TABLE log_0 PARTITION OF log FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
                + " CREATE TABLE log_1 PARTITION OF log FOR VALUES WITH (MODULUS 2, REMAINDER 1)");
        DestinationHandler handler = database.running();
        TableSchema log = table("log", 0, column("word", TEXT), column("number", PgType.Simple.DOUBLE));
        List<String> words = Stream.of("a", "b", "c", "d", "e", "f", "g", "h").toList();
        words.forEach(word -> handler.apply(batch(ordered(log, inserted(log, word, "1"), inserted(log, word, "1")))));
        words.forEach(word -> handler.apply(batch(ordered(log, deleted(log, word, "1")))));
        handler.commit(START);
        assertThat(database.query("SELECT word FROM log ORDER BY 1")).isEqualTo(words);
        assertThat(handler.missingRows()).isZero();
    }

    @Test
    void rowsWithoutAKeyAreFoundInWiderColumnsToo() {
        database.execute("CREATE DOMAIN price AS numeric(9,4); CREATE TABLE log (a numeric(8,4), b price, c numeric(13,3), d double precision,"
                + " e text, f numeric(8,4)[], g bigint, h varchar(20), i timestamp, j json)");
        DestinationHandler handler = database.running();
        PgType number = new PgType.Numeric("numeric(5,2)", 5, 2);
        TableSchema log = table("log", 0, column("a", number), column("b", number), column("c", INTEGER), column("d", PgType.Simple.REAL),
                column("e", PgType.Simple.BOOLEAN), column("f", new PgType.Array("numeric(5,2)[]", number)), column("g", PgType.Simple.SMALLINT),
                column("h", new PgType.Char("character(4)", 4)), column("i", new PgType.Timestamp("timestamp(3) without time zone", 3, false)),
                column("j", PgType.Simple.JSONB));
        String[] cells = {"1.50", "2.00", "7", "0.1", "t", "{1.50,NULL}", "3", "ab  ", "2024-01-01 00:00:00.12", "{\"a\": 1.50}"};
        handler.apply(batch(ordered(log, inserted(log, cells), inserted(log, cells), deleted(log, cells))));
        handler.commit(START);
        assertThat(handler.missingRows()).isZero();
        assertThat(database.query("SELECT count(*) FROM log")).containsExactly("1");
    }

    @Test
    void triggersAndForeignKeysOfTheTargetDoNotAct() {
        database.execute("CREATE TABLE people (id int PRIMARY KEY, name text, email text);"
                + " CREATE TABLE pets (id int PRIMARY KEY, owner int REFERENCES people ON DELETE CASCADE);"
                + " CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := 'changed'; RETURN NEW; END $$;"
                + " CREATE TRIGGER change BEFORE INSERT OR UPDATE ON people FOR EACH ROW EXECUTE FUNCTION change()");
        DestinationHandler handler = database.running();
        TableSchema pets = table("pets", 1, column("id", INTEGER), column("owner", INTEGER));
        handler.apply(batch(upserts(pets, row("1", "5")), fresh(people(), persons(5, 105, "e"))));
        handler.apply(batch(new Step.NetRows(people(), List.of(row("5", null, null)), List.of(row("5", "new", "e")), List.of())));
        handler.commit(START);
        assertThat(database.query("SELECT p.id, o.name FROM pets p JOIN people o ON o.id = p.owner")).containsExactly("1|new");
    }

    @Test
    void aTableToWhichAnotherRefersIsEmptiedAll() {
        database.execute("CREATE TABLE people (id int PRIMARY KEY, name text, email text); INSERT INTO people VALUES (1, 'a', 'b');"
                + " CREATE TABLE pets (owner int REFERENCES people); INSERT INTO pets VALUES (1)");
        DestinationHandler handler = database.running();
        handler.apply(batch(new Step.Truncate(List.of(people()))));
        handler.commit(START);
        assertThat(database.query("SELECT count(*) FROM people")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30, 300})
    void aTextThatIsTooLongIsAnErrorThatNamesTheRow(int count) {
        database.execute("CREATE TABLE people (id int PRIMARY KEY, name varchar(5), email text)");
        DestinationHandler handler = database.running();
        List<Row> rows = new ArrayList<>(persons(100, 100 + count, "e"));
        rows.set(count - 1, row("999", "blanks    ", "e"));
        for (Step step : List.of(fresh(people(), rows), upserts(people(), rows.toArray(Row[]::new)))) {
            assertThatThrownBy(() -> handler.apply(batch(step))).isInstanceOfSatisfying(CdcException.class, e -> {
                assertThat(e.code()).isEqualTo("value-unfit");
                assertThat(e).hasMessageContaining("column name, the row with id=999").hasMessageContaining("character varying(5)");
            });
            handler.rollback();
        }
        assertThat(database.query("SELECT * FROM people")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30, 300})
    void aValueThatTheTargetRefusesIsAnErrorThatNamesTheRow(int count) {
        database.execute("CREATE TABLE people (id int PRIMARY KEY, name text CHECK (name <> 'secret'), email text UNIQUE)");
        DestinationHandler handler = database.running();
        List<Row> rows = new ArrayList<>(persons(100, 100 + count, "e"));
        rows.set(count - 1, row("999", "secret", "e"));
        List<Row> doubled = new ArrayList<>(persons(100, 100 + count, "e"));
        doubled.set(count - 1, row("999", "n", "e100"));
        for (List<Row> refused : List.of(rows, doubled)) {
            assertThatThrownBy(() -> handler.apply(batch(fresh(people(), refused)))).isInstanceOfSatisfying(CdcException.class, e -> {
                assertThat(e.code()).isEqualTo("value-refused");
                assertThat(e).hasMessageContaining("It was the row with id=999.").message().doesNotContain("secret", "e100");
            });
            handler.rollback();
        }
        assertThatThrownBy(() -> {
            try (LoadLane lane = handler.lane(); TableLoader loader = lane.load(people(), false, true)) {
                rows.forEach(loader::add);
                loader.flush();
            }
        }).hasMessageContaining("It was the row with id=999.");
    }

    @Test
    void aFirstCopyOverRowsThatAreThereOverwritesThem() {
        DestinationHandler handler = database.running();
        handler.apply(batch(fresh(people(), persons(0, 100, "old"))));
        handler.commit(START);
        try (LoadLane lane = handler.lane()) {
            try (TableLoader loader = lane.load(people(), true, false)) {
                persons(50, 150, "new").forEach(loader::add);
                loader.flush();
            }
            lane.commit(new ChunkCopy(people().source(), "all", 100));
        }
        assertThat(database.query("SELECT count(*), count(*) FILTER (WHERE email LIKE 'new%') FROM people")).containsExactly("150|100");
    }

    @Test
    void aTextThatMayBeTooLongIsNotPassedOnUnread() {
        database.execute("CREATE TABLE people (id int PRIMARY KEY, name varchar(5), email text)");
        DestinationHandler handler = database.running();
        try (LoadLane lane = handler.lane(); TableLoader loader = lane.load(people(), false, false)) {
            assertThat(loader).isNotInstanceOf(RawLoader.class);
        }
    }

    @Test
    void aTypeOfAnExtensionIsFoundWhereverTheExtensionIs() {
        database.execute("CREATE SCHEMA tools; CREATE EXTENSION citext SCHEMA tools");
        DestinationHandler handler = database.running();
        TableSchema words = table("words", 1, column("word", new PgType.Text("public.citext")), column("number", INTEGER));
        handler.apply(batch(upserts(words, IntStream.range(0, 20).mapToObj(i -> row("W" + i, "1")).toArray(Row[]::new))));
        handler.apply(batch(upserts(words, IntStream.range(0, 10).mapToObj(i -> row("w" + i, "2")).toArray(Row[]::new))));
        handler.apply(batch(Fixtures.deletes(words, IntStream.range(10, 20).mapToObj(i -> row("w" + i, null)).toArray(Row[]::new))));
        handler.commit(START);
        assertThat(handler.missingRows()).isZero();
        assertThat(database.query("SELECT count(*), min(number), min(word::text), min(pg_typeof(word)::text) FROM words"))
                .containsExactly("10|2|w0|tools.citext");
    }

    @Test
    void aKeyWithACollationThatTakesDifferentTextsForEqualIsRefused() {
        database.execute("CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
                + " CREATE TABLE words (word text COLLATE nocase PRIMARY KEY)");
        DestinationHandler handler = database.running();
        assertThatThrownBy(() -> handler.prepare(table("words", 1, column("word", TEXT))))
                .hasMessageContaining("column word is a key column with the collation nocase");
    }

    @Test
    void anEnumThatLacksLabelsIsRefusedWithTheirNames() {
        database.execute("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id int PRIMARY KEY, feeling mood)");
        DestinationHandler handler = database.running();
        TableSchema moods = table("t", 1, column("id", INTEGER),
                column("feeling", new PgType.Enumeration("public.mood", List.of("sad", "ok", "glad", "mad"))));
        assertThatThrownBy(() -> handler.prepare(moods)).hasMessageContaining("column feeling has the type mood, which lacks glad, mad");
    }

    @Test
    void typesThatWouldChangeValuesAreRefused() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a numeric(5,1), b timestamp, c time(0), d char(4), e jsonb, f integer, g real, h text)");
        DestinationHandler handler = database.running();
        TableSchema schema = table("t", 1, column("id", INTEGER),
                column("a", new PgType.Numeric("numeric(5,2)", 5, 2)), column("b", new PgType.Timestamp("timestamp with time zone", 6, true)),
                column("c", new PgType.Time("time without time zone", 6, false)), column("d", TEXT), column("e", PgType.Simple.JSON),
                column("f", PgType.Simple.BIGINT), column("g", PgType.Simple.DOUBLE), column("h", PgType.Simple.JSON));
        assertThatThrownBy(() -> handler.prepare(schema)).message()
                .contains("column a has the type numeric(5,1)", "column b has", "column c has", "column d has", "column e has", "column f has",
                        "column g has")
                .doesNotContain("column h", "column id");
    }
}
