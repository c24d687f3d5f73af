package io.pg2any.destination.jdbc;

/**
 * The type that a column gets in a table made by pg2any.
 *
 * @param sql as it stands in CREATE TABLE
 * @param loss what the type cannot hold or changes, for people; empty: it holds every value exactly
 */
public record TargetType(String sql, String loss) {

    public static TargetType lossless(String sql) {
        return new TargetType(sql, "");
    }
}
