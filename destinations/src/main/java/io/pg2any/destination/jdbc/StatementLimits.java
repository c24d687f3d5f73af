package io.pg2any.destination.jdbc;

import java.util.List;

/**
 * How large a statement of several rows may be.
 *
 * @param sizes numbers of rows for which statements are prepared, falling, the last one 1
 * @param parameters the most placeholders
 * @param bytes the most row data
 * @param longestBatched characters of SQL up to which a statement is executed in batches
 */
public record StatementLimits(List<Integer> sizes, int parameters, long bytes, int longestBatched) {

    public StatementLimits {
        sizes = List.copyOf(sizes);
    }

    /** Statements of any length may be batched. */
    public StatementLimits(List<Integer> sizes, int parameters, long bytes) {
        this(sizes, parameters, bytes, Integer.MAX_VALUE);
    }

    /** The largest prepared number of rows that is not above {@code most}, each with {@code columns} placeholders. */
    int sizeFor(int most, int columns) {
        for (int size : sizes) {
            if (size <= most && (long) size * columns <= parameters) {
                return size;
            }
        }
        return 1;
    }
}
