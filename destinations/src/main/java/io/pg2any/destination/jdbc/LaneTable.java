package io.pg2any.destination.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.pg2any.destination.TargetName;
import io.pg2any.event.Lsn;

/**
 * pg2any's table of the lanes of a stream: a row for each, with the end of the last batch of which it has committed its part. The lanes do not wait for
 * each other's rows; a runner that takes over waits for all of them. It is there once lanes were asked for.
 */
final class LaneTable {

    static final TargetName NAME = new TargetName("", "pg2any_lane");

    private final Dialect dialect;
    private final String table;
    private final String slot;
    private final Statements statements;

    LaneTable(Dialect dialect, String slot, Statements statements) {
        this.dialect = dialect;
        this.table = dialect.identifiers().quote(NAME);
        this.slot = slot;
        this.statements = statements;
    }

    String ddl() {
        ControlTypes types = dialect.control();
        return "CREATE TABLE " + table + " (slot " + types.name() + " NOT NULL, lane " + types.integer() + " NOT NULL, position " + types.text() + " NOT NULL, epoch "
                + types.integer() + " NOT NULL, updated_at " + types.timestamp() + " NOT NULL, PRIMARY KEY (slot, lane))" + dialect.syntax().tableOptions();
    }

    /** Makes the rows that are missing; those that are there are under this epoch already. */
    void admit(int count, long epoch) throws SQLException {
        PreparedStatement insert = statements.get(
                "INSERT INTO " + table + " (slot, lane, position, epoch, updated_at) VALUES (?, ?, ?, ?, " + dialect.control().now() + ")");
        for (int lane = positions().size() + 1; lane <= count; lane++) {
            insert.setString(1, slot);
            insert.setInt(2, lane);
            insert.setString(3, Lsn.ZERO.toString());
            insert.setLong(4, epoch);
            insert.executeUpdate();
        }
    }

    /** Waits until no lane is in the middle of a commit, and lets none of an earlier epoch begin one. */
    void fence(long epoch) throws SQLException {
        PreparedStatement update = statements.get("UPDATE " + table + " SET epoch = ?, updated_at = " + dialect.control().now() + " WHERE slot = ?");
        update.setLong(1, epoch);
        update.setString(2, slot);
        update.executeUpdate();
    }

    /** Keeps the lanes from committing until the open transaction ends. */
    void hold() throws SQLException {
        PreparedStatement update = statements.get("UPDATE " + table + " SET updated_at = " + dialect.control().now() + " WHERE slot = ?");
        update.setString(1, slot);
        update.executeUpdate();
    }

    /** @return how many rows that was: 0 if the epoch is over */
    int store(int lane, Lsn position, long epoch) throws SQLException {
        PreparedStatement update = statements.get(
                "UPDATE " + table + " SET position = ?, updated_at = " + dialect.control().now() + " WHERE slot = ? AND lane = ? AND epoch = ?");
        update.setString(1, position.toString());
        update.setString(2, slot);
        update.setInt(3, lane);
        update.setLong(4, epoch);
        return update.executeUpdate();
    }

    List<String> positions() throws SQLException {
        PreparedStatement select = statements.get("SELECT position FROM " + table + " WHERE slot = ?");
        select.setString(1, slot);
        List<String> positions = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                positions.add(rows.getString(1));
            }
        }
        return positions;
    }

    /** Forgets the positions: the stream begins anew. */
    void rewind() throws SQLException {
        PreparedStatement update = statements.get("UPDATE " + table + " SET position = ? WHERE slot = ?");
        update.setString(1, Lsn.ZERO.toString());
        update.setString(2, slot);
        update.executeUpdate();
    }
}
