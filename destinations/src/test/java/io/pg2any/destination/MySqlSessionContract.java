package io.pg2any.destination;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.pg2any.destination.mysql.MariaDbProvider;
import io.pg2any.destination.mysql.MySqlProvider;
import io.pg2any.error.CdcException;
import io.pg2any.event.Row;
import io.pg2any.type.PgType;

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
import static io.pg2any.destination.Fixtures.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How MySQL and MariaDB are reached, as whom, under which settings, and what their failures mean. */
interface MySqlSessionContract {

    TestDatabase fresh() throws Exception;

    private static String url(TestDatabase database) {
        return database.url();
    }

    private static DestinationHandler handler(String url, Duration queryTimeout) {
        DestinationSettings settings = new DestinationSettings(url, null, null, Duration.ofSeconds(5), queryTimeout, true, Map.of());
        return Stream.of(new MySqlProvider(), new MariaDbProvider()).filter(provider -> provider.accepts(url)).findFirst().orElseThrow().create(settings);
    }

    private static DestinationHandler running(DestinationHandler handler) {
        handler.open(STREAM);
        handler.fence();
        handler.reset(START);
        return handler;
    }

    private static void assertFails(Runnable action, String code, CdcException.Kind kind) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(CdcException.class, e -> {
            assertThat(e.code()).as(e.explain()).isEqualTo(code);
            assertThat(e.kind()).as(e.explain()).isEqualTo(kind);
        });
    }

    private static void assertCannotOpen(String url, String code, CdcException.Kind kind) {
        assertFails(() -> {
            try (DestinationHandler handler = handler(url, Duration.ofSeconds(60))) {
                handler.open(STREAM);
            }
        }, code, kind);
    }

    /** A user with a password and these privileges on the database; drops nothing, since its name is that of the database. */
    private static String urlOfUser(TestDatabase database, String privileges) {
        String name = database.query("SELECT DATABASE()").getFirst();
        String user = "u" + name;
        database.execute("CREATE USER " + user + "@'%' IDENTIFIED BY 's3cret/@:'");
        database.execute("GRANT " + privileges + " ON " + name + ".* TO " + user + "@'%'");
        return url(database).replaceFirst("//[^@]*@", "//" + user + ":s3cret%2F%40%3A@");
    }

    @Test
    default void whatCannotBeReachedOrEnteredIsSaid() throws Exception {
        try (TestDatabase database = fresh()) {
            String url = url(database);
            assertCannotOpen(url.replaceFirst("/[^/]*$", "/no_such_database"), "target-database", CdcException.Kind.CONFIGURATION);
            assertCannotOpen(url.replaceFirst("//[^@]*@", "//nobody:wrong@"), "target-login", CdcException.Kind.CONFIGURATION);
            assertCannotOpen(url.replaceFirst(":\\d+/", ":1/"), "target-unreachable", CdcException.Kind.TRANSIENT);
            assertCannotOpen(url + "?tinyInt1isBit=true", "destination-url", CdcException.Kind.CONFIGURATION);
            assertCannotOpen(url.replaceFirst("@", "@other:3306,"), "destination-url", CdcException.Kind.CONFIGURATION);
            assertCannotOpen(url.replaceFirst("/[^/]*$", ""), "destination-url", CdcException.Kind.CONFIGURATION);
            assertCannotOpen(urlOfUser(database, "SELECT"), "target-privilege", CdcException.Kind.CONFIGURATION);
        }
    }

    @Test
    default void anOrdinaryUserWritesToItsDatabaseWithTlsAndWithout() throws Exception {
        try (TestDatabase database = fresh()) {
            String url = urlOfUser(database, "SELECT, INSERT, UPDATE, DELETE, CREATE");
            for (String option : List.of("", "?sslMode=trust", "?sslMode=disable")) {
                try (DestinationHandler handler = running(handler(url + option, Duration.ofSeconds(60)))) {
                    handler.apply(batch(upserts(people(), IntStream.range(0, 700).mapToObj(i -> row("" + i, "n" + option, "e")).toArray(Row[]::new))));
                    handler.commit(START);
                }
                assertThat(database.query("SELECT name, count(*) FROM people GROUP BY name")).containsExactly("n" + option + "|700");
            }
        }
    }

    @Test
    default void aCertificateOfTheServersOwnIsRefusedWhereItIsToBeVerified() throws Exception {
        try (TestDatabase database = fresh()) {
            assertCannotOpen(url(database) + "?sslMode=verify-full", "target-settings", CdcException.Kind.CONFIGURATION);
        }
    }

    @Test
    default void settingsOfTheServerChangeNothing() throws Exception {
        try (TestDatabase database = fresh()) {
            List<String> names = List.of("sql_mode", "time_zone", "autocommit", "completion_type", "sql_safe_updates");
            Map<String, String> before = new HashMap<>();
            for (String line : database.query("SHOW GLOBAL VARIABLES WHERE variable_name IN ('sql_mode', 'time_zone', 'autocommit', 'completion_type', 'sql_safe_updates')")) {
                before.put(line.substring(0, line.indexOf('|')), line.substring(line.indexOf('|') + 1));
            }
            database.execute("SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,IGNORE_SPACE,HIGH_NOT_PRECEDENCE'");
            database.execute("SET GLOBAL time_zone = '+05:30'");
            database.execute("SET GLOBAL autocommit = 0");
            database.execute("SET GLOBAL completion_type = 'RELEASE'");
            database.execute("SET GLOBAL sql_safe_updates = 1");
            try {
                DestinationHandler handler = database.running();
                TableSchema odd = table("odd", 1, column("id", INTEGER), column("v", TEXT), column("at", new PgType.Timestamp("timestamptz", 6, true)));
                List<Row> rows = IntStream.range(0, 600).mapToObj(i -> row("" + i, "back\\slash \\' \t\n", "2024-06-30 23:00:00.5+00")).toList();
                handler.apply(batch(new Step.NetRows(odd, List.of(), rows, rows.size(), List.of()), upserts(odd, row("0", "\\", null))));
                handler.commit(START);
                handler.apply(batch(new Step.Truncate(List.of(odd)), new Step.NetRows(odd, List.of(), rows, rows.size(), List.of()), upserts(odd, row("0", "\\", null))));
                handler.commit(START);
                assertFails(() -> handler.apply(batch(upserts(table("narrow", 1, column("id", INTEGER)), row("99999999999")))), "value-refused", CdcException.Kind.DATA);
            } finally {
                names.stream().filter(before::containsKey).forEach(name -> database.execute("SET GLOBAL " + name + " = " + (before.get(name).equals("ON") || before.get(name).equals("OFF") ? before.get(name) : "'" + before.get(name) + "'")));
            }
            assertThat(database.query("SELECT v, HEX(v), at, count(*) FROM odd GROUP BY 1, 2, 3 ORDER BY 4"))
                    .containsExactly("\\|5C|∅|1", "back\\slash \\' \t\n|" + "6261636B5C736C617368205C2720090A" + "|2024-06-30 23:00:00.500000|599");
        }
    }

    @Test
    default void aKilledSessionLeavesTheOldStateAndIsWorthAnotherTry() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(people(), row("1", "Ann", null))));
            handler.commit(START);
            handler.apply(batch(new Step.Truncate(List.of(people())), upserts(people(), row("2", "Bob", null))));
            for (String id : database.query("SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()")) {
                database.execute("KILL " + id);
            }
            assertFails(() -> handler.commit(START), "target-unreachable", CdcException.Kind.TRANSIENT);
            handler.close();
            database.running();
            assertThat(database.query("SELECT id FROM people")).containsExactly("1");
        }
    }

    @Test
    default void aLockThatOthersHoldIsWorthAnotherTry() throws Exception {
        try (TestDatabase database = fresh(); DestinationHandler handler = running(handler(url(database), Duration.ofSeconds(1)))) {
            handler.apply(batch(upserts(people(), row("1", "Ann", null))));
            handler.commit(START);
            database.execute("START TRANSACTION");
            database.execute("UPDATE people SET name = 'other' WHERE id = 1");
            assertFails(() -> handler.apply(batch(upserts(people(), row("1", "Anna", null)))), "target-busy", CdcException.Kind.TRANSIENT);
            handler.rollback();
            database.execute("ROLLBACK");
            handler.apply(batch(upserts(people(), row("1", "Anna", null))));
            handler.commit(START);
            assertThat(database.query("SELECT name FROM people")).containsExactly("Anna");
        }
    }

    @Test
    default void aDeadlockIsWorthAnotherTry() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(people(), IntStream.range(0, 300).mapToObj(i -> row("" + i, "n", null)).toArray(Row[]::new))));
            handler.commit(START);
            database.execute("START TRANSACTION");
            database.execute("UPDATE people SET name = 'other' WHERE id > 100"); // more than ours: we are the victim
            handler.apply(batch(upserts(people(), row("1", "ours", null))));
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> database.execute("UPDATE people SET name = 'other' WHERE id = 1"));
            assertFails(() -> handler.apply(batch(upserts(people(), row("200", "ours", null)))), "target-busy", CdcException.Kind.TRANSIENT);
            handler.rollback();
            other.join();
            database.execute("ROLLBACK");
        }
    }

    @Test
    default void aColumnThatCountsByItselfTakesTheSourcesValues() throws Exception {
        try (TestDatabase database = fresh()) {
            database.execute("CREATE TABLE people (id int AUTO_INCREMENT PRIMARY KEY, name varchar(20), email varchar(20), made timestamp DEFAULT CURRENT_TIMESTAMP)");
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(people(), row("0", "zero", null), row("-5", "minus", null), row("7", "seven", null))));
            handler.commit(START);
            assertThat(database.query("SELECT id, name FROM people ORDER BY id")).containsExactly("-5|minus", "0|zero", "7|seven");
        }
    }

    @Test
    default void foreignKeysOfTheTargetNeitherRefuseNorDeleteRows() throws Exception {
        try (TestDatabase database = fresh()) {
            database.execute("CREATE TABLE people (id int PRIMARY KEY, name varchar(20), email varchar(20))");
            database.execute("CREATE TABLE pets (id int PRIMARY KEY, owner int, FOREIGN KEY (owner) REFERENCES people (id) ON DELETE CASCADE)");
            TableSchema pets = table("pets", 1, column("id", INTEGER), column("owner", INTEGER));
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(pets, row("1", "5"), row("2", "5")), upserts(people(), row("5", "Ann", null))));
            handler.commit(START);
            handler.apply(batch(deletes(people(), row("5", null, null)), upserts(people(), row("5", "Anna", null)), deletes(pets, row("1", null))));
            handler.commit(START);
            assertThat(handler.missingRows()).isZero();
            assertThat(database.query("SELECT id, owner FROM pets")).containsExactly("2|5");
        }
    }

    @Test
    default void valuesOfManyMegabytesArriveWhole() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema large = table("large", 1, column("id", INTEGER), column("t", TEXT), column("b", PgType.Simple.BYTEA));
            handler.apply(batch(upserts(large, row("1", "é\\".repeat(2_000_000), null), row("2", "small", "\\x" + "00ff".repeat(3_000_000)), row("3", null, "\\x"))));
            handler.commit(START);
            assertThat(database.query("SELECT id, LENGTH(t), LENGTH(b), SHA2(t, 256), SHA2(b, 256) FROM large ORDER BY id")).containsExactly(
                    "1|6000000|∅|" + sha("é\\".repeat(2_000_000).getBytes(StandardCharsets.UTF_8)) + "|∅",
                    "2|5|6000000|" + sha("small".getBytes(StandardCharsets.UTF_8)) + "|" + sha(pairs(3_000_000)),
                    "3|∅|0|∅|" + sha(new byte[0]));
        }
    }

    private static byte[] pairs(int count) {
        byte[] bytes = new byte[2 * count];
        for (int i = 1; i < bytes.length; i += 2) {
            bytes[i] = (byte) 0xff;
        }
        return bytes;
    }

    private static String sha(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
