package io.pg2any.destination.jdbc;

/**
 * How a dialect takes back a part of the open transaction.
 *
 * @param set the statement that marks the place; a mark of the same name takes the place of an earlier one
 * @param back the statement that takes back what was written since
 * @param release the statement that forgets the mark; empty: there is none
 */
public record Savepoints(String set, String back, String release) {

    public static final Savepoints STANDARD = new Savepoints("SAVEPOINT pg2any_part", "ROLLBACK TO SAVEPOINT pg2any_part", "RELEASE SAVEPOINT pg2any_part");

    /** Of a database that can only take a whole transaction back. */
    public static final Savepoints NONE = new Savepoints("", "", "");

    boolean exist() {
        return !set.isEmpty();
    }
}
