package io.pg2any.type;

/** The built-in types by OID: their OIDs are part of PostgreSQL's stable interface ({@code pg_type.dat}). */
public final class BuiltinTypes {

    /** {@code VARHDRSZ}: length modifiers of characters and numerics count this header. */
    private static final int HEADER = 4;

    private static final int DEFAULT_FRACTION_DIGITS = 6;

    private BuiltinTypes() {}

    /**
     * The built-in type, {@link PgType.Other} for all that destinations carry as PostgreSQL's text.
     *
     * @param modifier {@code atttypmod}, -1 for none
     * @param sqlName as {@code format_type} prints it
     */
    public static PgType of(int oid, int modifier, String sqlName) {
        return switch (oid) {
            case 16 -> PgType.Simple.BOOLEAN;
            case 17 -> PgType.Simple.BYTEA;
            case 20 -> PgType.Simple.BIGINT;
            case 21 -> PgType.Simple.SMALLINT;
            case 23 -> PgType.Simple.INTEGER;
            case 26 -> PgType.Simple.OID;
            case 19, 25 -> new PgType.Text(sqlName);
            case 114 -> PgType.Simple.JSON;
            case 142 -> PgType.Simple.XML;
            case 700 -> PgType.Simple.REAL;
            case 701 -> PgType.Simple.DOUBLE;
            case 790 -> PgType.Simple.MONEY;
            case 1042 -> modifier < HEADER ? new PgType.Text(sqlName) : new PgType.Char(sqlName, modifier - HEADER);
            case 1043 -> new PgType.Varchar(sqlName, modifier < HEADER ? PgType.UNLIMITED : modifier - HEADER);
            case 1082 -> PgType.Simple.DATE;
            case 1083 -> new PgType.Time(sqlName, fraction(modifier), false);
            case 1266 -> new PgType.Time(sqlName, fraction(modifier), true);
            case 1114 -> new PgType.Timestamp(sqlName, fraction(modifier), false);
            case 1184 -> new PgType.Timestamp(sqlName, fraction(modifier), true);
            case 1186 -> new PgType.Interval(sqlName);
            case 1560 -> new PgType.Bits(sqlName, modifier < 0 ? PgType.UNLIMITED : modifier, false);
            case 1562 -> new PgType.Bits(sqlName, modifier < 0 ? PgType.UNLIMITED : modifier, true);
            case 1700 -> numeric(modifier, sqlName);
            case 2950 -> PgType.Simple.UUID;
            case 3802 -> PgType.Simple.JSONB;
            default -> new PgType.Other(sqlName);
        };
    }

    private static int fraction(int modifier) {
        return modifier < 0 ? DEFAULT_FRACTION_DIGITS : modifier;
    }

    /** Precision in the upper 16 bits, scale in the lower 11, signed since PostgreSQL 15. */
    private static PgType numeric(int modifier, String sqlName) {
        if (modifier < HEADER) {
            return new PgType.Numeric(sqlName, PgType.UNLIMITED, PgType.UNLIMITED);
        }
        int packed = modifier - HEADER;
        int scale = ((packed & 0x7ff) ^ 1024) - 1024;
        return new PgType.Numeric(sqlName, packed >> 16 & 0xffff, scale);
    }
}
