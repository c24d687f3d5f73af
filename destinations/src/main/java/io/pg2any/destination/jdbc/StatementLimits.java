package io.pg2any.destination.jdbc;

import java.util.List;

/**
 * How large a statement of several rows may be.
 *
 * @param sizes numbers of rows for which statements are prepared, falling, the last one 1
 * @param parameters the most placeholders
 * @param bytes the most row data
 */
public record StatementLimits(List<Integer> sizes, int parameters, long bytes) {

    public StatementLimits {
        sizes = List.copyOf(sizes);
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
