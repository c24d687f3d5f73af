package io.pg2any.destination.duckdb;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.TargetType;
import io.pg2any.destination.jdbc.TypeTable;
import io.pg2any.type.PgType;

/**
 * PostgreSQL's types in DuckDB.
 *
 * @see <a href="https://duckdb.org/docs/current/sql/data_types/overview">DuckDB, Data Types</a>
 */
final class DuckDbTypes implements TypeTable {

    private static final int MOST_DIGITS = 38;
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
    private static final TargetType VARCHAR = TargetType.lossless("VARCHAR");
    private static final String LIST = "[]";
    private static final String END_OF_TIME = "moments after 294247-01-10 04:00:54 are an error";

    @Override
    public List<TargetType> create(TableSchema table) {
        return IntStream.range(0, table.columns().size())
                .mapToObj(i -> type(table.columns().get(i).type().withoutDomain(), table.isKey(i) || table.primaryKey().contains(i)))
                .toList();
    }

    private static TargetType type(PgType source, boolean inKey) {
        return switch (source) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN, SMALLINT, INTEGER, BIGINT, DATE, UUID -> TargetType.lossless(simple.name());
                case OID -> TargetType.lossless("UINTEGER");
                case REAL -> TargetType.lossless("FLOAT");
                case DOUBLE -> TargetType.lossless("DOUBLE");
                case BYTEA -> TargetType.lossless("BLOB");
                case JSON, JSONB -> TargetType.lossless("JSON");
                case MONEY, XML -> VARCHAR;
            };
            case PgType.Numeric numeric -> numeric(numeric);
            case PgType.Time time -> time.withZone() ? VARCHAR : TargetType.lossless("TIME");
            case PgType.Timestamp timestamp -> new TargetType(timestamp.withZone() ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP", END_OF_TIME);
            case PgType.Array array -> inKey || !isPlain(array) ? VARCHAR : list(array);
            case PgType.Char _, PgType.Varchar _, PgType.Text _, PgType.Enumeration _, PgType.Interval _, PgType.Bits _, PgType.Other _ -> VARCHAR;
            case PgType.Domain domain -> type(domain.withoutDomain(), inKey);
        };
    }

    private static TargetType list(PgType.Array array) {
        String ofElements = elementType(array).equals(VARCHAR.sql()) ? "" : type(array.element().withoutDomain(), false).loss();
        return new TargetType(elementType(array) + LIST,
                "arrays of several dimensions, or that do not begin at 1, are an error" + (ofElements.isEmpty() ? "" : "; of the elements, " + ofElements));
    }

    /** Without a declaration, or with one beyond 38 digits, there is no DECIMAL that holds every value: exact text it is. */
    private static TargetType numeric(PgType.Numeric numeric) {
        if (numeric.isUnconstrained() || wholeDigits(numeric) + fractionDigits(numeric) > MOST_DIGITS) {
            return VARCHAR;
        }
        int digits = Math.max(1, wholeDigits(numeric) + fractionDigits(numeric));
        return new TargetType("DECIMAL(" + digits + ", " + fractionDigits(numeric) + ")", "NaN is an error");
    }

    private static int fractionDigits(PgType.Numeric numeric) {
        return Math.max(0, numeric.scale());
    }

    private static int wholeDigits(PgType.Numeric numeric) {
        return Math.max(0, numeric.precision() - numeric.scale());
    }

    /** The vectors of PostgreSQL's catalog are printed in another way. */
    private static boolean isPlain(PgType.Array array) {
        return array.sqlName().endsWith(LIST);
    }

    /** Elements whose text DuckDB reads as it is have their own type, all others are that text. */
    private static String elementType(PgType.Array array) {
        PgType element = array.element().withoutDomain();
        boolean text = element == PgType.Simple.BYTEA || element == PgType.Simple.JSON || element == PgType.Simple.JSONB || element instanceof PgType.Array;
        return text ? VARCHAR.sql() : type(element, false).sql();
    }

    @Override
    public Fit fit(ColumnSchema source, CatalogColumn existing, boolean inKey) {
        PgType type = source.type().withoutDomain();
        Optional<DuckDbEncoder> encoder = encoder(type, existing.declared().toUpperCase(Locale.ROOT));
        return encoder.isPresent()
                ? new Fit.Fits(encoder.get())
                : new Fit.Unfit("has the type " + existing.declared() + ", which does not hold every value of " + type.sqlName() + " ("
                        + type(type, inKey).sql() + " does)");
    }

    private static Optional<DuckDbEncoder> encoder(PgType source, String existing) {
        if (existing.equals(VARCHAR.sql())) {
            return source == PgType.Simple.BYTEA ? Optional.empty() : Optional.of(DuckDbEncoders.TEXT);
        }
        return switch (source) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN -> only("BOOLEAN", existing, DuckDbEncoders.BOOLEAN);
                case SMALLINT -> integer(5, existing);
                case INTEGER -> integer(10, existing);
                case OID -> existing.equals("UINTEGER") ? Optional.of(DuckDbEncoders.INTEGER) : integer(11, existing);
                case BIGINT -> integer(19, existing);
                case REAL -> existing.equals("DOUBLE") ? Optional.of(DuckDbEncoders.WIDENED) : only("FLOAT", existing, DuckDbEncoders.FLOAT);
                case DOUBLE -> only("DOUBLE", existing, DuckDbEncoders.DOUBLE);
                case BYTEA -> only("BLOB", existing, DuckDbEncoders.BLOB);
                case DATE -> only("DATE", existing, DuckDbEncoders.DATE);
                case UUID -> only("UUID", existing, DuckDbEncoders.UUIDS);
                case JSON, JSONB -> only("JSON", existing, DuckDbEncoders.TEXT);
                case MONEY, XML -> Optional.empty();
            };
            case PgType.Numeric numeric -> decimal(numeric.isUnconstrained() ? 0 : wholeDigits(numeric), numeric.isUnconstrained() ? 0 : fractionDigits(numeric), existing);
            case PgType.Time time -> time.withZone() ? Optional.empty() : only("TIME", existing, DuckDbEncoders.TIME);
            case PgType.Timestamp timestamp -> only(timestamp.withZone() ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP", existing, DuckDbEncoders.TIMESTAMP);
            case PgType.Interval _ -> only("INTERVAL", existing, DuckDbEncoders.INTERVAL);
            case PgType.Enumeration _ -> existing.startsWith("ENUM(") ? Optional.of(DuckDbEncoders.CAST_TEXT) : Optional.empty();
            case PgType.Array array -> isPlain(array) && existing.replace(" ", "").equals((elementType(array) + LIST).replace(" ", "")) ? list(array, elementType(array)) : Optional.empty();
            case PgType.Char _, PgType.Varchar _, PgType.Text _, PgType.Bits _, PgType.Other _ -> Optional.empty();
            case PgType.Domain domain -> encoder(domain.withoutDomain(), existing);
        };
    }

    private static Optional<DuckDbEncoder> list(PgType.Array array, String elementType) {
        Optional<DuckDbEncoder> element = elementType.equals(VARCHAR.sql()) ? Optional.of(DuckDbEncoders.TEXT) : encoder(array.element().withoutDomain(), elementType);
        return element.map(each -> DuckDbEncoders.list(each, array.delimiter()));
    }

    private static Optional<DuckDbEncoder> only(String type, String existing, DuckDbEncoder encoder) {
        return existing.equals(type) ? Optional.of(encoder) : Optional.empty();
    }

    /** @param digits that values may have; 11 stands for one bit more than INTEGER has */
    private static Optional<DuckDbEncoder> integer(int digits, String existing) {
        return switch (existing) {
            case "SMALLINT" -> digits <= 5 ? Optional.of(DuckDbEncoders.SMALLINT) : Optional.empty();
            case "INTEGER" -> digits <= 10 ? Optional.of(DuckDbEncoders.INTEGER) : Optional.empty();
            case "BIGINT" -> Optional.of(DuckDbEncoders.BIGINT);
            case "HUGEINT" -> Optional.of(DuckDbEncoders.HUGEINT);
            default -> decimal(digits, 0, existing);
        };
    }

    private static Optional<DuckDbEncoder> decimal(int whole, int fraction, String existing) {
        Matcher decimal = DECIMAL.matcher(existing);
        if (!decimal.matches()) {
            return Optional.empty();
        }
        int precision = Integer.parseInt(decimal.group(1));
        int scale = Integer.parseInt(decimal.group(2));
        return precision - scale >= whole && scale >= fraction ? Optional.of(DuckDbEncoders.decimal(precision, scale)) : Optional.empty();
    }
}
