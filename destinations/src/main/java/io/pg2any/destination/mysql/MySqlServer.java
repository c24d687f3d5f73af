package io.pg2any.destination.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.mariadb.jdbc.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.Remark;
import io.pg2any.destination.jdbc.ControlTypes;
import io.pg2any.destination.jdbc.Dialect;
import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.RowStatements;
import io.pg2any.destination.jdbc.Server;
import io.pg2any.destination.jdbc.StatementLimits;
import io.pg2any.destination.jdbc.Statements;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetTable;

/** A MySQL or MariaDB server. Its DDL commits the open transaction, so that tables are made on a second connection. */
final class MySqlServer implements Server {

    private static final Logger LOG = LoggerFactory.getLogger(MySqlServer.class);

    /** Far below what a server allows in connections, far above what one loads faster with. */
    private static final int MOST_LANES = 32;

    private static final int MAX_NAME = 64;
    /** What strict means: a value that does not fit is an error, 0 is 0 in a column that counts by itself, quotes are the standard's. */
    private static final String SQL_MODE = "STRICT_ALL_TABLES,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
            + "NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION";
    /** The source may be silent that long in the middle of a load, and between two transactions. */
    private static final Duration SILENCE = Duration.ofDays(24);
    /** The driver has MySQL prepare a statement again for each batch; up to here it drops the second one, beyond both stay. */
    private static final int LONGEST_CACHED = 8191;
    private static final String NO_TLS = "ssl not enabled";

    private final String product;
    private final ConnectionOptions options;
    private final AtomicBoolean advised = new AtomicBoolean();
    private volatile boolean seesCommits;

    MySqlServer(String product, ConnectionOptions options) {
        this.product = product;
        this.options = options;
    }

    @Override
    public String product() {
        return product;
    }

    @Override
    public ErrorRules errors() {
        return new MySqlErrors();
    }

    @Override
    public int loadLanes() {
        return MOST_LANES;
    }

    /** Known once the first connection is set up. */
    @Override
    public boolean writesBeside() {
        return seesCommits;
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = switch (options.tls()) {
            case AS_TOLD -> connect(options.driver().getProperty("sslMode"));
            case NONE -> connect("disable");
            case PREFERRED -> connectPreferringTls();
        };
        try {
            connection.setCatalog(options.database());
            setUp(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection connectWithoutLimits() throws SQLException {
        Connection connection = connect();
        connection.setNetworkTimeout(Runnable::run, 0);
        return connection;
    }

    private Connection connectPreferringTls() throws SQLException {
        try {
            return connect("trust");
        } catch (SQLException e) {
            if (e.getMessage() != null && e.getMessage().contains(NO_TLS)) {
                return connect("disable");
            }
            throw e;
        }
    }

    private Connection connect(String sslMode) throws SQLException {
        return Objects.requireNonNull(new Driver().connect("jdbc:mariadb://" + options.authority() + "/", options.with(sslMode)), "not the driver of this URL");
    }

    /** Fixes what the server's own settings could change about our writes. */
    private void setUp(Connection connection) throws SQLException {
        long silence = SILENCE.toSeconds();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET NAMES utf8mb4");
            statement.execute("SET SESSION sql_mode = '" + SQL_MODE + "', time_zone = '+00:00', foreign_key_checks = 0, unique_checks = 1,"
                    + " wait_timeout = " + silence + ", net_read_timeout = " + silence + ", net_write_timeout = " + silence);
            statement.execute("SET SESSION completion_type = 'NO_CHAIN', sql_safe_updates = 0, sql_select_limit = 18446744073709551615, sql_notes = 1, "
                    + (isMariaDb(connection) ? "idle_transaction_timeout = 0, idle_write_transaction_timeout = 0, max_statement_time = 0"
                            : "max_execution_time = 0"));
            if (options.queryTimeout().isPositive()) {
                long seconds = Math.max(1, options.queryTimeout().toSeconds());
                statement.execute("SET SESSION lock_wait_timeout = " + seconds
                        + ", innodb_lock_wait_timeout = " + lockWait("@@SESSION"));
            }
            // Each statement sees what is there now: also a table that was made on the other connection meanwhile.
            seesCommits = !logsStatements(statement);
            statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL " + (seesCommits ? "READ COMMITTED" : "REPEATABLE READ"));
        }
    }

    private static boolean isMariaDb(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("MariaDB");
    }

    @Override
    public String limitLockWait(Duration wait) {
        return "SET SESSION innodb_lock_wait_timeout = " + (wait.isZero() ? lockWait("@@GLOBAL") : wait.toSeconds());
    }

    /** No longer than a statement may take, where that is limited. */
    private String lockWait(String scope) {
        String servers = scope + ".innodb_lock_wait_timeout";
        return options.queryTimeout().isPositive()
                ? "CAST(LEAST(" + servers + ", " + Math.max(1, options.queryTimeout().toSeconds()) + ") AS UNSIGNED)" : servers;
    }

    /** A log of statements cannot be written under READ COMMITTED. */
    private static boolean logsStatements(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW VARIABLES LIKE 'binlog_format'")) {
            return row.next() && row.getString(2).equalsIgnoreCase("STATEMENT");
        }
    }

    @Override
    public List<Remark> remarks(Connection connection) throws SQLException {
        return MySqlRemarks.of(connection, ServerFacts.read(connection));
    }

    @Override
    public Dialect dialect(Connection connection) throws SQLException {
        ServerFacts facts = ServerFacts.read(connection);
        advise(facts);
        MySqlSyntax syntax = new MySqlSyntax(facts);
        String text = " CHARACTER SET utf8mb4 COLLATE " + facts.exactCollation();
        Identifiers identifiers = new Identifiers('`', MAX_NAME, false, true, facts.namesFold(), true);
        return new Dialect(
                facts.product(),
                identifiers,
                syntax,
                new MySqlTypes(facts),
                new MySqlCatalog(facts.namesFold()),
                new ControlTypes("VARCHAR(64)" + text, "LONGTEXT" + text, "BIGINT", "DATETIME(6)", "UTC_TIMESTAMP(6)"),
                new Writers(syntax, facts, loads(facts), new Statements(connection), new ParameterPool(), new LoadText()),
                new MySqlAfterLoad(identifiers),
                new MySqlAlterations(identifiers),
                false,
                "");
    }

    /** Says once what a person may want to change. */
    private void advise(ServerFacts facts) {
        if (advised.getAndSet(true)) {
            return;
        }
        if (!facts.durable()) {
            LOG.warn("event=target_not_durable reason=\"innodb_flush_log_at_trx_commit of the target is not 1: a crash of its machine can lose commits"
                    + " that the source no longer has, and pg2any then refuses to go on\"");
        }
        if (!facts.mariaDb() && !loads(facts)) {
            LOG.info("event=load_data_off reason=\"local_infile of the target is OFF: new rows go by prepared statements, which is a fourth more work for it\"");
        }
    }

    /** Whether large sets of new rows go by LOAD DATA: less work for MySQL than prepared inserts, more for MariaDB. */
    private boolean loads(ServerFacts facts) {
        return !facts.mariaDb() && facts.loadsLocal() && !options.driver().getProperty("allowLocalInfile", "true").equalsIgnoreCase("false");
    }

    /** Of one connection. */
    private record Writers(MySqlSyntax syntax, ServerFacts facts, boolean loads, Statements statements, ParameterPool pool, LoadText text)
            implements TableWriter.Factory {
        @Override
        public TableWriter create(Connection connection, TargetTable table, TableWriter ordinary) {
            TableWriter prepared = new MultiRowWriter(table, ordinary, new RowStatements(syntax, table), statements, pool, PacketLimits.of(facts));
            return loads
                    ? LoadData.of(connection, table, text).<TableWriter>map(load -> new LoadingWriter(load, prepared)).orElse(prepared)
                    : prepared;
        }

        /** Foreign keys are not checked here; a lock on a row of the clustered index, and on no other, keeps away from the gaps beside it. */
        @Override
        public boolean isParallel(Connection connection, TargetTable table) {
            return table.keyColumns().stream().noneMatch(column -> column.existing().nullable());
        }

        @Override
        public StatementLimits limits() {
            return new StatementLimits(List.of(1), PacketLimits.MOST_PARAMETERS, facts.maxAllowedPacket() / 2, LONGEST_CACHED);
        }
    }
}
