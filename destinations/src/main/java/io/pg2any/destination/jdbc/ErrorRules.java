package io.pg2any.destination.jdbc;

import java.sql.SQLException;

/** How a database's errors are to be read. */
public interface ErrorRules {

    Failure classify(SQLException error);

    /** The database's own sentence, without additions of the driver and without details that repeat a row. */
    String message(SQLException error);
}
