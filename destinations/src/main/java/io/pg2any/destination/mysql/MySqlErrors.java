package io.pg2any.destination.mysql;

import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Failure;

/**
 * The error codes of MySQL and MariaDB.
 *
 * @see <a href="https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html">MySQL, Server Error Message Reference</a>
 * @see <a href="https://mariadb.com/docs/server/reference/error-codes">MariaDB, Error Codes</a>
 */
final class MySqlErrors implements ErrorRules {

    private static final Pattern CONNECTION = Pattern.compile("^\\(conn[:=]\\d+\\)\\s*");
    /** Messages that repeat what stood in the row. */
    private static final Pattern VALUE = Pattern.compile("(Duplicate entry|[Ii]ncorrect [a-zA-Z ]+ value:?|Truncated incorrect [A-Z() ]+ value:|"
            + "Invalid [a-z0-9]+ character string:) '.*?'(?= for |$|\\.)", Pattern.DOTALL);

    @Override
    public Failure classify(SQLException error) {
        return switch (error.getErrorCode()) {
            case 1045, 1130, 1251, 1524, 1698, 1820, 1862, 3118, 4151 -> Failure.LOGIN;
            case 1049 -> Failure.NO_DATABASE;
            case 1044, 1142, 1143, 1227, 1370, 1410 -> Failure.PRIVILEGE;
            case 1193, 1231, 1232, 1238 -> Failure.SETTINGS;
            // changed record, lock timeout, deadlock, changed definition, statement time-out, NOWAIT
            case 1020, 1205, 1213, 1412, 1613, 1614, 1615, 1969, 3024, 3058, 3572 -> Failure.CONTENTION;
            // disk and memory, connections and other resources
            case 3, 14, 28, 1021, 1026, 1030, 1037, 1038, 1040, 1041, 1114, 1135, 1180, 1197, 1203, 1206, 1226, 1461, 1637 -> Failure.EXHAUSTED;
            case 1290, 1792, 1836 -> Failure.READ_ONLY;
            // shutdown, aborted connections, killed sessions and statements
            case 1053, 1077, 1079, 1080, 1152, 1158, 1159, 1160, 1161, 1184, 1317, 1927, 2002, 2003, 2006, 2013, 4031 -> Failure.UNREACHABLE;
            case 1054, 1059, 1060, 1061, 1068, 1071, 1072, 1074, 1101, 1102, 1103, 1117, 1118, 1146, 1166, 1170, 1347, 1348, 1364, 1471, 3105, 3750 ->
                Failure.UNFIT_TABLE;
            case 1022, 1048, 1062, 1136, 1153, 1169, 1216, 1217, 1263, 1264, 1265, 1292, 1366, 1367, 1406, 1411, 1416, 1441, 1451, 1452, 1525, 1526,
                    1557, 1586, 1644, 1690, 1748, 1761, 1762, 3140, 3141, 3156, 3157, 3819, 4025 ->
                Failure.REFUSED;
            default -> byState(error);
        };
    }

    private static Failure byState(SQLException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException) {
                return Failure.SETTINGS;
            }
        }
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        String message = error.getMessage() == null ? "" : error.getMessage();
        if (message.contains("ssl not enabled") || message.contains("RSA public key") || message.contains("Self signed certificates")) {
            return Failure.SETTINGS;
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08", "70" -> Failure.UNREACHABLE;
            case "22", "23", "44" -> Failure.REFUSED;
            case "28" -> Failure.LOGIN;
            case "40" -> Failure.CONTENTION;
            default -> Failure.UNKNOWN;
        };
    }

    @Override
    public String message(SQLException error) {
        String message = error.getMessage() == null ? "an error without a message" : error.getMessage();
        int end = message.indexOf("\nThe query is:");
        String own = CONNECTION.matcher(end < 0 ? message : message.substring(0, end)).replaceFirst("");
        return VALUE.matcher(own).replaceAll("$1");
    }
}
