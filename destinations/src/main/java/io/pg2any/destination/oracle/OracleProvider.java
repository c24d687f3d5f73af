package io.pg2any.destination.oracle;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.jdbc.JdbcDestination;

/** Oracle Database: {@code oracle://user:password@host:1521/service}, {@code jdbc:oracle:thin:@//host:1521/service}. */
public final class OracleProvider implements DestinationProvider {

    @Override
    public String type() {
        return "oracle";
    }

    @Override
    public boolean accepts(String url) {
        return OracleAddress.accepts(url);
    }

    @Override
    public DestinationHandler create(DestinationSettings settings) {
        return new JdbcDestination(new OracleServer(OracleAddress.parse(settings)), settings.createTables());
    }
}
