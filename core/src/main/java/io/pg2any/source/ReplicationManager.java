package io.pg2any.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.StreamIdentity;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;

/**
 * The source side of one stream: identity, the lock that keeps other runners out, slot and stream. Owns one connection for
 * queries; used by one thread, except for the {@link ReplicationStream} it starts.
 */
public final class ReplicationManager implements AutoCloseable {

    /** After a crash the server needs a moment to notice that the former runner is gone. */
    private static final Duration HANDOVER_PATIENCE = Duration.ofSeconds(10);

    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

    /** So long a connection that nobody uses is trusted not to have been cut on the way. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final SourceConnections connections;
    private final String slotName;
    private final Connection connection;
    /** The one that told the identity, while nothing else has taken it. */
    private @Nullable SocketConnection replication;
    private long opened;

    /** Connects. */
    public ReplicationManager(SourceConnections connections, String slotName) {
        this.connections = connections;
        this.slotName = slotName;
        this.connection = connections.open();
    }

    /** The connection for queries. */
    public Connection connection() {
        return connection;
    }

    /** Which cluster and database this is. */
    public StreamIdentity identify() {
        SocketConnection asked = takeReplication();
        replication = asked;
        opened = System.nanoTime();
        try (Statement statement = asked.connection().createStatement();
                ResultSet result = statement.executeQuery("IDENTIFY_SYSTEM")) {
            if (!result.next()) {
                throw CdcException.internal("identify", "IDENTIFY_SYSTEM gave no row.", null);
            }
            return new StreamIdentity(slotName, result.getString("systemid"), result.getInt("timeline"), result.getString("dbname"));
        } catch (SQLException e) {
            throw SourceErrors.of("identifying the system", e);
        }
    }

    /** A connection that speaks the replication protocol: the one that told the identity, if that was just now; each login costs some milliseconds. */
    private SocketConnection takeReplication() {
        SocketConnection known = replication;
        replication = null;
        if (known != null && System.nanoTime() - opened > FRESH.toNanos()) {
            known.close();
            known = null;
        }
        return known == null ? connections.openReplication() : known;
    }

    /**
     * Makes sure, for as long as this lives, that no other pg2any runs on the slot: an advisory lock in the source, which ends
     * with the connection.
     */
    public void lock() {
        boolean locked = waitUntil(() -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(hashtextextended(?, 0))")) {
                statement.setString(1, "pg2any:" + slotName);
                try (ResultSet result = statement.executeQuery()) {
                    return result.next() && result.getBoolean(1);
                }
            }
        });
        if (!locked) {
            throw CdcException.configuration("already-running", "Another pg2any runs on the slot " + slotName + " of this database.",
                    "Stop it, or give this one a slot of its own with --slot.");
        }
    }

    /** The slot as it is now. */
    public Optional<Slot> slot() {
        String sql = """
                SELECT plugin, database, coalesce(confirmed_flush_lsn, '0/0')::text, coalesce(active_pid, 0), coalesce(wal_status, ''), two_phase
                FROM pg_replication_slots WHERE slot_name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, slotName);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return Optional.empty();
                }
                return Optional.of(new Slot(slotName, String.valueOf(result.getString(1)), String.valueOf(result.getString(2)),
                        Lsn.parse(result.getString(3)), result.getInt(4), result.getString(5), result.getBoolean(6)));
            }
        } catch (SQLException e) {
            throw SourceErrors.of("reading the slot " + slotName, e);
        }
    }

    /** The slot, once no one uses it any more. */
    public Optional<Slot> freeSlot() {
        Optional<Slot> slot = slot();
        if (slot.isPresent() && slot.get().activePid() != 0) {
            int pid = slot.get().activePid();
            waitUntil(() -> slot().map(now -> now.activePid() == 0).orElse(true));
            slot = slot();
            if (slot.isPresent() && slot.get().activePid() != 0) {
                throw CdcException.configuration("slot-in-use", "The slot " + slotName + " is in use by server process " + pid + ".",
                        "Stop its user (SELECT pg_terminate_backend(" + pid + ")), or choose another slot with --slot.");
            }
        }
        return slot;
    }

    /** What this server makes of a request. */
    public StreamOptions negotiate(StreamRequest request) {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            return request.negotiate(serverVersion(), result.next() && result.getBoolean(1));
        } catch (SQLException e) {
            throw SourceErrors.of("asking for the version", e);
        }
    }

    private int serverVersion() throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    /** Creates the slot, and the snapshot that fits it. Waits for transactions that are running, prepared ones too. */
    public CreatedSlot createSlot(StreamOptions options) {
        SocketConnection taken = takeReplication();
        String sql = "CREATE_REPLICATION_SLOT " + Sql.identifier(slotName) + " LOGICAL pgoutput" + slotOptions(options);
        try (Statement statement = taken.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            if (!result.next()) {
                throw CdcException.internal("create-slot", "CREATE_REPLICATION_SLOT gave no row.", null);
            }
            return new CreatedSlot(Lsn.parse(result.getString("consistent_point")), result.getString("snapshot_name"), taken);
        } catch (SQLException e) {
            taken.close();
            throw SourceErrors.of("creating the slot " + slotName, e);
        } catch (CdcException e) {
            taken.close();
            throw e;
        }
    }

    /** In the form without parentheses, which every version understands, where there is nothing more to say. */
    private static String slotOptions(StreamOptions options) {
        if (!options.twoPhase() && !options.failover()) {
            return " EXPORT_SNAPSHOT";
        }
        return " (SNAPSHOT 'export'" + (options.twoPhase() ? ", TWO_PHASE true" : "") + (options.failover() ? ", FAILOVER true" : "") + ")";
    }

    /** Drops the slot. */
    public void dropSlot() {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            statement.setString(1, slotName);
            statement.execute();
        } catch (SQLException e) {
            throw SourceErrors.of("dropping the slot " + slotName, e);
        }
    }

    /** Starts the stream at {@code from}, which must not be before the slot's confirmed position. */
    public ReplicationStream start(Lsn from, StreamOptions options) {
        SocketConnection taken = takeReplication();
        String command = "START_REPLICATION SLOT " + Sql.identifier(slotName) + " LOGICAL " + from + " (" + options.sql() + ")";
        try {
            return new ReplicationStream(taken, command, from, options.statusInterval());
        } catch (CdcException e) {
            taken.close();
            throw e;
        }
    }

    /**
     * Starts a stream on a slot that lives as long as the stream: it disturbs no other one and leaves nothing behind.
     *
     * @param from the position from which this manager's slot, which must still hold it, is copied; empty: from now on
     */
    public ReplicationStream startTemporary(Optional<Lsn> from, StreamOptions options) {
        SocketConnection taken = takeReplication();
        String name = "pg2any_" + Long.toString(System.nanoTime(), Character.MAX_RADIX) + "_" + ProcessHandle.current().pid();
        try (Statement statement = taken.connection().createStatement()) {
            Lsn begin;
            if (from.isPresent()) {
                begin = from.get();
                statement.execute("SELECT pg_copy_logical_replication_slot(" + Sql.literal(slotName) + ", " + Sql.literal(name) + ", true)");
            } else {
                try (ResultSet created = statement.executeQuery(
                        "CREATE_REPLICATION_SLOT " + Sql.identifier(name) + " TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT")) {
                    created.next();
                    begin = Lsn.parse(created.getString("consistent_point"));
                }
            }
            String command = "START_REPLICATION SLOT " + Sql.identifier(name) + " LOGICAL " + begin + " (" + options.sql() + ")";
            return new ReplicationStream(taken, command, begin, options.statusInterval());
        } catch (SQLException e) {
            taken.close();
            throw SourceErrors.of("making a temporary slot", e);
        } catch (CdcException e) {
            taken.close();
            throw e;
        }
    }

    /** The end of the source's log now. */
    public Lsn currentLsn() {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_current_wal_lsn()::text")) {
            return result.next() ? Lsn.parse(result.getString(1)) : Lsn.ZERO;
        } catch (SQLException e) {
            throw SourceErrors.of("asking for the position", e);
        }
    }

    /** Bytes of log that the server keeps for the slot; 0 if there is none. */
    public long retained() {
        String sql = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), restart_lsn)::bigint FROM pg_replication_slots WHERE slot_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, slotName);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Math.max(0, result.getLong(1)) : 0;
            }
        } catch (SQLException e) {
            throw SourceErrors.of("asking for the log that the slot " + slotName + " keeps", e);
        }
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private boolean waitUntil(Condition condition) {
        long deadline = System.nanoTime() + HANDOVER_PATIENCE.toNanos();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            }
            return true;
        } catch (SQLException e) {
            throw SourceErrors.of("waiting for the slot " + slotName, e);
        }
    }

    @Override
    public void close() {
        if (replication != null) {
            replication.close();
        }
        SourceConnections.closeQuietly(connection);
    }
}
