package io.pg2any.destination.sqlserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.error.CdcException;

/** Foreign keys of the target that would write by themselves. */
final class InertForeignKeys {

    private static final String ACTING = "SELECT TOP (1) k.name, OBJECT_NAME(k.parent_object_id) FROM sys.foreign_keys AS k"
            + " WHERE k.referenced_object_id = OBJECT_ID(?) AND k.is_disabled = 0"
            + " AND (k.delete_referential_action <> 0 OR k.update_referential_action <> 0)";

    private InertForeignKeys() {}

    /**
     * Refuses a table at whose deletes the target would change other tables: what a delete does in the source arrives as rows of its
     * own, and a row that is only moved to another key is removed and inserted anew.
     */
    static void require(Connection connection, TargetTable table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ACTING)) {
            select.setString(1, table.quoted());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    throw CdcException.configuration("target-foreign-key",
                            "The foreign key " + row.getString(1) + " of the target's table " + row.getString(2)
                                    + " would delete or change rows by itself when rows of " + table.schema().target() + " are deleted.",
                            "Switch it off (ALTER TABLE … NOCHECK CONSTRAINT …), or drop it.");
                }
            }
        }
    }
}
