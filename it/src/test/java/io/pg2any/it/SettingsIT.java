package io.pg2any.it;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.pg2any.CdcClient;
import io.pg2any.Config;
import io.pg2any.error.CdcException;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.EveryWay;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a user sets, and what others have set at the source. */
class SettingsIT {

    @EachTarget
    void theTwoConnectionStringsAreEnough(Scenario it) throws InterruptedException {
        it.source("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        Config config = Config.builder().sourceConnectionString(it.source().url()).destinationConnectionString(it.target().url()).build();
        try (CdcClient client = CdcClient.create(config)) {
            client.start();
            it.caughtUp();
            it.source("INSERT INTO t VALUES (2)");
            it.assertEqual();
            client.stop();
            client.await();
        }
    }

    @Test
    void anUnknownDestinationIsAnErrorThatNamesTheKnownOnes() {
        Config.Builder config = Config.builder().sourceConnectionString("postgresql://localhost/x").destinationConnectionString("nosuch://localhost/x");
        assertThatThrownBy(() -> CdcClient.create(config.build())).isInstanceOfSatisfying(CdcException.class,
                e -> assertThat(e.explain()).contains("mysql", "postgresql", "sqlite"));
        assertThatThrownBy(() -> CdcClient.create(config.destinationType("nosuch").build())).isInstanceOfSatisfying(CdcException.class,
                e -> assertThat(e.explain()).contains("nosuch", "mysql", "postgresql", "sqlite"));
    }

    @Test
    void allProblemsOfTheSettingsAreTold() {
        assertThatThrownBy(() -> Config.builder().replicationSlotName("Bad-Slot").protocolVersion(9).batchBytes(0).build())
                .hasMessageContainingAll("source connection string", "destination connection string", "Bad-Slot", "9", "batch size");
    }

    /** The harness reads the source in sessions with settings of their own. */
    @EachTarget
    void oddSettingsOfTheSourcesSessionsChangeNothing(Scenario it) {
        String database = it.source().name();
        for (String setting : List.of("DateStyle = 'German, DMY'", "IntervalStyle = 'sql_standard'", "TimeZone = 'Asia/Kolkata'", "extra_float_digits = -15", "bytea_output = 'escape'",
                "standard_conforming_strings = off", "escape_string_warning = off", "array_nulls = off", "xmloption = 'document'", "search_path = 'nowhere'",
                "default_transaction_read_only = on", "default_transaction_isolation = 'serializable'", "row_security = off", "check_function_bodies = off")) {
            it.source().server().run("ALTER DATABASE " + database + " SET " + setting);
        }
        new EveryWay(it)
                .of("date", "2024-02-01", "1999-12-31").ofKey("timestamp", "2024-02-01 13:14:15.678901", "2024-01-02 00:00:00").of("timestamptz", "2024-02-01 13:14:15.678901+00", "1999-12-31 23:59:59-08")
                .of("time", "13:14:15.5").of("timetz", "13:14:15.5+02").of("interval", "1 year -2 days 03:04:05.5", "-1 mon", "-00:00:01")
                .of("real", "0.1", "1.17549435e-38", "3.4028235e38").of("double precision", "0.1", "0.30000000000000004", "1e23").of("bytea", "\\x00ff0a5c27", "abc")
                .of("text", "back\\slash 'quote' \"double\"").of("text[]", "{NULL,\"NULL\",\"a\\\\b\"}").of("numeric", "1.10").of("money", "-12.34").of("xml", "text only")
                .of("tstzrange", "[2024-02-01 00:00+00,2024-03-01 00:00+00)").of("date[]", "{2024-02-01}").of("point", "(0.1,0.2)")
                .prove();
    }

    /** What the source's own limits do does not depend on the target. */
    @EachTarget(TargetKind.SQLITE)
    void timeOutsOfTheSourceEndNoSession(Scenario it) {
        String database = it.source().name();
        for (String setting : List.of("statement_timeout = '100ms'", "lock_timeout = '100ms'", "idle_in_transaction_session_timeout = '100ms'", "idle_session_timeout = '200ms'",
                "transaction_timeout = '100ms'")) {
            it.source().server().run("ALTER DATABASE " + database + " SET " + setting);
        }
        it.source("CREATE TABLE t (id int PRIMARY KEY, s text)", "CREATE FUNCTION slow(int) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN 'slow'; END $$",
                "INSERT INTO t SELECT i, 's' FROM generate_series(1, 50) i",
                "CREATE PUBLICATION it_pub FOR TABLE it_marker, t WHERE (id > 0)");
        Stream stream = it.follow();
        it.caughtUp();
        Await.holds("the stream follows an idle source", java.time.Duration.ofSeconds(1), () -> !stream.ended());
        it.source("UPDATE t SET s = 'x'");
        it.caughtUp();
        assertThat(stream.recorder().retries()).isEmpty();
    }

    @EachTarget
    void twoStreamsIntoOneTargetHaveAPositionEach(Scenario it) {
        it.source("CREATE TABLE a (id int PRIMARY KEY, s text)", "CREATE TABLE b (id int PRIMARY KEY, s text)", "INSERT INTO a VALUES (1, 'a')", "INSERT INTO b VALUES (1, 'b')");
        Stream second = it.start(config -> config.tables(List.of("b")).replicationSlotName(it.source().slot() + "_b").publicationName("it_pub_b"));
        second.awaitFollowing();
        it.follow(config -> config.tables(List.of("a", "it_marker")));
        it.source("UPDATE a SET s = 'aa'", "UPDATE b SET s = 'bb'");
        it.caughtUp();
        second.stop();
        it.source("INSERT INTO a VALUES (2, 'only a follows')", "INSERT INTO b VALUES (2, 'only a follows')");
        it.caughtUp();
        it.equality().check("b");
        assertThat(it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "b"))).isEqualTo("1");
        it.stop();
        it.source("INSERT INTO a VALUES (3, 'nobody follows')", "INSERT INTO b VALUES (3, 'nobody follows')");
        Stream again = it.start(config -> config.tables(List.of("b")).replicationSlotName(it.source().slot() + "_b").publicationName("it_pub_b"));
        Await.until("the second stream has caught up", () -> it.target().value("SELECT count(*) FROM " + it.target().nameOf("public", "b")).equals("3"));
        assertThat(again.recorder().copied()).isEmpty();
        it.equality().check("a", "it_marker");
        it.follow(config -> config.tables(List.of("a", "it_marker")));
        it.assertEqual();
    }
}
