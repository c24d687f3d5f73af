package io.pg2any.observe;

import java.util.List;

/**
 * How often a quantity was how large.
 *
 * @param bounds upper bounds of the classes, ascending; one more class holds what is larger than the last
 * @param counts of each class, one more than there are bounds
 * @param sum of all values
 */
public record Distribution(List<Double> bounds, List<Long> counts, double sum) {

    public Distribution {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
    }

    /** How many values there were. */
    public long count() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
