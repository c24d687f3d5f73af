package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import io.pg2any.destination.TargetName;

/** Looks tables up in the target. */
public interface Catalog {

    /** The table as it is now, if it exists. */
    Optional<CatalogTable> find(Connection connection, TargetName name) throws SQLException;
}
