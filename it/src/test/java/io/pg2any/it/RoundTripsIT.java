package io.pg2any.it;

import java.time.Duration;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.FaultProxy;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** What a target far away costs: the number of times that it is asked and answers. */
class RoundTripsIT {

    private static final int TABLES = 4;

    /** The sizes of statements are powers of two, so that a table may take as many as its number of rows has binary digits. */
    private static final int A_TABLE = 16;

    /** Beyond some hundreds of rows a statement of MySQL and MariaDB gains nothing: a large set is several. */
    private static final int ROWS_A_TRIP = 256;

    /** Beginning, storing the position, committing, and the same for the mark by which the test knows that the target has caught up. */
    private static final int A_BATCH = 16;

    private static String transaction(int from, int rows) {
        String series = " FROM generate_series(" + from + ", " + (from + rows - 1) + ") i";
        return "BEGIN; INSERT INTO inserted SELECT i, 'row ' || i" + series + "; UPDATE updated SET n = n + 1 WHERE id <= " + rows
                + "; DELETE FROM deleted WHERE id BETWEEN " + from + " AND " + (from + rows - 1) + "; INSERT INTO keyless SELECT i, 'k'" + series + "; COMMIT";
    }

    private static long trips(Scenario it, FaultProxy proxy, String sql) {
        long before = proxy.roundTrips();
        it.source(sql);
        it.caughtUp();
        return proxy.roundTrips() - before;
    }

    @EachTarget({TargetKind.MARIADB, TargetKind.MYSQL, TargetKind.POSTGRESQL})
    void aBatchTakesAFewRoundTripsATableAndALargeOneSetsOfHundredsOfRows(Scenario it) {
        FaultProxy proxy = it.owns(new FaultProxy(it.target().port()));
        it.source("CREATE TABLE inserted (id int PRIMARY KEY, s text)", "CREATE TABLE updated (id int PRIMARY KEY, n int, big text)",
                "ALTER TABLE updated ALTER big SET STORAGE EXTERNAL", "CREATE TABLE deleted (id int PRIMARY KEY, s text)", "CREATE TABLE keyless (a int, s text)",
                "INSERT INTO updated SELECT i, 0, repeat('0123456789', 250) FROM generate_series(1, 5000) i", "INSERT INTO deleted SELECT i, 's' FROM generate_series(1, 30000) i");
        it.follow(config -> config.destinationConnectionString(it.target().url(proxy.port())).heartbeatInterval(Duration.ofSeconds(50)));
        trips(it, proxy, transaction(1, 5000)); // statements are prepared once
        trips(it, proxy, transaction(5001, 50));
        long few = trips(it, proxy, transaction(10_001, 50));
        long many = trips(it, proxy, transaction(20_001, 5000));
        System.out.println("RoundTripsIT: " + it.kind().title() + ": 200 changes of 4 tables " + few + ", 20,000 changes " + many);
        assertThat(few).isLessThanOrEqualTo(TABLES * A_TABLE + A_BATCH);
        assertThat(many).isLessThanOrEqualTo(TABLES * A_TABLE + A_BATCH + 20_000 / ROWS_A_TRIP);
        it.assertEqual();
    }
}
