package io.pg2any.destination.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.KeyShares;
import io.pg2any.destination.jdbc.TargetType;
import io.pg2any.destination.jdbc.TypeTable;
import io.pg2any.type.PgType;

/**
 * PostgreSQL's types in Oracle. Text longer than what a VARCHAR2 holds whatever its characters are is a CLOB.
 *
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/Data-Types.html">Oracle, SQL Language Reference: Data
 *     Types</a>
 */
record OracleTypes(CharacterSet characters) implements TypeTable {

    static final int MOST_DIGITS = 38;
    private static final int MOST_TEXT_BYTES = 4000;
    private static final int MOST_RAW_BYTES = 2000;
    private static final int BYTES_A_CHARACTER = 4;
    /**
     * Of an index in blocks of 8 KiB, which has 6,398.
     *
     * @see <a href="https://docs.oracle.com/error-help/db/ora-01450">Oracle, ORA-01450</a>
     */
    private static final int KEY_BYTES = 6000;
    private static final int MONEY_LENGTH = 64;
    private static final int INTERVAL_LENGTH = 128;
    private static final int TIME_LENGTH = 32;
    /** PostgreSQL's names, an enum's labels among them, have up to 63 bytes. */
    private static final int LABEL_LENGTH = 63;
    private static final String YEARS = "years before 4712 BC and after 9999, infinities, the days from 5 to 14 October 1582 and a 29th of February before Christ are an error";
    private static final String NO_MINUS_ZERO = "−0 becomes 0";

    /** What a type becomes, before the limit of keys is known. */
    private sealed interface Plan {

        /** The bytes that it takes in an index at most. */
        long bytes();

        /** A type that needs nothing more. */
        record Fixed(TargetType type, TargetType inKey, long bytes) implements Plan {
            static Fixed of(String sql, String loss, long bytes) {
                return new Fixed(new TargetType(sql, loss), new TargetType(sql, loss), bytes);
            }
        }

        /** Text of so many characters, or {@link PgType#UNLIMITED}. */
        record Text(int length, boolean emptiable) implements Plan {
            @Override
            public long bytes() {
                return length == PgType.UNLIMITED ? MOST_TEXT_BYTES : Math.min((long) BYTES_A_CHARACTER * length, MOST_TEXT_BYTES);
            }
        }

        /** Bytes, as many as there are. */
        record Bytes() implements Plan {
            @Override
            public long bytes() {
                return MOST_RAW_BYTES;
            }
        }
    }

    @Override
    public List<TargetType> create(TableSchema table) {
        List<Plan> plans = table.columns().stream().map(column -> plan(column.type().withoutDomain())).toList();
        Map<Integer, Long> shares = KeyShares.of(table, KEY_BYTES, i -> plans.get(i).bytes());
        List<TargetType> types = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            Long share = shares.get(i);
            types.add(share == null ? type(plans.get(i), table.columns().get(i).nullable()) : keyType(plans.get(i), share));
        }
        return types;
    }

    private TargetType type(Plan plan, boolean nullable) {
        return switch (plan) {
            case Plan.Fixed fixed -> fixed.type();
            case Plan.Bytes _ -> new TargetType("BLOB", nullable ? "no bytes become NULL" : "no bytes become NULL, so that NOT NULL is left out", true);
            case Plan.Text(int length, boolean emptiable) -> {
                boolean isShort = length != PgType.UNLIMITED && (long) BYTES_A_CHARACTER * length <= MOST_TEXT_BYTES;
                String sql = isShort ? "VARCHAR2(" + Math.max(1, length) + " CHAR)" : "CLOB";
                String empty = !emptiable ? "" : nullable ? "'' becomes NULL" : "'' becomes NULL, so that NOT NULL is left out";
                yield new TargetType(sql, with(empty, foreign()), emptiable);
            }
        };
    }

    private TargetType keyType(Plan plan, long share) {
        return switch (plan) {
            case Plan.Fixed fixed -> fixed.inKey();
            case Plan.Bytes bytes -> {
                long limit = Math.min(share, bytes.bytes());
                yield new TargetType("RAW(" + limit + ")", "keys without bytes or of more than " + limit + " bytes are an error", true);
            }
            case Plan.Text text -> {
                boolean whole = text.length() != PgType.UNLIMITED && (long) BYTES_A_CHARACTER * text.length() <= share;
                long limit = Math.min(share, text.bytes());
                String sql = whole ? "VARCHAR2(" + Math.max(1, text.length()) + " CHAR)" : "VARCHAR2(" + limit + " BYTE)";
                String empty = text.emptiable() ? "'' as a key is an error" : "";
                yield new TargetType(sql, with(with(empty, whole ? "" : "keys of more than " + limit + " bytes are an error"), foreign()), text.emptiable());
            }
        };
    }

    private static String with(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + ", " + other;
    }

    private String foreign() {
        return characters.isUnicode() ? "" : "characters that the database's character set " + characters.name() + " lacks are an error";
    }

    private static Plan plan(PgType source) {
        return switch (source) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN -> Plan.Fixed.of("NUMBER(1)", "", 2);
                case SMALLINT -> Plan.Fixed.of("NUMBER(5)", "", 4);
                case INTEGER, OID -> Plan.Fixed.of("NUMBER(10)", "", 7);
                case BIGINT -> Plan.Fixed.of("NUMBER(19)", "", 11);
                case REAL -> Plan.Fixed.of("BINARY_FLOAT", NO_MINUS_ZERO, 4);
                case DOUBLE -> Plan.Fixed.of("BINARY_DOUBLE", NO_MINUS_ZERO, 8);
                case MONEY -> new Plan.Text(MONEY_LENGTH, false);
                case BYTEA -> new Plan.Bytes();
                case DATE -> Plan.Fixed.of("DATE", YEARS, 7);
                case UUID -> Plan.Fixed.of("RAW(16)", "", 16);
                case JSON, JSONB -> new Plan.Text(PgType.UNLIMITED, false); // its JSON types change what PostgreSQL keeps
                case XML -> new Plan.Text(PgType.UNLIMITED, true);
            };
            case PgType.Numeric numeric -> numeric(numeric);
            case PgType.Char text -> characters(text.maxLength(), false);
            case PgType.Varchar text -> characters(text.maxLength(), true);
            case PgType.Text _ -> new Plan.Text(PgType.UNLIMITED, true);
            case PgType.Time _ -> new Plan.Text(TIME_LENGTH, false);
            case PgType.Timestamp moment -> moment(moment);
            case PgType.Interval _ -> new Plan.Text(INTERVAL_LENGTH, false);
            case PgType.Bits bits -> characters(bits.length(), true);
            case PgType.Enumeration _ -> new Plan.Text(LABEL_LENGTH, true);
            case PgType.Array array -> new Plan.Text(PgType.UNLIMITED, !array.sqlName().endsWith("[]")); // of a vector the empty one has no braces
            case PgType.Other _ -> new Plan.Text(PgType.UNLIMITED, true);
            case PgType.Domain domain -> plan(domain.withoutDomain());
        };
    }

    private static Plan characters(int length, boolean emptiable) {
        return new Plan.Text(length, emptiable);
    }

    /** None of the types with a zone can be part of a key: there it is UTC without one. */
    private static Plan moment(PgType.Timestamp moment) {
        String plain = "TIMESTAMP(" + moment.precision() + ")";
        return moment.withZone()
                ? new Plan.Fixed(new TargetType(plain + " WITH TIME ZONE", YEARS), new TargetType(plain, "in UTC, without the zone; " + YEARS), 13)
                : Plan.Fixed.of(plain, YEARS, 11);
    }

    /** A number that is larger than any NUMBER by its declaration stays text; without one, NUMBER is as good as it gets. */
    private static Plan numeric(PgType.Numeric numeric) {
        if (numeric.isUnconstrained()) {
            return Plan.Fixed.of("NUMBER", "numbers of more than " + MOST_DIGITS
                    + " digits, from 10^126 on or closer to 0 than 10^-130, NaN and infinities are an error", 22);
        }
        int scale = Math.max(0, numeric.scale());
        int digits = Math.max(numeric.precision() - Math.min(0, numeric.scale()), scale);
        return digits <= MOST_DIGITS
                ? Plan.Fixed.of("NUMBER(" + digits + (scale == 0 ? "" : ", " + scale) + ")", "NaN is an error", 22)
                : new Plan.Text(digits + 3, false);
    }

    @Override
    public Fit fit(ColumnSchema source, CatalogColumn existing, boolean inKey) {
        return new ColumnFit(characters, source.type().withoutDomain(), existing, inKey).decide();
    }
}
