package io.pg2any.destination;

import java.util.List;

/**
 * An index of the source that is not the key by which rows are found.
 *
 * @param columns its columns in order; empty where it is on expressions, on a part of the rows, or no B-tree in ascending order
 * @param using how PostgreSQL defines it, from the method on: {@code btree (lower(name)) WHERE active}
 */
public record SecondaryIndex(String name, List<String> columns, String using) {

    public SecondaryIndex {
        columns = List.copyOf(columns);
    }
}
