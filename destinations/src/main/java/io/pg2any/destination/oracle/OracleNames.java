package io.pg2any.destination.oracle;

import java.util.Locale;
import java.util.regex.Pattern;

import io.pg2any.destination.jdbc.Identifiers;
import io.pg2any.destination.jdbc.Spelling;

/**
 * Names in Oracle. What needs no quotes in PostgreSQL, where it is in small letters, needs none in Oracle, where it is in capitals: so people
 * write the same names on both sides. Every other name is kept letter by letter.
 *
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/Database-Object-Names-and-Qualifiers.html">Oracle, SQL
 *     Language Reference: Database Object Names and Qualifiers</a>
 */
final class OracleNames {

    private static final int MOST_BYTES = 128;
    private static final Pattern SMALL = Pattern.compile("[a-z][a-z0-9_$#]*");
    private static final Pattern CAPITALS = Pattern.compile("[A-Z][A-Z0-9_$#]*");
    /** In capitals it is no column's name, even between quotes. */
    private static final String ROWID = "rowid";

    private OracleNames() {}

    static Identifiers identifiers() {
        return new Identifiers('"', MOST_BYTES, true, false, false, true).spelled(new Spelling(OracleNames::spelled, false));
    }

    /** How Oracle's catalog shows a name. */
    static String spelled(String name) {
        return SMALL.matcher(name).matches() && !name.equals(ROWID) ? name.toUpperCase(Locale.ROOT) : name;
    }

    /** The name that is {@linkplain #spelled spelled} like this. One in small letters is none's spelling, and stays between quotes. */
    static String read(String inCatalog) {
        if (CAPITALS.matcher(inCatalog).matches()) {
            return inCatalog.toLowerCase(Locale.ROOT);
        }
        return SMALL.matcher(inCatalog).matches() && !inCatalog.equals(ROWID) ? '"' + inCatalog + '"' : inCatalog;
    }
}
