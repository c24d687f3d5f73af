package io.pg2any.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import io.pg2any.event.Lsn;
import io.pg2any.observe.SlotFacts;

/** Questions about one slot, and the message that probes it. Used by one thread. */
public final class SlotQueries {

    private static final String PRIVILEGE = "42501";
    private static final String IN_RECOVERY = "55000";
    private static final String READ_ONLY = "25006";

    private final Connection connection;
    private final String slot;

    public SlotQueries(Connection connection, String slot) {
        this.connection = connection;
        this.slot = slot;
    }

    /** How the slot is now, without a forecast. */
    public SlotFacts facts() throws SQLException {
        String sql = """
                SELECT here.lsn::text, s.confirmed_flush_lsn::text, coalesce(s.wal_status, 'missing'), coalesce(s.active, false),
                       greatest(pg_wal_lsn_diff(here.lsn, s.restart_lsn), 0)::bigint,
                       greatest(pg_wal_lsn_diff(here.lsn, s.confirmed_flush_lsn), 0)::bigint, s.safe_wal_size
                FROM (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END AS lsn) here
                LEFT JOIN pg_replication_slots s ON s.slot_name = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long safe = row.getLong(7);
                OptionalLong safeBytes = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(Math.max(0, safe));
                return new SlotFacts(Instant.now(), lsn(row, 1), lsn(row, 2), row.getString(3), row.getBoolean(4), row.getLong(5), row.getLong(6),
                        safeBytes, Optional.empty());
            }
        }
    }

    private static Lsn lsn(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? Lsn.ZERO : Lsn.parse(text);
    }

    /** Writes a logical message in a transaction of its own and tells where it is; empty if that is not allowed here. */
    public Optional<Lsn> emit(String prefix, String content) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_logical_emit_message(true, ?, ?)::text")) {
            statement.setString(1, prefix);
            statement.setString(2, content);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.of(Lsn.parse(row.getString(1)));
            }
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (PRIVILEGE.equals(state) || IN_RECOVERY.equals(state) || READ_ONLY.equals(state)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
