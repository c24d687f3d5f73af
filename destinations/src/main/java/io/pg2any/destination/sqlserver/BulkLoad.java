package io.pg2any.destination.sqlserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import com.microsoft.sqlserver.jdbc.SQLServerBulkCopy;
import com.microsoft.sqlserver.jdbc.SQLServerBulkCopyOptions;
import com.microsoft.sqlserver.jdbc.SQLServerConnection;

/**
 * Bulk copy in the connection's open transaction. Constraints are checked and triggers fire, as they do for other inserts.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/connect/jdbc/using-bulk-copy-with-the-jdbc-driver">Microsoft, Using bulk copy with the
 *     JDBC driver</a>
 */
final class BulkLoad {

    private final Connection connection;
    private final int seconds;

    /** @param timeout for one bulk copy; zero: none */
    BulkLoad(Connection connection, Duration timeout) {
        this.connection = connection;
        this.seconds = (int) Math.min(Integer.MAX_VALUE, timeout.isZero() ? 0 : Math.max(1, timeout.toSeconds()));
    }

    /**
     * Copies rows to columns of a table, each to the one of its name.
     *
     * @param temporary whether it is a table of this connection alone, which has neither constraints nor triggers
     */
    void copy(String table, boolean temporary, BulkRows rows) throws SQLException {
        SQLServerBulkCopyOptions options = new SQLServerBulkCopyOptions();
        options.setKeepNulls(true);
        options.setCheckConstraints(!temporary);
        options.setFireTriggers(!temporary);
        options.setUseInternalTransaction(false);
        options.setBulkCopyTimeout(seconds);
        try (SQLServerBulkCopy copy = new SQLServerBulkCopy(connection.unwrap(SQLServerConnection.class))) {
            copy.setBulkCopyOptions(options);
            copy.setDestinationTableName(table);
            for (int column : rows.getColumnOrdinals()) {
                copy.addColumnMapping(column, rows.getColumnName(column));
            }
            copy.writeToServer(rows);
        }
    }
}
