package io.pg2any.destination.oracle;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;

import io.pg2any.error.CdcException;

/**
 * Oracle's JDBC driver, which its licence keeps out of pg2any: the user puts it into a folder from which the launcher takes it.
 *
 * @see <a href="https://www.oracle.com/database/technologies/appdev/jdbc-downloads.html">Oracle, JDBC and UCP downloads</a>
 */
final class OracleDriver {

    /** The system property by which the launcher tells the folder. */
    static final String FOLDER = "pg2any.drivers";

    private static final String ANY_URL = "jdbc:oracle:thin:@//localhost:1521/service";

    private OracleDriver() {}

    /** Refuses to go on without a driver, and names the file and the folder. */
    static void require() {
        if (DriverManager.drivers().noneMatch(OracleDriver::isOracles)) {
            String folder = System.getProperty(FOLDER, "");
            throw CdcException.configuration("driver-missing", "Oracle's JDBC driver is missing: pg2any comes without it.",
                    "Download ojdbc17.jar (https://www.oracle.com/database/technologies/appdev/jdbc-downloads.html, or com.oracle.database.jdbc:ojdbc17 in Maven"
                            + " Central) and " + (folder.isEmpty() ? "put it on the class path." : "put it into the folder " + folder + " (PG2ANY_DRIVERS names another one)."));
        }
    }

    private static boolean isOracles(Driver driver) {
        try {
            return driver.acceptsURL(ANY_URL);
        } catch (SQLException e) {
            return false; // it does not even know the form
        }
    }
}
