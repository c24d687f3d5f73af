package io.pg2any.destination.sqlite;

import java.util.List;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.Encoder;
import io.pg2any.destination.jdbc.Encoders;
import io.pg2any.destination.jdbc.TargetType;
import io.pg2any.destination.jdbc.TypeTable;
import io.pg2any.type.PgType;

/**
 * PostgreSQL's types in SQLite's five.
 *
 * @see <a href="https://www.sqlite.org/stricttables.html">SQLite, STRICT Tables</a>
 * @see <a href="https://www.sqlite.org/datatype3.html">SQLite, Datatypes: affinity</a>
 */
final class SqliteTypes implements TypeTable {

    private static final TargetType INTEGER = TargetType.lossless("INTEGER");
    private static final TargetType REAL = new TargetType("REAL", "NaN is an error: SQLite would store NULL; −0 becomes 0");
    private static final TargetType TEXT = TargetType.lossless("TEXT");
    private static final TargetType BLOB = TargetType.lossless("BLOB");

    @Override
    public List<TargetType> create(TableSchema table) {
        return table.columns().stream().map(column -> type(column.type().withoutDomain())).toList();
    }

    private static TargetType type(PgType source) {
        return switch (source) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN, SMALLINT, INTEGER, BIGINT, OID -> INTEGER;
                case REAL, DOUBLE -> REAL;
                case BYTEA -> BLOB;
                case MONEY, DATE, UUID, JSON, JSONB, XML -> TEXT;
            };
            case PgType.Numeric _ -> TEXT; // NUMERIC would make a double of it
            case PgType.Char _, PgType.Varchar _, PgType.Text _ -> TEXT;
            case PgType.Time _, PgType.Timestamp _, PgType.Interval _ -> TEXT;
            case PgType.Bits _, PgType.Enumeration _, PgType.Array _, PgType.Other _ -> TEXT;
            case PgType.Domain domain -> type(domain.withoutDomain());
        };
    }

    private static Encoder encoder(PgType source) {
        if (source == PgType.Simple.BOOLEAN) {
            return Encoders.BOOLEAN_AS_NUMBER;
        }
        return switch (type(source).sql()) {
            case "INTEGER" -> Encoders.INTEGER;
            case "REAL" -> Encoders.DOUBLE_WITHOUT_NAN;
            case "BLOB" -> Encoders.BYTES;
            default -> Encoders.TEXT;
        };
    }

    @Override
    public Fit fit(ColumnSchema source, CatalogColumn existing, boolean inKey) {
        PgType type = source.type().withoutDomain();
        Affinity affinity = Affinity.of(existing.type());
        String needed = type(type).sql();
        boolean fits = switch (affinity) {
            case BLOB -> true; // stores what it is given
            case TEXT -> needed.equals("TEXT");
            case INTEGER -> needed.equals("INTEGER");
            case REAL -> needed.equals("REAL");
            case NUMERIC -> needed.equals("INTEGER") || needed.equals("REAL") || isMoment(type);
        };
        if (inKey && existing.collation() != null && !existing.collation().equalsIgnoreCase("BINARY")) {
            return new Fit.Unfit("is a key column with the collation " + existing.collation() + ", which takes different keys for equal");
        }
        return fits
                ? new Fit.Fits(encoder(type))
                : new Fit.Unfit("has the type " + existing.declared() + ", which would change values of " + type.sqlName()
                        + " (" + needed + " holds them)");
    }

    /** Their text never looks like a number, so that a numeric affinity leaves it alone. */
    private static boolean isMoment(PgType type) {
        return type == PgType.Simple.DATE || type instanceof PgType.Timestamp || type instanceof PgType.Time;
    }

    /** How SQLite treats a declared type. */
    private enum Affinity {
        INTEGER,
        TEXT,
        BLOB,
        REAL,
        NUMERIC;

        /** The rules of the manual's section 3.1, in their order. */
        static Affinity of(String declared) {
            if (declared.contains("int")) {
                return INTEGER;
            }
            if (declared.contains("char") || declared.contains("clob") || declared.contains("text")) {
                return TEXT;
            }
            if (declared.contains("blob") || declared.isEmpty() || declared.equals("any")) {
                return BLOB;
            }
            return declared.contains("real") || declared.contains("floa") || declared.contains("doub") ? REAL : NUMERIC;
        }
    }
}
