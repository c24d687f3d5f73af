package io.pg2any.pipeline;

import java.util.Optional;
import java.util.regex.Pattern;

import io.pg2any.destination.TableSchema;
import io.pg2any.type.PgType;

/** Which values of added columns are so simple that every target takes them as a default: the others are read from the source row by row. */
final class Constants {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_.:-]([A-Za-z0-9_ .:-]{0,198}[A-Za-z0-9_.:-])?");

    private Constants() {}

    /** The value, if it is a number, a boolean or a short text of harmless characters. */
    static Optional<String> of(TableSchema table, String column, String text) {
        return table.columns().stream().filter(each -> each.name().equals(column)).findFirst()
                .filter(each -> isSimple(each.type().withoutDomain(), text)).map(_ -> text);
    }

    private static boolean isSimple(PgType type, String text) {
        return switch (type) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN -> text.equals("t") || text.equals("f");
                case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> NUMBER.matcher(text).matches();
                case OID, MONEY, BYTEA, DATE, UUID, JSON, JSONB, XML -> false;
            };
            case PgType.Numeric _ -> NUMBER.matcher(text).matches();
            case PgType.Varchar _, PgType.Text _ -> TEXT.matcher(text).matches();
            case PgType.Char _, PgType.Time _, PgType.Timestamp _, PgType.Interval _, PgType.Bits _, PgType.Enumeration _, PgType.Array _, PgType.Domain _,
                    PgType.Other _ -> false;
        };
    }
}
