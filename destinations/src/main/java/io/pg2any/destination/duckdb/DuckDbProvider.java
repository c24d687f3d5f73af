package io.pg2any.destination.duckdb;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.JdbcDestination;

/** DuckDB files: {@code duckdb:///absolute/path}, {@code duckdb://relative/path}, {@code jdbc:duckdb:path}. */
public final class DuckDbProvider implements DestinationProvider {

    @Override
    public String type() {
        return "duckdb";
    }

    @Override
    public boolean accepts(String url) {
        return DuckDbFile.accepts(url);
    }

    @Override
    public DestinationHandler create(DestinationSettings settings) {
        return new JdbcDestination(new DuckDbServer(DuckDbFile.parse(settings.url())), settings.createTables());
    }
}
