package io.pg2any.destination.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.duckdb.DuckDBConnection;

import io.pg2any.destination.jdbc.ControlTypes;
import io.pg2any.destination.jdbc.Dialect;
import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.Server;
import io.pg2any.destination.jdbc.StatementLimits;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetTable;

/** A DuckDB file, opened in this process; no other process can open it meanwhile. Its DDL is transactional. */
final class DuckDbServer implements Server {

    /** DuckDB sets no limit; longer names come from no source. */
    private static final int MAX_NAME = 255;

    private final DuckDbFile file;

    DuckDbServer(DuckDbFile file) {
        this.file = file;
    }

    @Override
    public String product() {
        return "DuckDB";
    }

    @Override
    public ErrorRules errors() {
        return new DuckDbErrors();
    }

    /** One appender keeps a core of DuckDB busy, and two transactions that write are told apart only when they collide. */
    @Override
    public int loadLanes() {
        return 1;
    }

    @Override
    public boolean writersCollide() {
        return true;
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = NativeLibrary.connect(file.path());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL memory_limit = '" + file.memoryLimit() + "'");
            if (file.threads() > 0) {
                statement.execute("SET GLOBAL threads = " + file.threads());
            }
            statement.execute("SET GLOBAL autoinstall_known_extensions = false"); // nothing is fetched from anywhere
            statement.execute("SET TimeZone = 'UTC'");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Dialect dialect(Connection connection) throws SQLException {
        Identifiers plain = new Identifiers('"', MAX_NAME, false, true, true, true);
        String database = plain.quote(connection.getCatalog());
        Identifiers names = plain.in(database, plain.quote(connection.getSchema()));
        return new Dialect(
                product(),
                names,
                new DuckDbSyntax(database),
                new DuckDbTypes(),
                new DuckDbCatalog(),
                new ControlTypes("VARCHAR", "VARCHAR", "BIGINT", "TIMESTAMP", "CAST(now() AS TIMESTAMP)"),
                new Writers(),
                new DuckDbAfterLoad(),
                new DuckDbAlterations(names),
                true,
                "BEGIN TRANSACTION"); // the driver's manual commit would begin the next one at once, with a view of the database that grows old
    }

    private static final class Writers implements TableWriter.Factory {
        @Override
        public TableWriter create(Connection connection, TargetTable table, TableWriter ordinary) throws SQLException {
            DuckDbCatalog.requireNoForeignKeys(connection, table);
            return new StagingWriter(connection.unwrap(DuckDBConnection.class), table, DuckDbCatalog.columnNames(connection, table.schema().target()));
        }

        /** In process there are no trips to save: one row a statement. The driver's batches would begin transactions of their own. */
        @Override
        public StatementLimits limits() {
            return new StatementLimits(List.of(1), Integer.MAX_VALUE, Long.MAX_VALUE, 0);
        }
    }
}
