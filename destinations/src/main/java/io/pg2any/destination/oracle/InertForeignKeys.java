package io.pg2any.destination.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.error.CdcException;

/** Foreign keys of the target that would write by themselves. */
final class InertForeignKeys {

    private static final String ACTING = "SELECT f.constraint_name, f.table_name FROM all_constraints f INNER JOIN all_constraints k"
            + " ON k.owner = f.r_owner AND k.constraint_name = f.r_constraint_name WHERE k.owner" + OracleCatalog.OWNER
            + " AND k.table_name = ? AND f.constraint_type = 'R' AND f.status = 'ENABLED' AND f.delete_rule <> 'NO ACTION'";

    private InertForeignKeys() {}

    /**
     * Refuses a table at whose deletes the target would change other tables: what a delete does in the source arrives as rows of its
     * own, and a row that is only moved to another key is removed and inserted anew.
     */
    static void require(Connection connection, TargetTable table) throws SQLException {
        String owner = OracleNames.spelled(table.schema().target().schema());
        try (PreparedStatement select = OracleCatalog.select(connection, ACTING, owner, OracleNames.spelled(table.schema().target().table()));
                ResultSet row = select.executeQuery()) {
            if (row.next()) {
                throw CdcException.configuration("target-foreign-key",
                        "The foreign key " + row.getString(1) + " of the target's table " + row.getString(2)
                                + " would delete or change rows by itself when rows of " + table.schema().target() + " are deleted.",
                        "Switch it off (ALTER TABLE … DISABLE CONSTRAINT …), or drop it.");
            }
        }
    }
}
