package io.pg2any.destination.sqlserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.TargetType;
import io.pg2any.destination.jdbc.TypeTable;
import io.pg2any.type.PgType;

/**
 * PostgreSQL's types in SQL Server.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/t-sql/data-types/data-types-transact-sql">Microsoft, Data types</a>
 */
final class SqlServerTypes implements TypeTable {

    static final int MOST_DIGITS = 38;
    /** Of a number without limits, behind the point. */
    static final int FREE_SCALE = 18;
    /** Texts are equal if they are the same code point by code point; but blanks at the end never count in SQL Server. */
    static final String EXACT = "Latin1_General_100_BIN2";

    private static final String COLLATE = " COLLATE " + EXACT;
    private static final int MOST_CHARACTERS = 4000;
    /** A character beyond the basic plane takes two units of UTF-16. */
    private static final int UNITS_A_CHARACTER = 2;
    private static final int MONEY_LENGTH = 64;
    private static final int INTERVAL_LENGTH = 128;
    private static final int TIME_WITH_ZONE_LENGTH = 32;
    /** PostgreSQL's names, an enum's labels among them, have up to 63 bytes. */
    private static final int LABEL_LENGTH = 63;
    private static final String YEARS = "years outside 1 to 9999 and infinities are an error";
    private static final String FINITE = "NaN, infinities and numbers too close to 0 for full precision are an error; −0 may become 0";

    private final CodePages codePages;

    SqlServerTypes(Connection connection) {
        this.codePages = new CodePages(connection);
    }

    /** What a type becomes, before the limit of keys is known. */
    sealed interface Plan {

        /** A type that needs nothing more, and the bytes that it takes in an index. */
        record Fixed(TargetType type, int bytes) implements Plan {
            static Fixed lossless(String sql, int bytes) {
                return new Fixed(TargetType.lossless(sql), bytes);
            }
        }

        /** Text of so many units of UTF-16, or {@link PgType#UNLIMITED}. */
        record Text(int units) implements Plan {}

        /** Bytes, as many as there are. */
        record Bytes() implements Plan {}
    }

    @Override
    public List<TargetType> create(TableSchema table) {
        return new KeyAllotment(table).types(table.columns().stream().map(column -> plan(column.type().withoutDomain())).toList());
    }

    static TargetType text(int units) {
        boolean limited = units != PgType.UNLIMITED && units <= MOST_CHARACTERS;
        return TargetType.lossless("NVARCHAR(" + (limited ? Math.max(1, units) : "MAX") + ")" + COLLATE);
    }

    /** Text of a key, of at most so many units. */
    static TargetType keyText(int units, boolean whole) {
        String blanks = "keys that differ by blanks at their end alone are an error";
        return new TargetType("NVARCHAR(" + units + ")" + COLLATE, whole ? blanks : blanks + ", as are those of more than " + units + " units of UTF-16");
    }

    private static Plan plan(PgType source) {
        return switch (source) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN -> Plan.Fixed.lossless("BIT", 1);
                case SMALLINT -> Plan.Fixed.lossless("SMALLINT", 2);
                case INTEGER -> Plan.Fixed.lossless("INT", 4);
                case BIGINT, OID -> Plan.Fixed.lossless("BIGINT", 8);
                case REAL -> new Plan.Fixed(new TargetType("REAL", FINITE), 4);
                case DOUBLE -> new Plan.Fixed(new TargetType("FLOAT", FINITE), 8);
                case MONEY -> new Plan.Text(MONEY_LENGTH);
                case BYTEA -> new Plan.Bytes();
                case DATE -> new Plan.Fixed(new TargetType("DATE", YEARS), 3);
                case UUID -> Plan.Fixed.lossless("UNIQUEIDENTIFIER", 16);
                case JSON, JSONB, XML -> new Plan.Text(PgType.UNLIMITED); // its XML drops and changes what PostgreSQL keeps
            };
            case PgType.Numeric numeric -> numeric(numeric);
            case PgType.Char text -> characters(text.maxLength());
            case PgType.Varchar text -> characters(text.maxLength());
            case PgType.Text _ -> new Plan.Text(PgType.UNLIMITED);
            case PgType.Time time -> time.withZone() ? new Plan.Text(TIME_WITH_ZONE_LENGTH)
                    : new Plan.Fixed(new TargetType("TIME(" + time.precision() + ")", "24:00:00 is an error"), 5);
            case PgType.Timestamp moment ->
                new Plan.Fixed(new TargetType((moment.withZone() ? "DATETIMEOFFSET(" : "DATETIME2(") + moment.precision() + ")", YEARS), 10);
            case PgType.Interval _ -> new Plan.Text(INTERVAL_LENGTH);
            case PgType.Bits bits -> new Plan.Text(bits.length());
            case PgType.Enumeration _ -> new Plan.Text(LABEL_LENGTH);
            case PgType.Array _, PgType.Other _ -> new Plan.Text(PgType.UNLIMITED);
            case PgType.Domain domain -> plan(domain.withoutDomain());
        };
    }

    private static Plan characters(int length) {
        return new Plan.Text(length == PgType.UNLIMITED || length > Integer.MAX_VALUE / UNITS_A_CHARACTER ? PgType.UNLIMITED : length * UNITS_A_CHARACTER);
    }

    /** A number that is larger than any DECIMAL by its declaration stays text; without one, DECIMAL is as good as it gets. */
    private static Plan numeric(PgType.Numeric numeric) {
        if (numeric.isUnconstrained()) {
            return new Plan.Fixed(new TargetType("DECIMAL(" + MOST_DIGITS + ", " + FREE_SCALE + ")", "numbers of more than "
                    + (MOST_DIGITS - FREE_SCALE) + " digits before or " + FREE_SCALE + " behind the point, NaN and infinities are an error"), 17);
        }
        int scale = Math.max(0, numeric.scale());
        int digits = Math.max(numeric.precision() - Math.min(0, numeric.scale()), scale);
        return digits <= MOST_DIGITS
                ? new Plan.Fixed(new TargetType("DECIMAL(" + digits + ", " + scale + ")", "NaN is an error"), 17)
                : new Plan.Text(digits + 3);
    }

    @Override
    public Fit fit(ColumnSchema source, CatalogColumn existing, boolean inKey) throws SQLException {
        return new ColumnFit(codePages, source.type().withoutDomain(), existing, inKey).decide();
    }
}
