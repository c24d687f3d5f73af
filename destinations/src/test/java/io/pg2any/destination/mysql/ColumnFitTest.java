package io.pg2any.destination.mysql;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.pg2any.destination.jdbc.CatalogColumn;
import io.pg2any.destination.jdbc.TypeTable.Fit;
import io.pg2any.type.PgType;

import static org.assertj.core.api.Assertions.assertThat;

/** Which columns of a table that exists hold the source's values. */
final class ColumnFitTest {

    private static final ServerFacts MYSQL = new ServerFacts(false, 1 << 24, false, 3072, true, true);

    private static PgType type(String name) {
        return switch (name) {
            case "boolean" -> PgType.Simple.BOOLEAN;
            case "smallint" -> PgType.Simple.SMALLINT;
            case "integer" -> PgType.Simple.INTEGER;
            case "bigint" -> PgType.Simple.BIGINT;
            case "oid" -> PgType.Simple.OID;
            case "real" -> PgType.Simple.REAL;
            case "double" -> PgType.Simple.DOUBLE;
            case "bytea" -> PgType.Simple.BYTEA;
            case "date" -> PgType.Simple.DATE;
            case "uuid" -> PgType.Simple.UUID;
            case "json" -> PgType.Simple.JSON;
            case "jsonb" -> PgType.Simple.JSONB;
            case "numeric" -> new PgType.Numeric("numeric", -1, -1);
            case "numeric(10,2)" -> new PgType.Numeric("numeric(10,2)", 10, 2);
            case "numeric(3,-2)" -> new PgType.Numeric("numeric(3,-2)", 3, -2);
            case "text" -> new PgType.Text("text");
            case "varchar(20)" -> new PgType.Varchar("character varying(20)", 20);
            case "char(4)" -> new PgType.Char("character(4)", 4);
            case "time(3)" -> new PgType.Time("time(3)", 3, false);
            case "timetz" -> new PgType.Time("timetz", 6, true);
            case "timestamptz" -> new PgType.Timestamp("timestamptz", 6, true);
            case "timestamp(3)" -> new PgType.Timestamp("timestamp(3)", 3, false);
            case "mood" -> new PgType.Enumeration("mood", List.of("sad", "it's"));
            case "int[]" -> new PgType.Array("integer[]", PgType.Simple.INTEGER);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** @param declared such as {@code decimal(12,4)}: what stands in brackets is taken apart as the information schema does */
    private static Fit fit(String source, String declared, String collation, boolean inKey) {
        String bare = declared.replaceFirst("[( ].*", "");
        String[] numbers = declared.replaceAll("^[^0-9]*|[^0-9,]", "").split(",");
        boolean text = List.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum").contains(bare);
        long length = switch (bare) {
            case "char", "varchar", "varbinary" -> Long.parseLong(numbers[0]);
            case "tinytext" -> 255;
            case "text" -> 65_535;
            case "mediumtext" -> 16_777_215;
            case "longtext", "longblob" -> 4_294_967_295L;
            default -> -1;
        };
        boolean decimal = bare.equals("decimal");
        boolean temporal = List.of("time", "datetime", "timestamp").contains(bare);
        CatalogColumn column = new CatalogColumn("c", bare, declared, length, decimal ? Integer.parseInt(numbers[0]) : -1,
                decimal ? Integer.parseInt(numbers[1]) : temporal ? numbers[0].isEmpty() ? 0 : Integer.parseInt(numbers[0]) : -1,
                true, true, false, text ? collation : null);
        return new ColumnFit(MYSQL, type(source), column, inKey).decide();
    }

    @ParameterizedTest(name = "{0} into {1}")
    @CsvSource(delimiter = ';', value = {
        "boolean; tinyint(1)", "boolean; int", "boolean; bit(1)", "smallint; smallint", "smallint; int", "integer; int(11)", "integer; bigint", "integer; decimal(10,0)", "bigint; bigint",
        "bigint; decimal(19,0)", "oid; int unsigned", "oid; bigint", "real; float", "real; double", "double; double", "numeric; decimal(65,30)", "numeric; decimal(10,0)", "numeric; longtext",
        "numeric(10,2); decimal(10,2)", "numeric(10,2); decimal(12,4)", "numeric(3,-2); decimal(5,0)", "bytea; longblob", "bytea; varbinary(100)", "date; date", "date; varchar(20)",
        "timestamptz; datetime(6)", "timestamp(3); datetime(3)", "timestamp(3); datetime(6)", "timestamptz; longtext", "time(3); time(3)", "time(3); time(6)", "timetz; varchar(40)",
        "uuid; char(36)", "uuid; varchar(36)", "uuid; uuid", "json; longtext", "jsonb; json", "jsonb; mediumtext", "text; longtext", "text; varchar(50)", "varchar(20); varchar(20)",
        "varchar(20); varchar(255)", "varchar(20); tinytext", "char(4); varchar(4)", "char(4); char(4)", "char(4); char(10)", "mood; varchar(63)", "mood; enum('sad','it''s','more')",
        "int[]; longtext", "bigint; varchar(20)",
    })
    void takes(String source, String declared) {
        assertThat(fit(source, declared, "utf8mb4_0900_ai_ci", false)).isInstanceOf(Fit.Fits.class);
    }

    @ParameterizedTest(name = "{0} into {1}")
    @CsvSource(delimiter = ';', value = {
        "boolean; varchar(5)", "smallint; tinyint", "integer; smallint", "integer; int unsigned", "integer; decimal(9,0)", "integer; decimal(12,2)", "bigint; int", "bigint; bigint unsigned", "oid; int",
        "real; decimal(10,2)", "double; float", "numeric(10,2); decimal(10,1)", "numeric(10,2); decimal(9,2)", "numeric(10,2); double", "numeric; double", "numeric; bigint", "numeric(3,-2); decimal(4,0)",
        "bytea; longtext", "bytea; binary(16)", "date; datetime", "date; timestamp", "timestamptz; timestamp(6)", "timestamptz; datetime(3)", "timestamptz; date", "time(3); time", "timetz; time(6)",
        "uuid; char(35)", "uuid; binary(16)", "json; json", "jsonb; longblob", "text; char(50)", "text; json", "text; int", "varchar(20); varchar(19)", "char(4); char(3)", "char(4); varchar(3)",
        "mood; enum('sad')", "mood; int", "int[]; json",
    })
    void refuses(String source, String declared) {
        assertThat(fit(source, declared, "utf8mb4_0900_ai_ci", false)).isInstanceOfSatisfying(Fit.Unfit.class,
                unfit -> assertThat(unfit.reason()).contains("has the type " + declared));
    }

    @ParameterizedTest(name = "{0} into {1} of {2}: {3}")
    @CsvSource(delimiter = ';', value = {
        "text; varchar(50); utf8mb4_0900_bin; true", "text; varchar(50); utf8mb4_nopad_bin; true", "text; varchar(50); utf8mb4_bin; false", "text; varchar(50); utf8mb4_0900_ai_ci; false",
        "text; varchar(50); utf8mb4_0900_as_cs; false", "uuid; char(36); ascii_general_ci; true", "uuid; char(36); utf8mb4_0900_ai_ci; true", "char(4); varchar(4); utf8mb4_bin; true",
        "char(4); char(4); utf8mb4_general_ci; false", "mood; varchar(63); utf8mb4_bin; false", "numeric; varchar(80); utf8mb4_general_ci; true",
    })
    void ofAKeyTheCollationTellsEveryValueApart(String source, String declared, String collation, boolean fits) {
        assertThat(fit(source, declared, collation, true) instanceof Fit.Fits).isEqualTo(fits);
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(delimiter = ';', value = {
        "text; utf8mb4_general_ci; true", "text; utf8mb3_general_ci; false", "text; latin1_swedish_ci; false", "uuid; latin1_swedish_ci; true", "jsonb; utf8mb3_bin; false",
    })
    void theCharacterSetHoldsEveryCharacter(String source, String collation, boolean fits) {
        assertThat(fit(source, "longtext", collation, false) instanceof Fit.Fits).isEqualTo(fits);
    }
}
