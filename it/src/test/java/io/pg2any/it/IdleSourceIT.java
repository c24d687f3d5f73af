package io.pg2any.it;

import java.sql.Connection;
import java.sql.SQLException;

import io.pg2any.event.Lsn;
import io.pg2any.it.harness.Await;
import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.Sql;
import io.pg2any.it.harness.Stream;
import io.pg2any.it.harness.TargetKind;

import static org.assertj.core.api.Assertions.assertThat;

/** A source in which nothing of the stream happens, while its cluster is busy elsewhere. */
class IdleSourceIT {

    @EachTarget(TargetKind.SQLITE)
    void logOfAnotherDatabaseIsReleasedAndThePositionsStayInStep(Scenario it) throws SQLException {
        it.source("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        Stream stream = it.follow();
        it.caughtUp();
        try (Scenario other = new Scenario(TargetKind.SQLITE); Connection busy = other.source().connect()) {
            for (int round = 0; round < 3; round++) {
                Sql.run(busy, "DROP TABLE IF EXISTS big", "CREATE TABLE big AS SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i");
                Lsn end = other.source().end();
                Await.until("the slot's position passes what was written in another database", Await.PATIENCE,
                        () -> it.source().confirmed(it.source().slot()).compareTo(end) >= 0, () -> stream.progress().toString());
            }
        }
        assertThat(stream.recorder().retries()).isEmpty();
        it.stop();
        it.restart();
        it.source("INSERT INTO t VALUES (2)");
        it.assertEqual();
    }
}
