package io.pg2any.destination.postgres;

/**
 * Names of types. A built-in type's is its bare name in {@code pg_type} ({@code int4}, {@code varchar}); any other's is qualified and quoted
 * where it has to be ({@code public.mood}). An array's is its element's followed by {@code []}.
 */
final class PostgresNames {

    private static final String ARRAY = "[]";

    private PostgresNames() {}

    /** The type for a cast, without length or precision. */
    static String cast(String type) {
        if (isArray(type)) {
            return cast(element(type)) + ARRAY;
        }
        return isBuiltIn(type) ? "pg_catalog.\"" + type + "\"" : type;
    }

    static boolean isBuiltIn(String type) {
        return type.indexOf('.') < 0;
    }

    static boolean isArray(String type) {
        return type.endsWith(ARRAY);
    }

    static String element(String arrayType) {
        return arrayType.substring(0, arrayType.length() - ARRAY.length());
    }

    /** Length, precision or the like at the end of a type's name, in its parentheses; empty: none. */
    static String modifiers(String sqlName) {
        int open = sqlName.endsWith(")") ? sqlName.lastIndexOf('(') : -1;
        return open < 0 ? "" : sqlName.substring(open);
    }

    static String withoutModifiers(String sqlName) {
        return sqlName.substring(0, sqlName.length() - modifiers(sqlName).length());
    }

    /** The name without its schema, quoted as it is. */
    static String local(String qualified) {
        if (qualified.endsWith("\"")) {
            int at = qualified.length() - 2;
            while (at > 0 && (qualified.charAt(at) != '"' || qualified.charAt(at - 1) == '"')) {
                at -= qualified.charAt(at) == '"' ? 2 : 1; // a doubled quote is part of the name
            }
            return qualified.substring(Math.max(0, at));
        }
        return qualified.substring(qualified.lastIndexOf('.') + 1);
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
