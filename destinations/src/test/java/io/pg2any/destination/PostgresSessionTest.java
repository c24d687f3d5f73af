package io.pg2any.destination;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.pg2any.destination.postgres.PostgresProvider;
import io.pg2any.error.CdcException;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.STREAM;
import static io.pg2any.destination.Fixtures.TEXT;
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

/** How a PostgreSQL target is reached, as whom, under which settings, and what its failures mean. */
final class PostgresSessionTest {

    private TestDatabase database;
    private String name;

    @BeforeEach
    void make() {
        database = PostgresDatabases.fresh();
        name = database.value("SELECT current_database()");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private static DestinationHandler handler(String url, Duration queryTimeout) {
        return new PostgresProvider().create(new DestinationSettings(url, null, null, Duration.ofSeconds(5), queryTimeout, true, Map.of()));
    }

    private static DestinationHandler running(String url) {
        DestinationHandler handler = handler(url, Duration.ofSeconds(60));
        handler.open(STREAM);
        handler.fence();
        handler.reset(START);
        return handler;
    }

    private static void assertFails(String url, String code, CdcException.Kind kind) {
        try (DestinationHandler handler = handler(url, Duration.ofSeconds(60))) {
            assertThatThrownBy(() -> handler.open(STREAM)).isInstanceOfSatisfying(CdcException.class, e -> {
                assertThat(e.code()).as(e.explain()).isEqualTo(code);
                assertThat(e.kind()).isEqualTo(kind);
            });
        }
    }

    /** Ends the handler's sessions, and waits until they have ended. */
    private void endSessions() {
        assertThat(database.query("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = 'pg2any'")).containsExactly("t");
    }

    /** A role that owns a schema of its own in this database and may do no more. */
    private String ordinaryUser() {
        String user = "user_" + name;
        database.execute("CREATE ROLE " + user + " LOGIN; CREATE SCHEMA AUTHORIZATION " + user);
        return PostgresDatabases.url(user, name);
    }

    @Test
    void anOrdinaryUserWritesToItsOwnSchema() {
        try (DestinationHandler handler = running(ordinaryUser())) {
            handler.apply(batch(upserts(people(), IntStream.range(0, 100).mapToObj(i -> row("" + i, "n", "e")).toArray(Row[]::new))));
            handler.apply(batch(deletes(people(), row("0", null, null))));
            handler.commit(START);
        }
        assertThat(database.query("SELECT count(*) FROM user_" + name + ".people")).containsExactly("99");
    }

    @Test
    void anOrdinaryUsersForeignKeysWaitForTheEndOfTheBatch() {
        String url = ordinaryUser();
        database.execute("SET ROLE user_" + name + "; SET search_path = user_" + name + ";"
                + "CREATE TABLE people (id int PRIMARY KEY, name text, email text);"
                + "CREATE TABLE pets (id int PRIMARY KEY, owner int REFERENCES people DEFERRABLE)");
        TableSchema pets = table("pets", 1, column("id", INTEGER), column("owner", INTEGER));
        try (DestinationHandler handler = running(url)) {
            handler.apply(batch(upserts(pets, row("1", "5")), upserts(people(), row("5", "Ann", null))));
            handler.commit(START);
            handler.apply(batch(upserts(pets, row("2", "6"))));
            assertThatThrownBy(() -> handler.commit(START)).isInstanceOfSatisfying(CdcException.class,
                    e -> assertThat(e.code()).isEqualTo("value-refused"));
        }
        assertThat(database.query("SELECT * FROM pets")).containsExactly("1|5");
    }

    @Test
    void aForeignKeyThatWouldDeleteRowsByItselfIsRefused() {
        String url = ordinaryUser();
        database.execute("SET ROLE user_" + name + "; SET search_path = user_" + name + ";"
                + "CREATE TABLE people (id int PRIMARY KEY, name text, email text);"
                + "CREATE TABLE pets (id int PRIMARY KEY, owner int CONSTRAINT kept REFERENCES people ON DELETE CASCADE)");
        try (DestinationHandler handler = running(url)) {
            assertThatThrownBy(() -> handler.prepare(people())).hasMessageContaining("The foreign key kept of the target's table pets");
        }
    }

    @Test
    void aUserWithoutThePrivilegesForSchemaAndTruncateUsesWhatIsThere() {
        String url = ordinaryUser();
        String user = "user_" + name;
        database.execute("CREATE SCHEMA sales; CREATE TABLE sales.orders (id int PRIMARY KEY); INSERT INTO sales.orders VALUES (1);"
                + "GRANT USAGE ON SCHEMA sales TO " + user + "; GRANT SELECT, INSERT, UPDATE, DELETE ON sales.orders TO " + user);
        TableSchema orders = new TableSchema(new TableId("sales", "orders"), new TargetName("sales", "orders"),
                List.of(column("id", INTEGER)), List.of(0), List.of(0), ReplicaIdentity.DEFAULT);
        try (DestinationHandler handler = running(url)) {
            handler.apply(batch(new Step.Truncate(List.of(orders)), upserts(orders, row("2"))));
            handler.commit(START);
            TableSchema missing = new TableSchema(new TableId("sales", "more"), new TargetName("sales", "more"),
                    List.of(column("id", INTEGER)), List.of(0), List.of(0), ReplicaIdentity.DEFAULT);
            assertThatThrownBy(() -> handler.prepare(missing)).isInstanceOfSatisfying(CdcException.class,
                    e -> assertThat(e.code()).isEqualTo("target-privilege"));
        }
        assertThat(database.query("SELECT id FROM sales.orders")).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "                                        | local",
        "?options=-c%20synchronous_commit%3Doff  | off",
        "?options=-csynchronous_commit=remote_apply | remote_apply",
    })
    void aCommitIsOnDiskUnlessTheUrlSaysOtherwise(String query, String expected) {
        database.execute("ALTER DATABASE " + name + " SET synchronous_commit = off");
        try (DestinationHandler handler = running(PostgresDatabases.url("postgres", name) + (query == null ? "" : query))) {
            handler.prepare(table("settings", 1, column("name", TEXT)));
            handler.commit(START);
            database.execute("CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " NEW.name := current_setting('synchronous_commit'); RETURN NEW; END $$;"
                    + "CREATE TRIGGER note BEFORE INSERT ON settings FOR EACH ROW EXECUTE FUNCTION note();"
                    + "ALTER TABLE settings ENABLE ALWAYS TRIGGER note");
            handler.apply(batch(upserts(table("settings", 1, column("name", TEXT)), row("x"))));
            handler.commit(START);
        }
        assertThat(database.query("SELECT name FROM settings")).containsExactly(expected);
    }

    @Test
    void rowsAreFoundByTheirKeyInATableThatWasNeverAnalyzed() {
        List<Row> rows = IntStream.range(0, 20_000).mapToObj(i -> row("" + i, "n" + i, "e")).toList();
        TableSchema pairs = new TableSchema(people().source(), new TargetName("", "pairs"), people().columns(), List.of(1, 0), List.of(1, 0),
                people().identity());
        try (DestinationHandler handler = running(PostgresDatabases.url("postgres", name))) {
            for (TableSchema each : List.of(people(), pairs)) {
                handler.prepare(each);
                handler.apply(batch(new Step.NetRows(each, List.of(), rows, rows.size(), List.of())));
                for (int size : new int[] {1, 100, 5000}) {
                    handler.apply(batch(new Step.NetRows(each, List.of(), rows.subList(0, size), List.of())));
                    handler.apply(batch(updates(each, rows.subList(0, size).stream()
                            .map(row -> row(row.text(0), row.text(1), "f")).toArray(Row[]::new))));
                    handler.apply(batch(deletes(each, rows.subList(0, size).toArray(Row[]::new))));
                    handler.apply(batch(new Step.NetRows(each, List.of(), rows.subList(0, size), size, List.of())));
                }
                handler.commit(START);
            }
            assertThat(handler.missingRows()).isZero();
            endSessions(); // with which they report what they did
        }
        assertThat(database.query("SELECT relname, seq_tup_read, idx_scan > 0 FROM pg_stat_user_tables WHERE relname IN ('people', 'pairs') ORDER BY 1"))
                .containsExactly("pairs|0|t", "people|0|t");
    }

    @Test
    void aLockThatIsNotGivenUpInTimeIsAPassingFailure() throws SQLException {
        DestinationHandler handler = handler(PostgresDatabases.url("postgres", name), Duration.ofMillis(300));
        handler.open(STREAM);
        handler.fence();
        handler.prepare(people());
        handler.commitLoad();
        try (Connection other = DriverManager.getConnection("jdbc:" + PostgresDatabases.url("postgres", name).replace("postgres@", "") + "?user=postgres");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE people");
            assertThatThrownBy(() -> handler.apply(batch(upserts(people(), row("1", "a", "b"))))).isInstanceOfSatisfying(CdcException.class, e -> {
                assertThat(e.code()).isEqualTo("target-busy");
                assertThat(e.kind()).isEqualTo(CdcException.Kind.TRANSIENT);
            });
        }
        handler.close();
    }

    @Test
    void theLimitOfAStatementIsNeitherForCopyingNorForIndexes() {
        database.execute("CREATE FUNCTION slow(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.5); RETURN $1; END'");
        try (DestinationHandler handler = handler(PostgresDatabases.url("postgres", name), Duration.ofMillis(300))) {
            handler.open(STREAM);
            handler.fence();
            handler.prepare(people());
            handler.commitLoad();
            try (LoadLane lane = handler.lane()) {
                try (RawLoader loader = (RawLoader) lane.load(people(), false, false)) {
                    PostgresDatabases.pass(database.plain(), "SELECT i, 'n'::text, slow(i)::text FROM generate_series(1, 2) AS i", loader);
                    loader.flush();
                }
                lane.commit(new ChunkCopy(people().source(), "all", 2));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            SecondaryIndex slow = new SecondaryIndex("people_slow", List.of(), "btree (slow(id))");
            assertThat(handler.complete(List.of(new TableExtras(people(), List.of(slow), List.of())))).isEmpty();
        }
        assertThat(database.query("SELECT count(*) FROM people")).containsExactly("2");
        assertThat(database.query("SELECT count(*) FROM pg_indexes WHERE indexname = 'people_slow'")).containsExactly("1");
    }

    @Test
    void aConnectionThatTheServerEndedIsAPassingFailure() {
        DestinationHandler handler = database.running();
        handler.prepare(people());
        endSessions();
        assertThatThrownBy(() -> handler.apply(batch(upserts(people(), row("1", "a", "b"))))).isInstanceOfSatisfying(CdcException.class, e -> {
            assertThat(e.code()).isEqualTo("target-unreachable");
            assertThat(e.kind()).isEqualTo(CdcException.Kind.TRANSIENT);
        });
    }

    @Test
    void aReadOnlyTargetIsAPassingFailure() {
        database.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
        assertFails(PostgresDatabases.url("postgres", name), "target-read-only", CdcException.Kind.TRANSIENT);
    }

    @Test
    void wrongAddressesAreTold() {
        String url = PostgresDatabases.url("postgres", "nowhere");
        assertFails(url, "target-database", CdcException.Kind.CONFIGURATION);
        assertFails(PostgresDatabases.url("nobody_at_all", name), "target-login", CdcException.Kind.CONFIGURATION);
        assertFails("postgresql://postgres@localhost:1/x", "target-unreachable", CdcException.Kind.TRANSIENT);
        assertFails(PostgresDatabases.url("postgres", name) + "?sslmode=require", "target-settings", CdcException.Kind.CONFIGURATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://h/d?sslmod=require", "postgresql://h", "postgres:///d", "jdbc:postgresql://h:x/d"})
    void urlsThatCannotBeRightAreRefused(String url) {
        assertThatThrownBy(() -> handler(url, Duration.ZERO)).isInstanceOfSatisfying(CdcException.class,
                e -> assertThat(e.code()).isEqualTo("destination-url"));
    }

    @Test
    void aNameThatPostgresWouldCutIsRefused() {
        DestinationHandler handler = database.running();
        String longest = "ä".repeat(31) + "x";
        handler.prepare(table(longest, 1, column(longest, INTEGER)));
        assertThatThrownBy(() -> handler.prepare(table(longest + "y", 1, column("id", INTEGER)))).hasMessageContaining("has 64 bytes; PostgreSQL allows 63");
    }
}
