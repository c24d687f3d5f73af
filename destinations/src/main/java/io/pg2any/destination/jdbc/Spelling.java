package io.pg2any.destination.jdbc;

import java.util.function.UnaryOperator;

/**
 * How the names of the source are spelled in a database.
 *
 * @param of a name's spelling between quotes
 * @param closeInside whether a name may hold the character that closes it, doubled
 */
public record Spelling(UnaryOperator<String> of, boolean closeInside) {

    /** Letter by letter. */
    public static final Spelling SAME = new Spelling(UnaryOperator.identity(), true);
}
