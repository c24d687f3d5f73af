package io.pg2any.destination;

import java.sql.SQLException;

import io.pg2any.destination.oracle.OracleProvider;
import io.pg2any.destination.servers.OracleSchema;

/** The Oracle Database that the environment names, with a user, and so a schema, of its own for each test. */
final class OracleDatabases {

    private OracleDatabases() {}

    /** For the user that a schema of the source became. */
    static void dropAfterwards(String schema) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OracleSchema.drop(schema)));
    }

    static TestDatabase fresh() {
        OracleSchema schema = new OracleSchema();
        Runtime.getRuntime().addShutdownHook(new Thread(schema::close));
        try {
            return new TestDatabase(new OracleProvider(), schema.url(), schema.connect(), '"', Reading.ORACLE, sql -> sql.replace("bigint", "number(19)"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
