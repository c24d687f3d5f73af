package io.pg2any.destination.sqlserver;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.JdbcDestination;

/**
 * SQL Server and Azure SQL: {@code sqlserver://user:password@host:1433/database}, {@code jdbc:sqlserver://host;databaseName=…},
 * {@code Server=host,1433;Database=…;User Id=…;Password=…}.
 */
public final class SqlServerProvider implements DestinationProvider {

    @Override
    public String type() {
        return "sqlserver";
    }

    @Override
    public boolean accepts(String url) {
        return SqlServerAddress.accepts(url);
    }

    @Override
    public DestinationHandler create(DestinationSettings settings) {
        return new JdbcDestination(new SqlServerServer(SqlServerAddress.parse(settings)), settings.createTables());
    }
}
