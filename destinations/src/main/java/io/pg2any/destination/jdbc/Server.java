package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.pg2any.destination.Remark;
import io.pg2any.destination.TableSchema;

/** One database that settings name: how to reach it and what it turns out to be. */
public interface Server {

    /** Its name, for people. */
    String product();

    ErrorRules errors();

    /** How many connections may load tables at the same time; 1: there is a single writer. */
    int loadLanes();

    /** Whether two connections may write at the same time, and a transaction sees what the other one commits meanwhile. */
    default boolean writesBeside() {
        return false;
    }

    /** The statement that limits how long a session's writes wait for locks to {@code wait}; zero: as it was when connected. Empty: there is none. */
    default String limitLockWait(Duration wait) {
        return "";
    }

    /** Whether the driver commits an open transaction when its connection is closed. */
    default boolean closingCommits() {
        return false;
    }

    /** Whether a transaction that writes a row which another one has written since it began fails at once, instead of waiting for that one's end. */
    default boolean writersCollide() {
        return false;
    }

    /** Whether an empty text, or no bytes, is something else than NULL to it. */
    default boolean keepsEmptyValues() {
        return true;
    }

    /** Whether it writes rows of such a table faster if their cells come in PostgreSQL's binary form. */
    default boolean likesBinary(TableSchema table) {
        return false;
    }

    /** A new connection in autocommit mode with its session set up. */
    Connection connect() throws SQLException;

    /** As {@link #connect()}, but its statements may take as long as they take: on it the indexes of large tables are made. */
    default Connection connectWithoutLimits() throws SQLException {
        return connect();
    }

    /** What a person may want to know of its settings before a stream runs. */
    default List<Remark> remarks(Connection connection) throws SQLException {
        return List.of();
    }

    /** The dialect of the server behind {@code connection}, its limits included. */
    Dialect dialect(Connection connection) throws SQLException;
}
