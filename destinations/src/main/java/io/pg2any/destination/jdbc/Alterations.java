package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.pg2any.destination.TargetName;
import io.pg2any.error.CdcException;

/**
 * How a dialect changes tables that exist. Where DDL is not transactional a crash may come between two statements: each of them must leave
 * a table that the next look at the catalog understands.
 */
public interface Alterations {

    /**
     * The statements that make the change, in order.
     *
     * @param connection to look into the catalog, such as for the name of a constraint
     */
    List<String> statements(Connection connection, TableChange change) throws SQLException;

    /** The statements that give a table another name; empty: the dialect has none for these two. The schema of the new name is there. */
    default Optional<List<String>> rename(TargetName former, TargetName present) {
        return Optional.empty();
    }

    /**
     * A constant as it stands behind DEFAULT.
     *
     * @param text letters, digits, blanks and the signs {@code _ . : -}; of a number or boolean what SQL takes for one
     */
    default String literal(Kind kind, String text) {
        return kind == Kind.TEXT ? "'" + text + "'" : text;
    }

    /** What a constant is. */
    enum Kind {
        NUMBER,
        /** {@code true} or {@code false} */
        BOOLEAN,
        TEXT
    }

    /** For a dialect that changes no tables. */
    static Alterations none(String product) {
        return (_, change) -> {
            throw CdcException.data("schema-change", "The source has changed the columns of the target's table " + change.name() + "; in " + product
                    + " pg2any does not change tables.", "Change it by hand.");
        };
    }
}
