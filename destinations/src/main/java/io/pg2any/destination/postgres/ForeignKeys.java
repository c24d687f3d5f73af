package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.error.CdcException;

/** Foreign keys of the target in a session that is not allowed to act as a replica, so that they act as for any user. */
final class ForeignKeys {

    private static final String ACTING = """
            SELECT c.conname, c.conrelid::regclass FROM pg_catalog.pg_constraint c
            WHERE c.contype = 'f' AND c.confrelid = ?::regclass AND c.confdeltype IN ('c', 'n', 'd') ORDER BY 1 LIMIT 1""";

    private static final String ANY = "SELECT 1 FROM pg_catalog.pg_constraint c WHERE c.contype = 'f' AND ?::regclass IN (c.conrelid, c.confrelid) LIMIT 1";

    private ForeignKeys() {}

    /** Whether a foreign key ties the table to another one, or to itself. */
    static boolean concern(Connection connection, TargetTable table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ANY)) {
            select.setString(1, table.quoted());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /**
     * Refuses a table at whose deletes the target would change other tables: what a delete does in the source arrives as rows of its
     * own, and a row that is only moved to another key is removed and inserted anew.
     */
    static void requireInert(Connection connection, TargetTable table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ACTING)) {
            select.setString(1, table.quoted());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    throw CdcException.configuration("target-foreign-key",
                            "The foreign key " + row.getString(1) + " of the target's table " + row.getString(2)
                                    + " would delete or change rows by itself when rows of " + table.schema().target() + " are deleted.",
                            "Let the destination's user switch it off (GRANT SET ON PARAMETER session_replication_role TO the user), or drop it.");
                }
            }
        }
    }
}
