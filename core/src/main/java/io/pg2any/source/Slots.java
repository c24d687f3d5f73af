package io.pg2any.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.pg2any.event.Lsn;

/** The logical slots of the source as a person wants to see them. Uses the connection it is given, on that connection's thread. */
public final class Slots {

    private final Connection connection;

    public Slots(Connection connection) {
        this.connection = connection;
    }

    /**
     * A logical slot as {@code pg_replication_slots} shows it.
     *
     * @param activePid the server process that uses it, 0 if none
     * @param restart the oldest position whose log the server keeps for it; {@link Lsn#ZERO} where it keeps none any more
     * @param confirmed what its reader has acknowledged
     * @param retainedBytes log that the server keeps for it
     * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
     * @param safeWalBytes how much more may be written before the slot can be lost; empty: no limit is set
     * @param failover whether standbys keep it too; empty before PostgreSQL 17
     * @param invalidationReason why it was invalidated; empty: it was not, or the server is older than 17
     */
    public record State(
            String name,
            String plugin,
            String database,
            int activePid,
            Lsn restart,
            Lsn confirmed,
            long retainedBytes,
            String walStatus,
            OptionalLong safeWalBytes,
            boolean twoPhase,
            Optional<Boolean> failover,
            Optional<String> invalidationReason) {

        public boolean isActive() {
            return activePid != 0;
        }

        public boolean isLost() {
            return "lost".equals(walStatus) || invalidationReason.isPresent();
        }
    }

    /** All logical slots of the server, those of other databases too. */
    public List<State> list() {
        int version = version();
        String sql = """
                SELECT slot_name, plugin, database, coalesce(active_pid, 0) AS pid, coalesce(restart_lsn, '0/0')::text AS restart,
                       coalesce(confirmed_flush_lsn, '0/0')::text AS confirmed,
                       coalesce(greatest(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END,
                           restart_lsn), 0), 0)::bigint AS retained,
                       coalesce(wal_status, '') AS wal_status, safe_wal_size, two_phase, %s AS failover, %s AS invalidation
                FROM pg_replication_slots WHERE slot_type = 'logical' ORDER BY slot_name"""
                .formatted(version < 17 ? "NULL::boolean" : "failover", version < 17 ? "NULL::text" : "invalidation_reason");
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            List<State> slots = new ArrayList<>();
            while (row.next()) {
                slots.add(state(row));
            }
            return slots;
        } catch (SQLException e) {
            throw SourceErrors.of("listing the slots", e);
        }
    }

    private static State state(ResultSet row) throws SQLException {
        long safe = row.getLong("safe_wal_size");
        OptionalLong safeWal = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(safe);
        boolean failover = row.getBoolean("failover");
        Optional<Boolean> kept = row.wasNull() ? Optional.empty() : Optional.of(failover);
        return new State(row.getString("slot_name"), row.getString("plugin"), row.getString("database"), row.getInt("pid"),
                Lsn.parse(row.getString("restart")), Lsn.parse(row.getString("confirmed")), row.getLong("retained"), row.getString("wal_status"),
                safeWal, row.getBoolean("two_phase"), kept, Optional.ofNullable(row.getString("invalidation")));
    }

    /** The slot of this name, if the server has it. */
    public Optional<State> find(String name) {
        return list().stream().filter(slot -> slot.name().equals(name)).findFirst();
    }

    /** Drops a slot; the server refuses while it is in use. */
    public void drop(String name) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            statement.setString(1, name);
            statement.execute();
        } catch (SQLException e) {
            throw SourceErrors.of("dropping the slot " + name, e);
        }
    }

    private int version() {
        try {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw SourceErrors.of("asking for the version", e);
        }
    }
}
