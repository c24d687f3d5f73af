package io.pg2any.destination.postgres;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.JdbcDestination;

/** PostgreSQL: {@code postgresql://user:password@host:port/database?option=value}, {@code postgres://…}, {@code jdbc:postgresql://…}. */
public final class PostgresProvider implements DestinationProvider {

    @Override
    public String type() {
        return "postgresql";
    }

    @Override
    public boolean accepts(String url) {
        return PostgresAddress.accepts(url);
    }

    @Override
    public DestinationHandler create(DestinationSettings settings) {
        return new JdbcDestination(new PostgresServer(PostgresAddress.parse(settings), settings.queryTimeout()), settings.createTables());
    }
}
