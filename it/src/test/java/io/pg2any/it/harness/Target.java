package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.pg2any.destination.Reading;

/** A fresh database that a test streams into, and how to read it without any of the product's code. */
public interface Target extends AutoCloseable {

    TargetKind kind();

    /** For {@code Config}. */
    String url();

    /** The same, reached through another port of loopback; only where there is a port. */
    String url(int port);

    /** Where its server is, as its port. */
    default String host() {
        return "127.0.0.1";
    }

    /** Of the server; 0 where there is none. */
    int port();

    /** A new session; the caller closes it. */
    Connection connect();

    /** The quoted name under which a table of the source is to be found. */
    String nameOf(String schema, String table);

    String quote(String identifier);

    /** How its values are read. */
    Reading reading();

    /** The expression by which a column of text is compared with a text. */
    default String comparable(String quotedColumn) {
        return quotedColumn;
    }

    /** The expression that reads a column as text in the target's own spelling. */
    default String stored(String quotedColumn) {
        return quotedColumn;
    }

    /** Whether no one can look into it while another process writes to it. */
    default boolean isLockedByItsWriter() {
        return false;
    }

    /** What a table made by hand needs behind its columns so that it holds every text. */
    default String tableOptions() {
        return "";
    }

    /** Statement that makes a table of another one's rows. */
    default String copyTable(String from, String to) {
        return "CREATE TABLE " + to + " AS SELECT * FROM " + from;
    }

    /** Statement that makes an index that allows no value twice, but NULL as often as one likes. */
    default String uniqueIndex(String index, String tableName, String quotedColumn) {
        return "CREATE UNIQUE INDEX " + index + " ON " + tableName + " (" + quotedColumn + ")";
    }

    /** Statement that drops an index. */
    default String dropIndex(String index, String tableName) {
        return "DROP INDEX " + index;
    }

    /** For statements of a test's own. */
    default void run(String... statements) {
        try (Connection connection = connect()) {
            Sql.run(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    default String value(String sql) {
        try (Connection connection = connect()) {
            return Sql.value(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names the source's schemas, for a target that has to drop what was made of them one by one. */
    default void expectSchemas(List<String> names) {}

    /** Drops what was made. */
    @Override
    void close();
}
