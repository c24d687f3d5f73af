package io.pg2any.destination.sqlite;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.JdbcDestination;

/** SQLite files: {@code sqlite:///absolute/path}, {@code sqlite://relative/path}, {@code jdbc:sqlite:path}. */
public final class SqliteProvider implements DestinationProvider {

    @Override
    public String type() {
        return "sqlite";
    }

    @Override
    public boolean accepts(String url) {
        return SqliteFile.accepts(url);
    }

    @Override
    public DestinationHandler create(DestinationSettings settings) {
        return new JdbcDestination(new SqliteServer(SqliteFile.parse(settings)), settings.createTables());
    }
}
