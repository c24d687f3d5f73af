package io.pg2any.destination.oracle;

import io.pg2any.destination.jdbc.Savepoints;
import io.pg2any.destination.jdbc.Syntax;
import io.pg2any.destination.jdbc.TargetColumn;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.type.PgType;

/**
 * The SQL of Oracle 12.2 and newer. Moments travel as text with a format of ours: the driver's objects for them depend on the JVM's calendar
 * and time zone, and texts without a format on the session.
 *
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/Format-Models.html">Oracle, SQL Language Reference: Format
 *     Models</a>
 */
final class OracleSyntax implements Syntax {

    private static final String DAY = "SYYYY-MM-DD";
    private static final String SECOND = DAY + " HH24:MI:SS";
    private static final String MICROSECOND = SECOND + ".FF6";

    @Override
    public String placeholder(TargetColumn column) {
        return switch (column.existing().type()) {
            case "date" -> "TO_DATE(?, '" + SECOND + "')";
            case "timestamp" -> "TO_TIMESTAMP(?, '" + MICROSECOND + "')";
            case "timestamp with time zone", "timestamp with local time zone" -> "TO_TIMESTAMP_TZ(?, '" + MICROSECOND + " TZH:TZM')";
            default -> "?";
        };
    }

    @Override
    public String read(TargetColumn column) {
        String name = column.quoted();
        return switch (column.existing().type()) {
            case "date" -> "TO_CHAR(" + name + ", '" + (column.source().type().withoutDomain() == PgType.Simple.DATE ? DAY : SECOND) + "')";
            case "timestamp" -> "TO_CHAR(" + name + ", '" + MICROSECOND + "')";
            case "timestamp with time zone", "timestamp with local time zone" -> "TO_CHAR(SYS_EXTRACT_UTC(" + name + "), '" + MICROSECOND + "')";
            default -> name;
        };
    }

    /** None: there is no form of INSERT that does; {@link OracleWriter} merges. */
    @Override
    public String onDuplicate(TargetTable table) {
        return "";
    }

    /** Needs the table's name, since the parameter has a name beside it. */
    @Override
    public String matches(TargetColumn column) {
        throw new IllegalStateException("columns are compared by their full names");
    }

    /**
     * NULL is equal to NULL, the parameter standing once. Large objects do not compare by {@code =}.
     *
     * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/arpls/DBMS_LOB.html">Oracle, PL/SQL Packages and Types:
     *     DBMS_LOB.COMPARE</a>
     */
    @Override
    public String matches(TargetTable table, TargetColumn column) {
        String name = table.quoted() + "." + column.quoted();
        boolean large = OracleCatalog.isLarge(column.existing());
        String equal = large ? "DBMS_LOB.COMPARE(" + name + ", p.v) = 0" : name + " = p.v";
        return "EXISTS (SELECT 1 FROM (SELECT " + placeholder(column) + " AS v FROM dual) p WHERE " + equal + " OR " + name + " IS NULL AND p.v IS NULL)";
    }

    @Override
    public String any(String quotedTable) {
        return "SELECT 1 FROM " + quotedTable + " WHERE ROWNUM = 1";
    }

    @Override
    public String whereOne(TargetTable table, String condition) {
        return " WHERE " + condition + " AND ROWNUM = 1";
    }

    /** A later mark of the same name takes the place of the earlier one, and none can be released. */
    @Override
    public Savepoints savepoints() {
        return new Savepoints("SAVEPOINT pg2any_part", "ROLLBACK TO SAVEPOINT pg2any_part", "");
    }

    @Override
    public String tableOptions() {
        return "";
    }

    /**
     * A schema is a user: one that nobody can log in as, with room in our own default tablespace.
     *
     * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/CREATE-USER.html">Oracle, SQL Language Reference:
     *     CREATE USER</a>
     */
    @Override
    public String createSchema(String quoted) {
        String name = quoted.substring(1, quoted.length() - 1);
        return "DECLARE n NUMBER; t VARCHAR2(130); BEGIN SELECT COUNT(*) INTO n FROM all_users WHERE username = " + literal(name) + "; IF n = 0 THEN"
                + " SELECT '\"' || default_tablespace || '\"' INTO t FROM user_users; EXECUTE IMMEDIATE " + literal("CREATE USER " + quoted + " NO AUTHENTICATION DEFAULT TABLESPACE ")
                + " || t || ' QUOTA UNLIMITED ON ' || t; END IF; END;";
    }

    /** A constant of a name, never of a row's value. */
    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
