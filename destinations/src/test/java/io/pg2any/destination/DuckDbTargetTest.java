package io.pg2any.destination;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.pg2any.destination.duckdb.DuckDbProvider;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.STREAM;
import static io.pg2any.destination.Fixtures.UNCHANGED;
import static io.pg2any.destination.Fixtures.batch;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.deletes;
import static io.pg2any.destination.Fixtures.people;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.updates;
import static io.pg2any.destination.Fixtures.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is particular to DuckDB. */
final class DuckDbTargetTest {

    @TempDir
    private Path folder;

    private TestDatabase fresh(String name) throws SQLException {
        Path file = folder.resolve(name + ".duckdb");
        return new TestDatabase(new DuckDbProvider(), "duckdb://" + file + "?memory_limit=256MB&threads=2", DriverManager.getConnection("jdbc:duckdb:" + file), '"');
    }

    private DestinationHandler of(String url) {
        return new DuckDbProvider().create(new DestinationSettings(url, null, null, Duration.ofSeconds(5), Duration.ofSeconds(60), true, Map.of()));
    }

    /** A name of two parts may mean either. */
    @Test
    void aSchemaNamedAsTheFileIsNotTakenForTheFile() throws SQLException {
        try (TestDatabase database = fresh("sales")) {
            DestinationHandler handler = database.running();
            TableSchema orders = new TableSchema(people().source(), new TargetName("sales", "orders"), people().columns(), List.of(0), List.of(0), people().identity());
            handler.prepare(orders);
            handler.apply(batch(upserts(orders, row("1", "a", null))));
            handler.apply(batch(updates(orders, row("1", UNCHANGED, "b"))));
            handler.commit(START);
            assertThat(database.query("SELECT * FROM sales.sales.orders")).containsExactly("1|a|b");
        }
    }

    @Test
    void theLimitsOfTheUrlAreThoseOfTheDatabase() throws SQLException {
        try (TestDatabase database = fresh("limits")) {
            database.running();
            assertThat(database.value("SELECT current_setting('memory_limit') || ' ' || current_setting('threads')")).isEqualTo("244.1 MiB 2");
        }
    }

    @Test
    void aUrlThatCannotBeIsRefused() {
        for (String url : List.of("duckdb://", "duckdb://:memory:", "duckdb:///tmp/x.duckdb?memory_limit=1'; DROP", "duckdb:///tmp/x.duckdb?cache=1", "duckdb:///no/such/folder/x.duckdb")) {
            assertThatThrownBy(() -> of(url)).as(url)
                    .isInstanceOfSatisfying(CdcException.class, e -> assertThat(e.kind()).isEqualTo(CdcException.Kind.CONFIGURATION));
        }
    }

    @Test
    void aTableWithForeignKeysIsRefusedSinceDuckDbChecksThemTooEarly() throws SQLException {
        try (TestDatabase database = fresh("keys")) {
            database.execute("CREATE TABLE people (id integer PRIMARY KEY, name varchar, email varchar)");
            database.execute("CREATE TABLE pets (id integer PRIMARY KEY, owner integer REFERENCES people (id))");
            DestinationHandler handler = database.running();
            assertThatThrownBy(() -> handler.prepare(people())).hasMessageContaining("foreign key");
        }
    }

    @Test
    void valuesOfAColumnThatTheSourceDoesNotKnowAreKept() throws SQLException {
        try (TestDatabase database = fresh("more")) {
            database.execute("CREATE TABLE people (id integer PRIMARY KEY, mine varchar DEFAULT 'new', name varchar, email varchar)");
            DestinationHandler handler = database.running();
            handler.prepare(people());
            handler.apply(batch(upserts(people(), row("1", "a", "x"), row("2", "b", "y"))));
            handler.commit(START);
            database.execute("UPDATE people SET mine = 'kept' WHERE id = 1");
            handler.apply(batch(upserts(people(), row("1", "A", "x")), updates(people(), row("2", UNCHANGED, "Y"), row("3", UNCHANGED, "Z"))));
            handler.commit(START.at(Lsn.parse("0/200")));
            assertThat(database.query("SELECT id, name, email, mine FROM people ORDER BY id")).containsExactly("1|A|x|kept", "2|b|Y|new");
            assertThat(handler.missingRows()).isEqualTo(1);
        }
    }

    /** A list of other elements, a larger number, an enum and an interval that the user made. */
    @Test
    void columnsOfTheUsersOwnTypesAreFilledWhereTheyHoldTheValues() throws SQLException {
        try (TestDatabase database = fresh("types")) {
            database.execute("CREATE TABLE own (id hugeint PRIMARY KEY, n decimal(20, 4), e enum('a', 'b'), i interval, l decimal(4, 1)[], o bigint)");
            TableSchema own = table("own", 1, column("id", INTEGER), column("n", new PgType.Numeric("numeric", PgType.UNLIMITED, PgType.UNLIMITED)),
                    column("e", new PgType.Enumeration("e", List.of("a", "b", "c"))), column("i", new PgType.Interval("interval")),
                    column("l", new PgType.Array("numeric(4,1)[]", new PgType.Numeric("numeric(4,1)", 4, 1))), column("o", PgType.Simple.OID));
            DestinationHandler handler = database.running();
            handler.prepare(own);
            handler.apply(batch(upserts(own, row("1", "-0.5", "a", "1 mon -02:00:00", "{1.5,NULL,-0.1}", "4294967295"), row("2", null, null, null, null, null))));
            handler.apply(batch(upserts(own, row("2", "12", "b", "1 day", "{}", "0"))));
            handler.commit(START);
            assertThat(database.query("SELECT id, n, e, CAST(i AS VARCHAR), CAST(l AS VARCHAR), o FROM own ORDER BY id"))
                    .containsExactly("1|-0.5000|a|1 month -02:00:00|[1.5, NULL, -0.1]|4294967295", "2|12.0000|b|1 day|[]|0");
            assertThatThrownBy(() -> handler.apply(batch(upserts(own, row("3", "0.00001", "a", null, null, null))))).hasMessageContaining("id=3");
        }
        try (TestDatabase database = fresh("types")) {
            DestinationHandler handler = database.handler(true);
            handler.open(STREAM);
            handler.fence();
            TableSchema narrow = table("own", 1, column("id", INTEGER), column("e", new PgType.Enumeration("e", List.of("a", "b", "c"))));
            assertThatThrownBy(() -> handler.apply(batch(upserts(narrow, row("7", "c"))))).isInstanceOfSatisfying(CdcException.class,
                    e -> assertThat(e.explain()).contains("id=7", "Conversion Error").doesNotContain("'c'"));
        }
    }

    /** Another process: this one would share the database. */
    @Test
    void aFileThatAnotherProcessHasIsToldWithTheWayOut() throws Exception {
        Path file = folder.resolve("taken.duckdb");
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Holder.class.getName(), file.toString()).start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            DestinationHandler handler = of("duckdb://" + file);
            assertThatThrownBy(() -> handler.open(STREAM)).isInstanceOfSatisfying(CdcException.class, e -> {
                assertThat(e.kind()).isEqualTo(CdcException.Kind.TRANSIENT);
                assertThat(e.explain()).contains("PID " + other.pid(), "close the other one");
            });
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        try (DestinationHandler handler = of("duckdb://" + file)) {
            assertThat(handler.open(STREAM)).as("a log that was left behind is played").isEmpty();
        }
    }

    /** Opens a file, writes to it, and waits for its end. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (var connection = DriverManager.getConnection("jdbc:duckdb:" + arguments[0]); var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t (id integer PRIMARY KEY)");
                statement.execute("INSERT INTO t VALUES (1)");
                statement.execute("BEGIN; DELETE FROM t; INSERT INTO t VALUES (1); COMMIT");
                System.out.println("held");
                while (System.in.read() >= 0) {
                    continue;
                }
            }
        }
    }

    @Test
    void theUnpackedLibraryIsNotLeftBehind() throws Exception {
        try (TestDatabase database = fresh("library")) {
            database.running();
            try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir"))); var maps = Files.lines(Path.of("/proc/self/maps"))) {
                List<String> mapped = maps.filter(line -> line.contains("/libduckdb_java")).map(line -> line.substring(line.indexOf('/'))).toList();
                assertThat(mapped).isNotEmpty().allMatch(line -> line.endsWith(" (deleted)"));
                assertThat(files.map(Path::toString).filter(path -> mapped.contains(path + " (deleted)"))).isEmpty();
            }
        }
    }

    @Test
    void manyRowsComeAndGo() throws SQLException {
        try (TestDatabase database = fresh("many")) {
            DestinationHandler handler = database.running();
            handler.prepare(people());
            for (int round = 0; round < 3; round++) {
                io.pg2any.event.Row[] rows = new io.pg2any.event.Row[5000];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = row(String.valueOf(i), "n" + round, null);
                }
                handler.apply(batch(upserts(people(), rows)));
                handler.apply(batch(deletes(people(), row("7", null, null))));
                handler.commit(START.at(Lsn.parse("0/" + (300 + round))));
            }
            assertThat(database.query("SELECT count(*), min(name), max(name) FROM people")).containsExactly("4999|n2|n2");
        }
    }
}
