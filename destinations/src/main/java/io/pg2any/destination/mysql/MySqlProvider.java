package io.pg2any.destination.mysql;

import java.util.List;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.JdbcDestination;
import io.pg2any.destination.jdbc.ServerUrl;

/** MySQL servers: {@code mysql://user:password@host:3306/database}, {@code jdbc:mysql://…}. */
public final class MySqlProvider implements DestinationProvider {

    @Override
    public String type() {
        return "mysql";
    }

    @Override
    public boolean accepts(String url) {
        return ServerUrl.hasScheme(url, List.of("mysql"));
    }

    @Override
    public DestinationHandler create(DestinationSettings settings) {
        return new JdbcDestination(new MySqlServer("MySQL", ConnectionOptions.of(settings, "mysql")), settings.createTables());
    }
}
