package io.pg2any.destination;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/** How values are read from a database through JDBC so that nothing of them is lost on the way. Each is given in a form that {@link Canonical} evens out. */
public interface Reading {

    /** As text, and bytes as they are: of a database whose texts of values are PostgreSQL's. */
    Reading PLAIN = (row, index, category) -> category == Category.BYTEA ? row.getBytes(index) : row.getString(index);

    /** Every value as the driver has it: of SQLite, where each has a type of its own. */
    Reading OBJECTS = (row, index, _) -> row.getObject(index);

    Reading MYSQL = new MySql();
    Reading SQL_SERVER = new SqlServer();
    Reading ORACLE = new Oracle();
    Reading DUCKDB = new DuckDb();

    /** The expression that is selected for a column. */
    default String expression(Category category, String quotedColumn) {
        return quotedColumn;
    }

    /** The expression's value: text, number, boolean, bytes or null. */
    Object value(ResultSet row, int index, Category category) throws SQLException;

    /** The text of a FLOAT has six digits only; the driver's of a DATETIME goes by the JVM's time zone. */
    final class MySql implements Reading {

        private MySql() {}

        @Override
        public String expression(Category category, String quotedColumn) {
            return switch (category) {
                case FLOAT4 -> "CAST(" + quotedColumn + " AS DOUBLE)";
                case TIMESTAMP, TIMESTAMPTZ -> "CAST(" + quotedColumn + " AS CHAR)";
                case BOOLEAN, NUMBER, FLOAT8, DATE, TIME, JSON, BYTEA, TEXT -> quotedColumn;
            };
        }

        @Override
        public Object value(ResultSet row, int index, Category category) throws SQLException {
            return PLAIN.value(row, index, category);
        }
    }

    /** The driver's own texts of moments pass through the JVM's calendar and zone; a UUID is in capitals. */
    final class SqlServer implements Reading {

        private SqlServer() {}

        @Override
        public String expression(Category category, String quotedColumn) {
            return switch (category) {
                case DATE -> "CONVERT(nvarchar(40), " + quotedColumn + ", 23)";
                case TIMESTAMP, TIMESTAMPTZ -> "CONVERT(nvarchar(40), " + quotedColumn + ", 121)";
                case BOOLEAN, NUMBER, FLOAT4, FLOAT8, TIME, JSON, BYTEA, TEXT -> quotedColumn;
            };
        }

        @Override
        public Object value(ResultSet row, int index, Category category) throws SQLException {
            if (category == Category.BYTEA) {
                return row.getBytes(index);
            }
            String text = row.getString(index);
            return text != null && row.getMetaData().getColumnTypeName(index).equalsIgnoreCase("uniqueidentifier") ? text.toLowerCase(Locale.ROOT) : text;
        }
    }

    /** Moments by their fields, whatever the driver makes of them; a UUID is 16 bytes. */
    final class Oracle implements Reading {

        private Oracle() {}

        @Override
        public String expression(Category category, String quotedColumn) {
            return switch (category) {
                case DATE -> "TO_CHAR(" + quotedColumn + ", 'SYYYY-MM-DD')";
                case TIMESTAMP -> "TO_CHAR(" + quotedColumn + ", 'SYYYY-MM-DD HH24:MI:SS.FF6')";
                case TIMESTAMPTZ -> "TO_CHAR(SYS_EXTRACT_UTC(" + quotedColumn + "), 'SYYYY-MM-DD HH24:MI:SS.FF6')";
                case BOOLEAN, NUMBER, FLOAT4, FLOAT8, TIME, JSON, BYTEA, TEXT -> quotedColumn;
            };
        }

        @Override
        public Object value(ResultSet row, int index, Category category) throws SQLException {
            return switch (category) {
                case BYTEA -> row.getBytes(index);
                case FLOAT4, FLOAT8 -> {
                    double value = row.getDouble(index);
                    yield row.wasNull() ? null : value;
                }
                case DATE, TIMESTAMP, TIMESTAMPTZ -> moment(row.getString(index));
                case BOOLEAN, NUMBER, TIME, JSON, TEXT -> row.getMetaData().getColumnTypeName(index).equalsIgnoreCase("RAW") ? uuid(row.getBytes(index)) : row.getString(index);
            };
        }

        private static String moment(String text) {
            return text == null ? null : text.startsWith("-") ? text.substring(1) + " BC" : text.strip();
        }

        private static String uuid(byte[] bytes) {
            return bytes == null ? null : HexFormat.of().formatHex(bytes).replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-");
        }
    }

    /** Text as DuckDB prints it, in UTC where the session is; of a column that may be a list, the type of its elements and each of them. */
    final class DuckDb implements Reading {

        private DuckDb() {}

        @Override
        public String expression(Category category, String quotedColumn) {
            return switch (category) {
                case BYTEA -> quotedColumn;
                case TEXT -> "CASE WHEN " + quotedColumn + " IS NULL THEN NULL WHEN typeof(" + quotedColumn + ") LIKE '%[]' THEN list_prepend(typeof(" + quotedColumn
                        + "), CAST(" + quotedColumn + " AS VARCHAR[])) ELSE ['', CAST(" + quotedColumn + " AS VARCHAR)] END";
                case BOOLEAN, NUMBER, FLOAT4, FLOAT8, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, JSON -> "CAST(" + quotedColumn + " AS VARCHAR)";
            };
        }

        @Override
        public Object value(ResultSet row, int index, Category category) throws SQLException {
            return switch (category) {
                case BYTEA -> row.getBytes(index);
                case TEXT -> row.getArray(index) == null ? null : text((Object[]) row.getArray(index).getArray());
                case BOOLEAN, NUMBER, FLOAT4, FLOAT8, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, JSON -> row.getString(index) == null ? null : asPostgres(row.getString(index));
            };
        }

        private static String text(Object[] parts) {
            return parts[0].equals("") ? parts[1].toString()
                    : Arrays.stream(parts).skip(1).map(element -> element(parts[0].toString(), element)).collect(Collectors.joining(",", "{", "}"));
        }

        private static String element(String type, Object element) {
            if (element == null) {
                return "NULL";
            }
            String text = switch (type) {
                case "BOOLEAN[]" -> element.toString().substring(0, 1);
                case "FLOAT[]", "DOUBLE[]" -> floating(element.toString());
                case "VARCHAR[]" -> element.toString();
                default -> asPostgres(element.toString());
            };
            boolean plain = !text.isEmpty() && !text.toUpperCase(Locale.ROOT).equals("NULL") && text.chars().noneMatch(c -> "{}\",\\ \t\n\r\f\u000b".indexOf(c) >= 0);
            return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }

        private static String floating(String text) {
            return switch (text) {
                case "inf" -> "Infinity";
                case "-inf" -> "-Infinity";
                case "nan" -> "NaN";
                default -> text.replaceFirst("\\.0$", "");
            };
        }

        private static String asPostgres(String text) {
            return switch (text) {
                case "inf", "-inf", "nan" -> floating(text);
                default -> text.contains(" (BC)") ? text.replace(" (BC)", "") + " BC" : text;
            };
        }
    }
}
