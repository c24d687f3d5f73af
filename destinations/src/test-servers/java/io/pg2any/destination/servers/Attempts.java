package io.pg2any.destination.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Statements that a server refuses as long as something else goes on in it. */
final class Attempts {

    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private Attempts() {}

    /** Runs a statement, again and again for a minute at most as long as it fails with one of these error numbers. */
    static void execute(Connection connection, String sql, int... passing) throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() - begun > PATIENCE || IntStream.of(passing).noneMatch(code -> code == e.getErrorCode())) {
                    throw new SQLException(e.getMessage() + " in: " + sql, e.getSQLState(), e.getErrorCode(), e);
                }
                LockSupport.parkNanos(PAUSE);
            }
        }
    }
}
