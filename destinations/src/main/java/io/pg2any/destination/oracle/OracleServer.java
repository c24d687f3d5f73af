package io.pg2any.destination.oracle;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

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
import io.pg2any.error.CdcException;

/** An Oracle Database. Its DDL commits the open transaction, so that tables are made on a second connection. */
final class OracleServer implements Server {

    private static final String PRODUCT = "Oracle";
    /** Far below what a database allows in sessions, far above what one loads faster with. */
    private static final int MOST_LANES = 16;
    /** The oldest release with names of 128 bytes; its driver and ours tell what each row of a batch did. */
    private static final int OLDEST_MAJOR = 12;
    private static final int OLDEST_MINOR = 2;
    /** What an answer may take beyond the time-out of its statement, before the server counts as gone. */
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** What long DDL waits for, others' transactions on the table, before it gives up. */
    private static final int DDL_WAIT_SECONDS = 60;

    /**
     * What the machine's language, the database's or a logon trigger's settings could change about our statements. Commits wait for their
     * redo on disk whatever COMMIT_WAIT of the database is.
     *
     * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/ALTER-SESSION.html">Oracle, SQL Language Reference:
     *     ALTER SESSION</a>
     */
    static final List<String> SETTINGS = List.of(
            "ALTER SESSION SET NLS_LANGUAGE = 'AMERICAN'", "ALTER SESSION SET NLS_TERRITORY = 'AMERICA'", "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,'",
            "ALTER SESSION SET NLS_CALENDAR = 'GREGORIAN'", "ALTER SESSION SET NLS_SORT = 'BINARY'", "ALTER SESSION SET NLS_COMP = 'BINARY'",
            "ALTER SESSION SET TIME_ZONE = '+00:00'", "ALTER SESSION SET COMMIT_LOGGING = 'IMMEDIATE'",
            "ALTER SESSION SET COMMIT_WAIT = 'WAIT'", "ALTER SESSION SET DDL_LOCK_TIMEOUT = " + DDL_WAIT_SECONDS);

    private final OracleAddress address;

    OracleServer(OracleAddress address) {
        this.address = address;
    }

    @Override
    public String product() {
        return PRODUCT;
    }

    @Override
    public ErrorRules errors() {
        return new OracleErrors();
    }

    @Override
    public int loadLanes() {
        return MOST_LANES;
    }

    @Override
    public boolean closingCommits() {
        return true;
    }

    @Override
    public boolean keepsEmptyValues() {
        return false;
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
        OracleDriver.require();
        Connection connection = DriverManager.getConnection(address.url(), properties(timeout));
        try (Statement statement = connection.createStatement()) {
            requireVersion(connection.getMetaData());
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties(Duration timeout) {
        Properties all = new Properties();
        all.putAll(address.driver());
        all.setProperty("oracle.net.CONNECT_TIMEOUT", String.valueOf(Math.clamp(address.connectTimeout().toMillis(), 1, Integer.MAX_VALUE)));
        if (!timeout.isZero()) {
            all.setProperty("oracle.jdbc.ReadTimeout", String.valueOf(Math.min(Integer.MAX_VALUE, timeout.plus(GRACE).toMillis())));
        }
        return all;
    }

    private static void requireVersion(DatabaseMetaData database) throws SQLException {
        int major = database.getDatabaseMajorVersion();
        int minor = database.getDatabaseMinorVersion();
        if (major < OLDEST_MAJOR || major == OLDEST_MAJOR && minor < OLDEST_MINOR) {
            throw CdcException.configuration("target-version", "The destination is Oracle " + major + "." + minor + "; pg2any needs Oracle 12.2 or newer.", "Upgrade the server.");
        }
    }

    @Override
    public List<Remark> remarks(Connection connection) throws SQLException {
        List<Remark> remarks = new ArrayList<>();
        CharacterSet characters = CharacterSet.of(connection);
        remarks.add(characters.isUnicode() ? Remark.ok("character set", characters.name())
                : Remark.warn("character set", "it is " + characters.name() + ": texts with other characters are refused", "Use a database with AL32UTF8, Oracle's own default."));
        remarks.add(Remark.warn("empty texts", "'' and empty bytes become NULL, since Oracle does not tell them apart; NOT NULL is left out of such columns", ""));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM dual")) {
            row.next();
            remarks.add(Remark.ok("schema", "tables of the source's schema public go to " + row.getString(1)));
        }
        return remarks;
    }

    @Override
    public Dialect dialect(Connection connection) throws SQLException {
        return dialect(connection, CharacterSet.of(connection));
    }

    /** The same, of a database of which the character set is known. */
    static Dialect dialect(Connection connection, CharacterSet characters) {
        Identifiers identifiers = OracleNames.identifiers();
        OracleSyntax syntax = new OracleSyntax();
        return new Dialect(
                PRODUCT,
                identifiers,
                syntax,
                new OracleTypes(characters),
                new OracleCatalog(),
                new ControlTypes("VARCHAR2(64 CHAR)", "CLOB", "NUMBER(19)", "TIMESTAMP(6)", "SYS_EXTRACT_UTC(SYSTIMESTAMP)"),
                new Writers(syntax, new Statements(connection)),
                new OracleAfterLoad(identifiers),
                new OracleAlterations(identifiers),
                false,
                "");
    }

    /** Of one connection. */
    private record Writers(OracleSyntax syntax, Statements statements) implements TableWriter.Factory {

        private static final int MOST_PARAMETERS = 65_535;

        @Override
        public TableWriter create(Connection connection, TargetTable table, TableWriter ordinary) throws SQLException {
            InertForeignKeys.require(connection, table);
            return new OracleWriter(connection, statements, syntax, table);
        }

        /** One row a statement, many in an array. */
        @Override
        public StatementLimits limits() {
            return new StatementLimits(List.of(1), MOST_PARAMETERS, Long.MAX_VALUE);
        }
    }
}
