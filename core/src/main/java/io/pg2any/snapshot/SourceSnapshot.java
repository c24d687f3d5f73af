package io.pg2any.snapshot;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.pg2any.destination.TableCopy;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;
import io.pg2any.projection.Stamp;
import io.pg2any.source.CopyOutput;
import io.pg2any.source.SocketConnection;
import io.pg2any.source.SourceConnections;
import io.pg2any.source.SourceErrors;

/** One consistent view of the source: a transaction that stays open, with its connection. One thread. */
public final class SourceSnapshot implements AutoCloseable {

    private static final long PAUSE_NANOS = 50_000_000;

    private final SocketConnection source;
    private final String text;
    private final Stamp stamp;

    private SourceSnapshot(SocketConnection source, String text, Stamp stamp) {
        this.source = source;
        this.text = text;
        this.stamp = stamp;
    }

    /** The view that another session exported, such as that of a slot's creation. */
    public static SourceSnapshot imported(SourceConnections source, String snapshotName) {
        return imported(source.openWithSocket(), snapshotName);
    }

    /** The same over a connection that is there; closed with the view, or if there is none. */
    static SourceSnapshot imported(SocketConnection source, String snapshotName) {
        // the name comes from the server; it is made of hexadecimal digits and hyphens, and checked to be
        if (!snapshotName.matches("[0-9A-Fa-f-]+")) {
            throw new IllegalArgumentException("not the name of a snapshot");
        }
        return begin(source, "SET TRANSACTION SNAPSHOT '" + snapshotName + "'");
    }

    /**
     * A view of now, for a slot that exists already. Waits for transactions that ran when the slot began: one whose commit is
     * already in the log before the slot, yet not visible, would be neither in the stream nor in the view.
     *
     * @param copies what was copied of the slot's stream; the oldest of their snapshots tells when the slot began
     */
    public static SourceSnapshot now(SourceConnections source, List<TableCopy> copies, BooleanSupplier stopped) {
        SourceSnapshot snapshot = now(source);
        long slotBegan = copies.stream().map(TableCopy::snapshot).filter(Objects::nonNull)
                .mapToLong(text -> VisibleTransactions.parse(text).xmax()).min()
                .orElse(VisibleTransactions.parse(snapshot.text).xmax());
        while (VisibleTransactions.parse(snapshot.text).xmin() < slotBegan && !stopped.getAsBoolean()) {
            snapshot.close();
            LockSupport.parkNanos(PAUSE_NANOS);
            snapshot = now(source);
        }
        return snapshot;
    }

    /** A view of now that no stream has to fit. */
    public static SourceSnapshot now(SourceConnections source) {
        return begin(source.openWithSocket(), "");
    }

    private static SourceSnapshot begin(SocketConnection source, String adopt) {
        Connection connection = source.connection();
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                if (!adopt.isEmpty()) {
                    statement.execute(adopt);
                }
                try (ResultSet result = statement.executeQuery(
                        "SELECT pg_current_snapshot()::text, CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_insert_lsn() END, clock_timestamp()")) {
                    result.next();
                    return new SourceSnapshot(source, result.getString(1),
                            new Stamp(Lsn.parse(result.getString(2)), result.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
        } catch (SQLException e) {
            source.close();
            throw SourceErrors.of("taking a snapshot", e);
        }
    }

    Connection connection() {
        return source.connection();
    }

    /** Begins to read the output of a COPY of rows of a table; the connection is not to be used before that is closed. */
    CopyOutput copy(TableId table, String statement, BooleanSupplier stopped) throws SQLException {
        return new CopyOutput(source, table, statement, stopped);
    }

    /** As {@code pg_current_snapshot()} prints it. */
    public String text() {
        return text;
    }

    /** A position of the log behind everything that the snapshot shows. */
    Lsn seen() {
        return stamp.position();
    }

    /** That position, and the time by the source's clock: of what is copied, no more is known. */
    Stamp stamp() {
        return stamp;
    }

    /** A name under which other sessions can {@linkplain #imported import} this view while it is open. */
    String export() {
        try (Statement statement = connection().createStatement(); ResultSet result = statement.executeQuery("SELECT pg_export_snapshot()")) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw SourceErrors.of("exporting a snapshot", e);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
