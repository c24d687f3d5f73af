package io.pg2any.destination.jdbc;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

import io.pg2any.destination.TableSchema;

/** Shares the bytes that an entry of an index may have among its columns. */
public final class KeyShares {

    private KeyShares() {}

    /**
     * The bytes for each column of the primary key and of the key: an equal share of what is left, those that need the least first; of two
     * indexes the smaller share counts.
     *
     * @param wanted the most bytes that a column could use, by its index
     */
    public static Map<Integer, Long> of(TableSchema table, long bytes, IntToLongFunction wanted) {
        Map<Integer, Long> shares = new TreeMap<>();
        for (List<Integer> index : List.of(table.primaryKey(), table.key())) {
            List<Integer> leastFirst = index.stream().sorted(Comparator.comparingLong(wanted::applyAsLong)).toList();
            long left = bytes;
            for (int n = 0; n < leastFirst.size(); n++) {
                int column = leastFirst.get(n);
                long share = left / (leastFirst.size() - n);
                left -= Math.min(share, wanted.applyAsLong(column));
                shares.merge(column, share, Math::min);
            }
        }
        return shares;
    }
}
