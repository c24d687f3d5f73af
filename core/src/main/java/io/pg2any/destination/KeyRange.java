package io.pg2any.destination;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Row;

/**
 * Rows of a table whose key, column by column as numbers, is greater than {@code after} and not greater than {@code upTo}. Of both only
 * the key's cells count.
 *
 * @param after null: from the first
 * @param upTo null: to the last
 */
public record KeyRange(@Nullable Row after, @Nullable Row upTo) {

    /** The whole table, also one without a key. */
    public static final KeyRange ALL = new KeyRange(null, null);
}
