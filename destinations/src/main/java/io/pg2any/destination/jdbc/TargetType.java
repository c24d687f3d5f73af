package io.pg2any.destination.jdbc;

/**
 * The type that a column gets in a table made by pg2any.
 *
 * @param sql as it stands in CREATE TABLE
 * @param loss what the type cannot hold or changes, for people; empty: it holds every value exactly
 * @param emptyIsNull whether the database takes an empty value for NULL: the column is then nullable, whatever the source's is, unless it is
 *     one of a key
 */
public record TargetType(String sql, String loss, boolean emptyIsNull) {

    public TargetType(String sql, String loss) {
        this(sql, loss, false);
    }

    public static TargetType lossless(String sql) {
        return new TargetType(sql, "");
    }
}
