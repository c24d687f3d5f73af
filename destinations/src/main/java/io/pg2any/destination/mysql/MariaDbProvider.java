package io.pg2any.destination.mysql;

import java.util.List;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.JdbcDestination;
import io.pg2any.destination.jdbc.ServerUrl;

/** MariaDB servers: {@code mariadb://user:password@host:3306/database}, {@code jdbc:mariadb://…}. */
public final class MariaDbProvider implements DestinationProvider {

    @Override
    public String type() {
        return "mariadb";
    }

    @Override
    public boolean accepts(String url) {
        return ServerUrl.hasScheme(url, List.of("mariadb"));
    }

    @Override
    public DestinationHandler create(DestinationSettings settings) {
        return new JdbcDestination(new MySqlServer("MariaDB", ConnectionOptions.of(settings, "mariadb")), settings.createTables());
    }
}
