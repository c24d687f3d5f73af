package io.pg2any.destination.sqlserver;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

import io.pg2any.destination.jdbc.Causes;
import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Failure;

/**
 * The error numbers of SQL Server and Azure SQL.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/database-engine-events-and-errors">Microsoft,
 *     Database Engine events and errors</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/azure-sql/database/troubleshoot-common-errors-issues">Microsoft, Azure SQL: common
 *     errors, transient ones first</a>
 */
final class SqlServerErrors implements ErrorRules {

    /** What the driver adds for its support. */
    private static final Pattern CLIENT = Pattern.compile("\\s*ClientConnectionId:\\S+");
    /** Messages that repeat what stood in the row. */
    private static final Pattern VALUE = Pattern.compile(
            "\\s*The duplicate key value is \\(.*?\\)\\.(?=\\s|$)|\\s*Truncated value: '.*?'\\.(?=\\s|$)|(?<=value) '.*?'(?= to data type)|(?<=value) '.*?'(?= overflowed)",
            Pattern.DOTALL);
    private static final int OF_USERS = 50_000;

    /** What a certificate that nobody vouches for takes: SQL Server makes one for itself if it is given none. */
    private static final String UNTRUSTED = " The certificate of the server is not one that this machine trusts: name who vouches for it"
            + " (trustStore, serverCertificate), or take any with trustServerCertificate=true in the destination's URL.";

    @Override
    public Failure classify(SQLException error) {
        return byNumber(root(error));
    }

    /** The driver wraps what the server says while a bulk copy looks at its table, and leaves number and state out. */
    private static SQLException root(SQLException error) {
        boolean says = error.getErrorCode() != 0 || error.getSQLState() != null;
        return !says && error.getCause() instanceof SQLException cause ? root(cause) : error;
    }

    private static Failure byNumber(SQLException error) {
        return switch (error.getErrorCode()) {
            case 18450, 18451, 18452, 18456, 18458, 18459, 18461, 18463, 18464, 18465, 18466, 18467, 18468, 18470, 18486, 18487, 18488, 40615 -> Failure.LOGIN;
            case 911, 4060, 4062, 4063, 4064, 40607 -> Failure.NO_DATABASE;
            case 229, 230, 262, 297, 300, 916, 1088, 2104, 2760, 3704, 4834, 4902, 6004, 8104, 15151, 15247 -> Failure.PRIVILEGE;
            // deadlock, lock timeout, conflicts of snapshots, a table changed or made by another at this moment
            case 1205, 1222, 1807, 2714, 3635, 3960, 3961, 3966 -> Failure.CONTENTION;
            // memory, locks, disk, log, connections and the limits of Azure
            case 701, 802, 845, 846, 847, 1101, 1105, 1204, 1121, 3257, 5128, 5149, 5169, 8645, 8651, 8657, 8902, 9002, 10922, 10928, 10929, 10936, 17300,
                    17803, 17809, 40544, 40549, 40550, 40551, 40552, 40553, 41823, 41840, 49920 -> Failure.EXHAUSTED;
            case 3906, 3908, 3415 -> Failure.READ_ONLY;
            // connections, shutdowns, databases that start, move or fail over
            case 20, 64, 121, 233, 596, 904, 921, 922, 924, 926, 927, 942, 945, 952, 976, 978, 979, 983, 988, 4221, 5901, 6001, 6005, 6006, 10053, 10054, 10060,
                    10061, 11001, 17142, 17143, 17148, 17183, 17197, 18401, 40143, 40166, 40197, 40501, 40540, 40613, 40627, 42108, 42109, 49918, 49919 ->
                Failure.UNREACHABLE;
            case 103, 206, 207, 208, 213, 257, 264, 271, 273, 305, 306, 402, 529, 544, 1038, 1701, 1702, 1750, 1776, 1778, 1785, 1904, 1908, 1911, 1919, 2705, 3725, 3726, 3727, 3728, 4416,
                    4405, 4406, 1753, 2715, 4708, 4711, 4712, 4901, 4922, 4924, 5074, 8101, 8102, 13536, 13537 ->
                Failure.UNFIT_TABLE;
            case 220, 232, 237, 241, 242, 244, 245, 248, 293, 295, 296, 310, 511, 512, 513, 515, 547, 550, 1505, 1946, 2601, 2627, 2628, 3609, 3616, 3991, 4815, 4819, 4863, 4864,
                    4865, 4866, 4867, 4868, 4869, 4879, 3903, 3930, 3931, 6401, 6522, 7138, 7139, 8023, 8024, 8029, 8114, 8115, 8152, 8169, 8170, 8178, 9003, 9420, 13608, 13609, 33504 ->
                Failure.REFUSED;
            default -> error.getErrorCode() >= OF_USERS ? Failure.REFUSED : byState(error); // raised by a trigger or a procedure
        };
    }

    private static Failure byState(SQLException error) {
        if (isUntrusted(error) || Causes.has(error, SSLException.class) && !Causes.saysCut(error)) {
            return Failure.SETTINGS;
        }
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.equals("HY008")) {
            return Failure.CONTENTION; // the driver's time-out for a statement
        }
        if (state.startsWith("08") || Causes.has(error, IOException.class)) {
            return Failure.UNREACHABLE;
        }
        return state.startsWith("22") ? Failure.REFUSED : state.equals("28000") ? Failure.LOGIN : Failure.UNKNOWN;
    }

    private static boolean isUntrusted(SQLException error) {
        return Causes.has(error, CertificateException.class) || String.valueOf(error.getMessage()).contains("PKIX path");
    }

    @Override
    public String message(SQLException error) {
        SQLException root = root(error);
        String message = root.getMessage() == null ? "an error without a message" : root.getMessage();
        String clean = VALUE.matcher(CLIENT.matcher(message).replaceAll("")).replaceAll("").strip();
        return isUntrusted(root) ? (clean.endsWith(".") ? clean : clean + ".") + UNTRUSTED : clean;
    }
}
