package io.pg2any.destination.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.Remark;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.ControlTypes;
import io.pg2any.destination.jdbc.CopyRoad;
import io.pg2any.destination.jdbc.Dialect;
import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.Server;
import io.pg2any.destination.jdbc.StatementLimits;
import io.pg2any.destination.jdbc.Statements;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetTable;

/** A PostgreSQL target. Its DDL is transactional, so one connection does everything. */
final class PostgresServer implements Server {

    /** Far below what a server allows in connections, far above what one loads faster with. */
    private static final int MOST_LANES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    /** {@code NAMEDATALEN - 1}; longer names would be cut with no more than a notice. */
    private static final int MAX_NAME = 63;

    private static final String PRIVILEGE = "42501";

    /** Where foreign keys act, those that can wait are checked when all tables have been written to. */
    private static final String DEFERRING = "BEGIN; SET CONSTRAINTS ALL DEFERRED";

    private final PostgresAddress address;
    private final Duration queryTimeout;

    PostgresServer(PostgresAddress address, Duration queryTimeout) {
        this.address = address;
        this.queryTimeout = queryTimeout;
    }

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public ErrorRules errors() {
        return new PostgresErrors();
    }

    @Override
    public int loadLanes() {
        return MOST_LANES;
    }

    @Override
    public boolean writesBeside() {
        return true;
    }

    @Override
    public boolean likesBinary(TableSchema table) {
        return table.hasKey() && table.columns().stream().allMatch(column -> PortableTypes.oid(column.type()).isPresent());
    }

    @Override
    public String limitLockWait(Duration wait) {
        return "SET lock_timeout = " + wait.toMillis();
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = Objects.requireNonNull(new Driver().connect(address.jdbcUrl(), address.driverProperties()), "not the driver of this URL");
        try (Statement statement = connection.createStatement()) {
            statement.execute(PostgresSession.settings(queryTimeout));
            actAsReplica(statement);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection connectWithoutLimits() throws SQLException {
        Connection connection = connect();
        connection.setNetworkTimeout(Runnable::run, 0);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0");
        }
        return connection;
    }

    /** What triggers and foreign keys did in the source arrives as rows: here they must not act again. */
    private static void actAsReplica(Statement statement) throws SQLException {
        try {
            statement.execute("SET session_replication_role = replica");
        } catch (SQLException e) {
            if (!PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
            LOG.warn("event=target_triggers_act reason=\"the destination's user may not set session_replication_role: triggers and foreign keys"
                    + " of the target act on replicated rows\" remedy=\"GRANT SET ON PARAMETER session_replication_role TO the user, or drop them\"");
        }
    }

    @Override
    public List<Remark> remarks(Connection connection) throws SQLException {
        List<Remark> remarks = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery(), current_setting('fsync'),"
                        + " current_schema() IS NOT NULL, has_database_privilege(current_database(), 'CREATE')")) {
            row.next();
            if (row.getBoolean(1)) {
                remarks.add(Remark.fail("standby", "this server is a standby, which nobody can write to", "Give the primary's address."));
            }
            if (row.getString(2).equals("off")) {
                remarks.add(Remark.warn("fsync", "it is off: a crash of the target's machine can damage the database", "Set fsync = on."));
            }
            if (!row.getBoolean(3)) {
                remarks.add(Remark.fail("search_path", "the session has no schema that tables of public could go to", "Create the schema that the user's search_path names."));
            }
            if (!row.getBoolean(4)) {
                remarks.add(Remark.warn("schemas", "the user may not create schemas: those that tables go to must be there", "GRANT CREATE ON DATABASE, or create them."));
            }
        }
        if (!isReplica(connection)) {
            remarks.add(Remark.warn("session_replication_role", "the user may not set it: triggers and foreign keys of the target act on replicated rows",
                    "GRANT SET ON PARAMETER session_replication_role TO the user, or drop them."));
        }
        return remarks;
    }

    @Override
    public Dialect dialect(Connection connection) throws SQLException {
        boolean replica = isReplica(connection);
        Identifiers identifiers = new Identifiers('"', MAX_NAME, true, false, false, true);
        return new Dialect(
                product(),
                identifiers,
                new PostgresSyntax(),
                new PostgresTypes(connection),
                new PostgresCatalog(),
                new ControlTypes("text", "text", "bigint", "timestamp with time zone", "clock_timestamp()"),
                new Writers(replica, new Statements(connection)),
                new PostgresAfterLoad(identifiers, replica),
                new PostgresAlterations(identifiers),
                true,
                replica ? "" : DEFERRING);
    }

    private static boolean isReplica(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SHOW session_replication_role")) {
            return row.next() && "replica".equals(row.getString(1));
        }
    }

    /** @param statements those of all tables, so that their number is limited */
    private record Writers(boolean replica, Statements statements) implements TableWriter.Factory {
        @Override
        public TableWriter create(Connection connection, TargetTable table, TableWriter ordinary) throws SQLException {
            if (!replica) {
                ForeignKeys.requireInert(connection, table);
            }
            return new SetWriter(connection, statements, table, new PostgresSyntax(), ordinary);
        }

        @Override
        public boolean isParallel(Connection connection, TargetTable table) throws SQLException {
            return replica || !ForeignKeys.concern(connection, table);
        }

        @Override
        public Optional<CopyRoad> copy(Connection connection, TargetTable table) {
            return PassedCopy.fits(table) ? Optional.of(PassedCopy.into(connection, table)) : Optional.empty();
        }

        /** Sets of rows are the writer's own; what is left goes one row a statement. */
        @Override
        public StatementLimits limits() {
            return new StatementLimits(List.of(1), Integer.MAX_VALUE, Long.MAX_VALUE);
        }
    }
}
