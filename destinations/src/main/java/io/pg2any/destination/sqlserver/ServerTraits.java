package io.pg2any.destination.sqlserver;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.Remark;
import io.pg2any.destination.jdbc.Failure;

/**
 * What a server turned out to be, asked on a connection of its own, which an answer may spoil.
 *
 * @param takesBulk whether bulk copies arrive as they were sent; there are servers of the same protocol that do not take them
 */
record ServerTraits(boolean takesBulk) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerTraits.class);

    private static final String DURABILITY = "durability";
    /** Of {@code sys.databases.delayed_durability}: FORCED. */
    private static final int DELAYED_ALWAYS = 2;
    private static final Set<Failure> PASSING = Set.of(Failure.UNREACHABLE, Failure.CONTENTION, Failure.EXHAUSTED);
    private static final String TABLE = "#pg2any_probe";
    private static final String CREATE = "CREATE TABLE " + TABLE + " ([c0] int NULL, [c1] nvarchar(20) COLLATE " + SqlServerTypes.EXACT
            + " NULL, [c2] nvarchar(max) COLLATE " + SqlServerTypes.EXACT + " NULL, [c3] datetime2(6) NULL, [c4] decimal(10, 2) NULL,"
            + " [c5] varbinary(max) NULL, [c6] uniqueidentifier NULL, [c7] float NULL, [c8] bit NULL, [c9] datetimeoffset(6) NULL)";
    private static final String COUNT = "SELECT COUNT(*) FROM " + TABLE + " WHERE [c0] = 7 AND DATALENGTH([c1]) = 6 AND DATALENGTH([c2]) = 4"
            + " AND [c3] = CAST(N'2024-02-29T12:34:56.789012' AS datetime2(6)) AND [c4] = 12.34 AND [c5] = 0x00FF"
            + " AND [c6] = CAST(N'3f333df6-90a4-4fda-8dd3-9485d27cee36' AS uniqueidentifier) AND [c7] = 0.5 AND [c8] = 1"
            + " AND [c9] = CAST(N'2024-02-29T12:34:56.789012+00:00' AS datetimeoffset(6))";
    private static final List<BulkRows.Column> COLUMNS = List.of(
            new BulkRows.Column("c0", Types.INTEGER, 0, 0), new BulkRows.Column("c1", Types.NVARCHAR, 20, 0),
            new BulkRows.Column("c2", Types.NVARCHAR, Integer.MAX_VALUE, 0), new BulkRows.Column("c3", Types.TIMESTAMP, 40, 6),
            new BulkRows.Column("c4", Types.DECIMAL, 10, 2), new BulkRows.Column("c5", Types.VARBINARY, Integer.MAX_VALUE, 0),
            new BulkRows.Column("c6", Types.CHAR, 36, 0), new BulkRows.Column("c7", Types.DOUBLE, 0, 0), new BulkRows.Column("c8", Types.BIT, 0, 0),
            new BulkRows.Column("c9", microsoft.sql.Types.DATETIMEOFFSET, 40, 6));
    private static final Object[] VALUES = {
        7, "äé ", "日\u001f", "2024-02-29T12:34:56.789012", new java.math.BigDecimal("12.34"), new byte[] {0, (byte) 0xff},
        "3f333df6-90a4-4fda-8dd3-9485d27cee36", 0.5, true, "2024-02-29T12:34:56.789012+00:00"
    };

    static ServerTraits of(Connection connection, Duration timeout) throws SQLException {
        advise(connection);
        return new ServerTraits(takesBulk(connection, timeout));
    }

    /** What is over in a moment tells nothing about the server. */
    private static boolean takesBulk(Connection connection, Duration timeout) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(CREATE);
            new BulkLoad(connection, timeout).copy(TABLE, true, new BulkRows(COLUMNS, List.of(VALUES.clone(), new Object[VALUES.length])));
            try (ResultSet row = statement.executeQuery(COUNT)) {
                if (row.next() && row.getInt(1) == 1) {
                    return true;
                }
            }
            LOG.info("event=bulk_copy_off reason=\"a bulk copy did not arrive as it was sent: rows go by prepared statements\"");
        } catch (SQLException | RuntimeException e) {
            if (e instanceof SQLException error && PASSING.contains(new SqlServerErrors().classify(error))) {
                throw error;
            }
            LOG.info("event=bulk_copy_off reason=\"the server does not take bulk copies: rows go by prepared statements\"");
            LOG.debug("bulk copy was refused", e);
        }
        return false;
    }

    /** Says in the log what a person may want to change. */
    private static void advise(Connection connection) {
        for (Remark remark : remarks(connection)) {
            if (remark.subject().equals(DURABILITY)) {
                LOG.warn("event=target_not_durable reason=\"{}\"", remark.message());
            } else {
                LOG.info("event=readers_wait reason=\"{}\"", remark.message());
            }
        }
    }

    /** What a person may want to change about the database; not every server of the protocol can be asked. */
    static List<Remark> remarks(Connection connection) {
        List<Remark> remarks = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT is_read_committed_snapshot_on, delayed_durability FROM sys.databases WHERE name = DB_NAME()")) {
            if (!row.next()) {
                return remarks;
            }
            if (!row.getBoolean(1)) {
                remarks.add(Remark.warn("readers", "READ_COMMITTED_SNAPSHOT of the target is off: its readers wait for pg2any's transactions, and a query may see a"
                        + " part of one", "ALTER DATABASE … SET READ_COMMITTED_SNAPSHOT ON."));
            }
            if (row.getInt(2) == DELAYED_ALWAYS) {
                remarks.add(Remark.warn(DURABILITY, "DELAYED_DURABILITY of the target is FORCED: a crash can lose commits that the source no longer has, and pg2any then"
                        + " refuses to go on", "ALTER DATABASE … SET DELAYED_DURABILITY = ALLOWED."));
            }
        } catch (SQLException e) {
            LOG.debug("the database's options cannot be read", e);
        }
        return remarks;
    }
}
