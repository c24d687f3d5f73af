package io.pg2any.destination.sqlserver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.TargetType;
import io.pg2any.destination.sqlserver.SqlServerTypes.Plan;
import io.pg2any.type.PgType;

/**
 * Shares the bytes of an index's key among its columns.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/sql-server/maximum-capacity-specifications-for-sql-server">Microsoft, Maximum capacity
 *     specifications: 900 bytes for a clustered index</a>
 */
final class KeyAllotment {

    private static final int KEY_BYTES = 900;
    private static final int BYTES_A_UNIT = 2;

    private final TableSchema table;

    KeyAllotment(TableSchema table) {
        this.table = table;
    }

    List<TargetType> types(List<Plan> plans) {
        Map<Integer, TargetType> types = new TreeMap<>();
        Map<Integer, Long> shares = new TreeMap<>();
        for (List<Integer> index : List.of(table.primaryKey(), table.key())) {
            share(index, plans, shares);
        }
        for (int i = 0; i < plans.size(); i++) {
            Long share = shares.get(i);
            types.put(i, share == null ? type(plans.get(i)) : keyType(plans.get(i), share));
        }
        return new ArrayList<>(types.values());
    }

    /** Gives every column of an index an equal share of what is left, those that need the least first; of two indexes the smaller share counts. */
    private static void share(List<Integer> index, List<Plan> plans, Map<Integer, Long> shares) {
        List<Integer> leastFirst = index.stream().sorted(Comparator.comparingLong(i -> wanted(plans.get(i)))).toList();
        long left = KEY_BYTES;
        for (int n = 0; n < leastFirst.size(); n++) {
            int column = leastFirst.get(n);
            long share = left / (leastFirst.size() - n);
            left -= Math.min(share, wanted(plans.get(column)));
            shares.merge(column, share, Math::min);
        }
    }

    private static long wanted(Plan plan) {
        return switch (plan) {
            case Plan.Fixed fixed -> fixed.bytes();
            case Plan.Bytes _ -> Integer.MAX_VALUE;
            case Plan.Text text -> text.units() == PgType.UNLIMITED ? Integer.MAX_VALUE : (long) BYTES_A_UNIT * text.units();
        };
    }

    private static TargetType type(Plan plan) {
        return switch (plan) {
            case Plan.Fixed fixed -> fixed.type();
            case Plan.Bytes _ -> TargetType.lossless("VARBINARY(MAX)");
            case Plan.Text text -> SqlServerTypes.text(text.units());
        };
    }

    private static TargetType keyType(Plan plan, long share) {
        return switch (plan) {
            case Plan.Fixed fixed -> fixed.type();
            case Plan.Bytes _ -> new TargetType("VARBINARY(" + share + ")",
                    "keys that differ by zeros at their end alone are an error, as are those of more than " + share + " bytes");
            case Plan.Text(int wanted) -> {
                int units = (int) (share / BYTES_A_UNIT);
                boolean whole = wanted != PgType.UNLIMITED && wanted <= units;
                yield SqlServerTypes.keyText(Math.max(1, whole ? wanted : units), whole);
            }
        };
    }
}
