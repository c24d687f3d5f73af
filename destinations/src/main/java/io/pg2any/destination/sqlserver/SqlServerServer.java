package io.pg2any.destination.sqlserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.Remark;
import io.pg2any.destination.jdbc.ControlTypes;
import io.pg2any.destination.jdbc.Dialect;
import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.Server;
import io.pg2any.destination.jdbc.StatementLimits;
import io.pg2any.destination.jdbc.Statements;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetTable;

/** A database of a SQL Server. Its DDL is part of the open transaction. */
final class SqlServerServer implements Server {

    private static final String PRODUCT = "SQL Server";
    /** Far below what a server allows in connections, far above what one loads faster with. */
    private static final int MOST_LANES = 32;
    private static final int MAX_NAME = 128;
    /** What an answer may take beyond the time-out of its statement, before the server counts as gone. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /**
     * What the server's, the database's or the login's own settings could change about our writes. XACT_ABORT is off, so that a row which is
     * refused costs its statement and not the transaction: what was written since a savepoint can be taken back.
     *
     * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/statements/set-xact-abort-transact-sql">Microsoft, SET XACT_ABORT</a>
     */
    private static final List<String> SETTINGS = List.of(
            "SET ANSI_NULLS ON", "SET ANSI_NULL_DFLT_ON ON", "SET ANSI_PADDING ON", "SET ANSI_WARNINGS ON", "SET ARITHABORT ON", "SET CONCAT_NULL_YIELDS_NULL ON",
            "SET QUOTED_IDENTIFIER ON", "SET NUMERIC_ROUNDABORT OFF", "SET NOCOUNT OFF", "SET ROWCOUNT 0", "SET LANGUAGE us_english", "SET DATEFORMAT ymd",
            "SET XACT_ABORT OFF", "SET TRANSACTION ISOLATION LEVEL READ COMMITTED");

    /** What the driver logs as a warning of its own it also throws; held here, since a logger that nobody holds forgets its level. */
    private static final Logger DRIVER = Logger.getLogger("com.microsoft.sqlserver.jdbc");

    private final SqlServerAddress address;
    private @Nullable ServerTraits traits;

    SqlServerServer(SqlServerAddress address) {
        this.address = address;
        if (DRIVER.getLevel() == null) {
            DRIVER.setLevel(Level.SEVERE);
        }
    }

    @Override
    public String product() {
        return PRODUCT;
    }

    @Override
    public ErrorRules errors() {
        return new SqlServerErrors();
    }

    @Override
    public int loadLanes() {
        return MOST_LANES;
    }

    @Override
    public String limitLockWait(Duration wait) {
        return "SET LOCK_TIMEOUT " + lockWait(wait.isZero() ? address.queryTimeout() : wait);
    }

    /** In milliseconds; −1: without an end. */
    private static long lockWait(Duration wait) {
        return wait.isZero() ? -1 : Math.min(Integer.MAX_VALUE, wait.toMillis());
    }

    @Override
    public Connection connect() throws SQLException {
        return connect(address.queryTimeout());
    }

    @Override
    public Connection connectWithoutLimits() throws SQLException {
        return connect(Duration.ZERO);
    }

    private Connection connect(Duration timeout) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlserver://", properties(timeout));
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
            statement.execute("SET LOCK_TIMEOUT " + lockWait(timeout));
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties(Duration timeout) {
        Properties all = new Properties();
        all.putAll(address.driver());
        all.setProperty("loginTimeout", String.valueOf(Math.clamp(address.connectTimeout().toSeconds(), 1, 65_535)));
        if (!timeout.isZero()) {
            all.setProperty("queryTimeout", String.valueOf(Math.clamp(timeout.toSeconds(), 1, Integer.MAX_VALUE)));
            all.setProperty("socketTimeout", String.valueOf(Math.min(Integer.MAX_VALUE, timeout.plus(GRACE).toMillis())));
        }
        return all;
    }

    @Override
    public List<Remark> remarks(Connection connection) {
        return ServerTraits.remarks(connection);
    }

    @Override
    public Dialect dialect(Connection connection) throws SQLException {
        Optional<BulkLoad> bulk = traits().takesBulk() ? Optional.of(new BulkLoad(connection, address.queryTimeout())) : Optional.empty();
        return dialect(connection, namesFold(connection), bulk);
    }

    /** The same, of a server of which these two things are known. */
    static Dialect dialect(Connection connection, boolean fold, Optional<BulkLoad> bulk) {
        Identifiers identifiers = new Identifiers('[', ']', MAX_NAME, false, fold, fold, true);
        SqlServerSyntax syntax = new SqlServerSyntax();
        String collate = " COLLATE " + SqlServerTypes.EXACT;
        return new Dialect(
                PRODUCT,
                identifiers,
                syntax,
                new SqlServerTypes(connection),
                new SqlServerCatalog(),
                new ControlTypes("NVARCHAR(64)" + collate, "NVARCHAR(MAX)" + collate, "BIGINT", "DATETIME2(6)", "SYSUTCDATETIME()"),
                new Writers(syntax, bulk, new Statements(connection), new AtomicInteger()),
                new SqlServerAfterLoad(identifiers),
                new SqlServerAlterations(identifiers),
                true,
                "");
    }

    /** The database's collation decides whether names that differ by case alone are the same name. */
    private static boolean namesFold(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CASE WHEN N'a' = N'A' THEN 1 ELSE 0 END")) {
            return !row.next() || row.getInt(1) == 1;
        }
    }

    private synchronized ServerTraits traits() throws SQLException {
        ServerTraits known = traits;
        if (known == null) {
            try (Connection own = connect()) {
                known = ServerTraits.of(own, address.queryTimeout());
            }
            traits = known;
        }
        return known;
    }

    /** Of one connection. */
    private record Writers(SqlServerSyntax syntax, Optional<BulkLoad> bulk, Statements statements, AtomicInteger made) implements TableWriter.Factory {
        @Override
        public TableWriter create(Connection connection, TargetTable table, TableWriter ordinary) throws SQLException {
            InertForeignKeys.require(connection, table);
            return new SetWriter(connection, statements, table, syntax, "#pg2any_" + made.incrementAndGet(), bulk);
        }

        /** Sets of rows are the writer's own; what is left goes one row a statement. */
        @Override
        public StatementLimits limits() {
            return new StatementLimits(List.of(1), 2_000, Long.MAX_VALUE);
        }
    }
}
