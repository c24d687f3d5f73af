package io.pg2any.destination.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A column that exists in the target.
 *
 * @param type the bare type in lower case, such as {@code varchar}
 * @param declared the whole type as the target prints it, such as {@code varchar(20)}
 * @param length in characters or bytes; -1 where the type has none
 * @param precision digits in all; -1 where the type has none
 * @param scale digits of the fraction, of a number or a second; -1 where the type has none
 * @param optional whether an insert may leave it out: nullable, with a default, or filled by the target
 * @param generated whether it is computed and cannot be written
 * @param collation of text, where the target has one by column
 */
public record CatalogColumn(
        String name,
        String type,
        String declared,
        long length,
        int precision,
        int scale,
        boolean nullable,
        boolean optional,
        boolean generated,
        @Nullable String collation) {}
