package io.pg2any.destination.mysql;

import java.util.List;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.TargetType;
import io.pg2any.destination.jdbc.TypeTable;
import io.pg2any.type.PgType;

/**
 * PostgreSQL's types in MySQL and MariaDB.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/en/data-types.html">MySQL, Data Types</a>
 */
record MySqlTypes(ServerFacts facts) implements TypeTable {

    static final int MOST_DIGITS = 65;
    static final int MOST_SCALE = 30;

    private static final int MONEY_LENGTH = 64;
    private static final int INTERVAL_LENGTH = 128;
    private static final int TIME_WITH_ZONE_LENGTH = 32;
    /** PostgreSQL's names, an enum's labels among them, have up to 63 bytes. */
    private static final int LABEL_LENGTH = 63;
    private static final String YEARS = "years outside 1 to 9999 and infinities are an error";

    /** What a type becomes, before the limits of keys and rows are known. */
    sealed interface Plan {

        /** A type that needs nothing more. */
        record Fixed(TargetType type, int bytes) implements Plan {
            static Fixed lossless(String sql, int bytes) {
                return new Fixed(TargetType.lossless(sql), bytes);
            }
        }

        /** Text of so many characters, or {@link PgType#UNLIMITED}. */
        record Text(int characters) implements Plan {}

        /** Bytes, as many as there are. */
        record Bytes() implements Plan {}
    }

    @Override
    public List<TargetType> create(TableSchema table) {
        return new TypeAllotment(facts.keyBytes(), table).types(table.columns().stream().map(MySqlTypes::plan).toList());
    }

    private static Plan plan(ColumnSchema column) {
        return plan(column.type().withoutDomain());
    }

    private static Plan plan(PgType source) {
        return switch (source) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN -> Plan.Fixed.lossless("BOOLEAN", 1);
                case SMALLINT -> Plan.Fixed.lossless("SMALLINT", 2);
                case INTEGER -> Plan.Fixed.lossless("INT", 4);
                case BIGINT -> Plan.Fixed.lossless("BIGINT", 8);
                case OID -> Plan.Fixed.lossless("INT UNSIGNED", 4);
                case REAL -> new Plan.Fixed(new TargetType("FLOAT", "NaN and infinities are an error"), 4);
                case DOUBLE -> new Plan.Fixed(new TargetType("DOUBLE", "NaN and infinities are an error"), 8);
                case MONEY -> new Plan.Text(MONEY_LENGTH);
                case BYTEA -> new Plan.Bytes();
                case DATE -> new Plan.Fixed(new TargetType("DATE", YEARS), 3);
                case UUID -> Plan.Fixed.lossless("CHAR(36)", 4 * 36);
                case JSON, JSONB, XML -> new Plan.Text(PgType.UNLIMITED); // MySQL's JSON makes doubles of numbers, MariaDB's is this
            };
            case PgType.Numeric numeric -> numeric(numeric);
            case PgType.Char text -> new Plan.Text(text.maxLength());
            case PgType.Varchar text -> new Plan.Text(text.maxLength());
            case PgType.Text _ -> new Plan.Text(PgType.UNLIMITED);
            case PgType.Time time -> time.withZone() ? new Plan.Text(TIME_WITH_ZONE_LENGTH)
                    : Plan.Fixed.lossless("TIME(" + time.precision() + ")", 6);
            case PgType.Timestamp timestamp -> new Plan.Fixed(new TargetType("DATETIME(" + timestamp.precision() + ")", YEARS), 8);
            case PgType.Interval _ -> new Plan.Text(INTERVAL_LENGTH);
            case PgType.Bits bits -> new Plan.Text(bits.length());
            case PgType.Enumeration _ -> new Plan.Text(LABEL_LENGTH);
            case PgType.Array _, PgType.Other _ -> new Plan.Text(PgType.UNLIMITED);
            case PgType.Domain domain -> plan(domain.withoutDomain());
        };
    }

    /** A number that is larger than any DECIMAL by its declaration stays text; without one, the widest DECIMAL is as good as it gets. */
    private static Plan numeric(PgType.Numeric numeric) {
        if (numeric.isUnconstrained()) {
            return new Plan.Fixed(new TargetType("DECIMAL(" + MOST_DIGITS + ", " + MOST_SCALE + ")",
                    "numbers of more than " + (MOST_DIGITS - MOST_SCALE) + " digits before or " + MOST_SCALE + " behind the point and NaN are an error"),
                    MOST_SCALE);
        }
        int scale = Math.max(0, numeric.scale());
        int digits = Math.max(numeric.precision() - Math.min(0, numeric.scale()), scale);
        return digits <= MOST_DIGITS && scale <= MOST_SCALE
                ? new Plan.Fixed(new TargetType("DECIMAL(" + digits + ", " + scale + ")", "NaN is an error"), MOST_SCALE)
                : new Plan.Text(digits + 3);
    }

    @Override
    public Fit fit(ColumnSchema source, CatalogColumn existing, boolean inKey) {
        return new ColumnFit(facts, source.type().withoutDomain(), existing, inKey).decide();
    }
}
