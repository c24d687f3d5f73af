package io.pg2any.destination.oracle;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

import io.pg2any.destination.jdbc.Causes;
import io.pg2any.destination.jdbc.ErrorRules;
import io.pg2any.destination.jdbc.Failure;

/**
 * The error numbers of Oracle Database, and from 17,000 on those of its driver.
 *
 * @see <a href="https://docs.oracle.com/en/error-help/db/">Oracle, Database Error Messages</a>
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/JDBC-error-messages.html">Oracle, JDBC Developer's Guide:
 *     JDBC Error Messages</a>
 */
final class OracleErrors implements ErrorRules {

    /** What the driver adds: a page to look at, and what the server says of the row (ORA-03301), of the place in a trigger or of a library. */
    private static final Pattern MORE = Pattern.compile("\\s*(https?://docs\\.oracle\\.com/\\S*|\\(CONNECTION_ID=[^)]*\\)\\.?|ORA-03301:[^\\n]*|ORA-06512:[^\\n]*)");
    /** Messages that repeat what stood in the row. */
    private static final Pattern VALUE = Pattern.compile("(?<=string value) containing '.*?'(?= to a number)|(?<=row with column values) \\(.*?\\)(?= already exists)", Pattern.DOTALL);
    private static final int OF_USERS = 20_000;
    private static final int OF_USERS_END = 20_999;

    @Override
    public Failure classify(SQLException error) {
        int code = error.getErrorCode();
        return switch (code) {
            case 1004, 1005, 1017, 1035, 1045, 28000, 28001, 28003, 28009, 28221 -> Failure.LOGIN;
            case 12154, 12504, 65011 -> Failure.NO_DATABASE; // an alias that is not there, no service's name, no pluggable database
            case 1031, 1536, 1950, 28365, 41900, 47306, 47401 -> Failure.PRIVILEGE; // a quota and a closed wallet among them
            // busy, deadlock, made by another at this moment, time-out, distributed lock, old snapshot, serialization, changed definitions
            case 54, 60, 955, 1013, 1466, 1555, 2049, 4020, 4021, 4061, 4068, 8103, 8176, 8177 -> Failure.CONTENTION;
            // sessions and processes, archiver, cursors, files, extents, undo and temporary space, limits of a profile, memory, the size of a free edition
            case 18, 20, 257, 1000, 1114, 1562, 1628, 1630, 1631, 1632, 1650, 1651, 1652, 1653, 1654, 1655, 1658, 1659, 1688, 1691, 1692, 2391, 4030, 4031, 4036,
                    12516, 12518, 12519, 12520, 12953, 16038, 19502, 19504, 19809, 27072, 30036 -> Failure.EXHAUSTED;
            case 372, 16000, 16456 -> Failure.READ_ONLY;
            // killed, started and stopped, idle for too long, cut, a listener that does not know the service at this moment, failed over
            case 28, 31, 603, 609, 1012, 1033, 1034, 1041, 1089, 1090, 1092, 1109, 2394, 2396, 2399, 3113, 3114, 3135, 3136, 12152, 12153, 12157, 12170, 12203, 12224, 12500,
                    12502, 12505, 12510, 12511, 12514, 12521, 12525, 12526, 12527, 12528, 12535, 12537, 12540, 12541, 12543, 12545, 12547, 12560, 12564, 12570, 12571, 12592,
                    12606, 12608, 12609, 12636, 17002, 17008, 17410, 17447, 17800, 17820, 17868, 17902, 24550, 25401, 25402, 25403, 25404, 25405, 25407, 25408, 25409, 56600 ->
                byCause(error, Failure.UNREACHABLE);
            case 12261, 12268, 12650, 12660, 12705, 28040, 28759, 28860, 28862, 29024, 29106 -> Failure.SETTINGS; // encryption, authentication, language
            case 904, 910, 913, 942, 947, 957, 972, 1430, 1439, 1440, 1441, 1442, 1450, 1451, 1452, 1502, 1702, 1732, 1752, 1758, 1776, 1779, 1792, 2256, 2264, 2270, 2273, 2275, 2298,
                    2329, 2429, 2437, 2441, 2443, 2449, 4043, 4063, 4098, 12081, 12983, 12987, 12991, 22858, 22859, 30556, 32795, 32796, 54013, 54016, 54017 ->
                Failure.UNFIT_TABLE;
            case 1, 1400, 1401, 1407, 1426, 1438, 1455, 1461, 1465, 1483, 1489, 1722, 1830, 1839, 1840, 1841, 1843, 1847, 1848, 1849, 1850, 1851, 1852, 1853, 1858, 1861, 1862, 1870, 1878,
                    2290, 2291, 2292, 4088, 4091, 6502, 12703, 12704, 12899, 14400, 14402, 17004, 17026, 17070, 17157, 22275, 22835, 24816, 28115, 30926, 40441 ->
                Failure.REFUSED;
            default -> code >= OF_USERS && code <= OF_USERS_END ? Failure.REFUSED : byState(error); // raised by a trigger
        };
    }

    /** Behind a connection that did not come about may stand a certificate. */
    private static Failure byCause(SQLException error, Failure otherwise) {
        return Causes.has(error, CertificateException.class) || Causes.has(error, SSLException.class) && !Causes.saysCut(error) ? Failure.SETTINGS : otherwise;
    }

    private static Failure byState(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.startsWith("08") || Causes.has(error, IOException.class)) {
            return byCause(error, Failure.UNREACHABLE);
        }
        return state.startsWith("22") || state.startsWith("23") ? Failure.REFUSED : state.equals("28000") ? Failure.LOGIN : Failure.UNKNOWN;
    }

    @Override
    public String message(SQLException error) {
        String message = error.getMessage() == null ? "an error without a message" : error.getMessage();
        return VALUE.matcher(MORE.matcher(message).replaceAll("")).replaceAll("").strip().replaceAll("\\s*\\n\\s*", " ");
    }
}
