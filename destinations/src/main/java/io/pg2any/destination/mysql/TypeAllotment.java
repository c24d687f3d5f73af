package io.pg2any.destination.mysql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.pg2any.destination.TableSchema;
import io.pg2any.destination.jdbc.TargetType;
import io.pg2any.destination.mysql.MySqlTypes.Plan;
import io.pg2any.type.PgType;

/** Shares an index's bytes among its columns and a row's among all, and so decides between VARCHAR and the TEXT types. */
final class TypeAllotment {

    private static final int BYTES_A_CHARACTER = 4;
    /** A row may have 65,535 bytes beside its TEXT and BLOB values, each of which takes up to 12. */
    private static final int ROW_BYTES = 65_000;
    private static final int COLUMN_OVERHEAD = 16;
    /** A row must fit half a page of 16 KiB, with of each long value only a beginning; values of up to 255 bytes lie there whole. */
    private static final int PAGE_BYTES = 8_000;
    private static final int PAGE_SHARE = 42;
    private static final int WHOLE_IN_PAGE = 255;
    private static final long TEXT_BYTES = 65_535;
    private static final long MEDIUMTEXT_BYTES = 16_777_215;

    private final int keyBytes;
    private final TableSchema table;

    TypeAllotment(int keyBytes, TableSchema table) {
        this.keyBytes = keyBytes;
        this.table = table;
    }

    List<TargetType> types(List<Plan> plans) {
        Map<Integer, TargetType> types = new TreeMap<>();
        for (List<Integer> index : List.of(table.primaryKey(), table.key())) {
            indexed(index, plans, types);
        }
        long left = ROW_BYTES - (long) COLUMN_OVERHEAD * plans.size()
                - (long) BYTES_A_CHARACTER * keyBytes; // at most, for both indexes
        long page = PAGE_BYTES - plans.stream().mapToLong(plan -> plan instanceof Plan.Fixed fixed ? fixed.bytes() : PAGE_SHARE).sum();
        List<Integer> shortestFirst = IntStream.range(0, plans.size()).boxed()
                .filter(i -> !types.containsKey(i))
                .sorted(Comparator.comparingInt(i -> plans.get(i) instanceof Plan.Text text ? text.characters() : 0))
                .toList();
        for (int i : shortestFirst) {
            switch (plans.get(i)) {
                case Plan.Fixed fixed -> types.put(i, fixed.type());
                case Plan.Bytes _ -> types.put(i, TargetType.lossless("LONGBLOB"));
                case Plan.Text(int characters) -> {
                    long bytes = (long) BYTES_A_CHARACTER * characters;
                    long inPage = bytes <= WHOLE_IN_PAGE ? Math.max(0, bytes - PAGE_SHARE) : 0;
                    boolean fits = characters != PgType.UNLIMITED && bytes <= left && inPage <= page;
                    types.put(i, TargetType.lossless(fits ? "VARCHAR(" + characters + ")" : textType(characters)));
                    left -= fits ? bytes : 0;
                    page -= fits ? inPage : 0;
                }
            }
        }
        return new ArrayList<>(types.values());
    }

    private static String textType(int characters) {
        long bytes = (long) BYTES_A_CHARACTER * characters;
        return characters == PgType.UNLIMITED || bytes > MEDIUMTEXT_BYTES ? "LONGTEXT" : bytes > TEXT_BYTES ? "MEDIUMTEXT" : "TEXT";
    }

    /** Gives every column of an index an equal share of what is left, those that need the least first. */
    private void indexed(List<Integer> index, List<Plan> plans, Map<Integer, TargetType> types) {
        List<Integer> leastFirst = index.stream().sorted(Comparator.comparingLong(i -> wanted(plans.get(i)))).toList();
        long left = keyBytes;
        for (int n = 0; n < leastFirst.size(); n++) {
            int column = leastFirst.get(n);
            long share = left / (leastFirst.size() - n);
            left -= Math.min(share, wanted(plans.get(column)));
            TargetType type = keyType(plans.get(column), share);
            TargetType other = types.get(column);
            if (other == null || length(type) < length(other)) {
                types.put(column, type);
            }
        }
    }

    private static long wanted(Plan plan) {
        return switch (plan) {
            case Plan.Fixed fixed -> fixed.bytes();
            case Plan.Bytes _ -> Integer.MAX_VALUE;
            case Plan.Text text -> text.characters() == PgType.UNLIMITED ? Integer.MAX_VALUE : (long) BYTES_A_CHARACTER * text.characters();
        };
    }

    private static TargetType keyType(Plan plan, long share) {
        return switch (plan) {
            case Plan.Fixed fixed -> fixed.type();
            case Plan.Bytes _ -> new TargetType("VARBINARY(" + share + ")", "keys of more than " + share + " bytes are an error");
            case Plan.Text(int wanted) -> {
                long characters = share / BYTES_A_CHARACTER;
                yield wanted != PgType.UNLIMITED && wanted <= characters
                        ? TargetType.lossless("VARCHAR(" + wanted + ")")
                        : new TargetType("VARCHAR(" + characters + ")", "keys of more than " + characters + " characters are an error");
            }
        };
    }

    /** The length of a type by its declaration; of one without, the same number always. */
    private static long length(TargetType type) {
        int open = type.sql().indexOf('(');
        return type.sql().startsWith("VAR") ? Long.parseLong(type.sql().substring(open + 1, type.sql().length() - 1)) : Long.MAX_VALUE;
    }
}
