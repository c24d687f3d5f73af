package io.pg2any.destination.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

import io.pg2any.destination.jdbc.ControlTypes;
import io.pg2any.destination.jdbc.Dialect;
import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.Server;
import io.pg2any.destination.jdbc.StatementLimits;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetTable;

/** A SQLite file. Its one connection does everything: SQLite has a single writer, and its DDL is transactional. */
final class SqliteServer implements Server {

    /** SQLite sets no limit; longer names come from no source. */
    private static final int MAX_NAME = 255;

    private final SqliteFile file;

    SqliteServer(SqliteFile file) {
        this.file = file;
    }

    @Override
    public String product() {
        return "SQLite";
    }

    @Override
    public ErrorRules errors() {
        return new SqliteErrors();
    }

    @Override
    public int loadLanes() {
        return 1;
    }

    @Override
    public Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.valueOf(file.synchronous()));
        config.setBusyTimeout(Math.toIntExact(file.patience().toMillis()));
        config.enforceForeignKeys(false);
        return config.createConnection("jdbc:sqlite:" + file.path());
    }

    @Override
    public Dialect dialect(Connection connection) {
        Identifiers identifiers = new Identifiers('"', MAX_NAME, false, true, true, false);
        return new Dialect(
                product(),
                identifiers,
                new SqliteSyntax(),
                new SqliteTypes(),
                new SqliteCatalog(),
                new ControlTypes("TEXT", "TEXT", "INTEGER", "TEXT", "strftime('%Y-%m-%d %H:%M:%f', 'now')"),
                new Writers(),
                new SqliteAfterLoad(identifiers),
                new SqliteAlterations(identifiers),
                true,
                "BEGIN IMMEDIATE"); // a lock that is asked for late cannot be waited for
    }

    /** In process there are no trips to save: one row a statement. */
    private static final class Writers implements TableWriter.Factory {
        @Override
        public TableWriter create(Connection connection, TargetTable table, TableWriter ordinary) {
            return ordinary;
        }

        @Override
        public StatementLimits limits() {
            return new StatementLimits(List.of(1), Integer.MAX_VALUE, Long.MAX_VALUE);
        }
    }
}
