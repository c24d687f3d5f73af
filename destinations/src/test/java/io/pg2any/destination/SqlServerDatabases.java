package io.pg2any.destination;

import java.sql.SQLException;

import io.pg2any.destination.servers.SqlServerDatabase;
import io.pg2any.destination.sqlserver.SqlServerProvider;

/** The SQL Server that the environment names, with an empty database for each test. */
final class SqlServerDatabases {

    private SqlServerDatabases() {}

    static TestDatabase fresh() {
        SqlServerDatabase database = new SqlServerDatabase();
        Runtime.getRuntime().addShutdownHook(new Thread(database::close));
        try {
            return new TestDatabase(new SqlServerProvider(), database.url(), database.connect(), '"', Reading.SQL_SERVER);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
