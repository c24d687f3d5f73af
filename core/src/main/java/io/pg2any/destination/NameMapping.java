package io.pg2any.destination;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;

/**
 * Where the source's tables go. A rule maps {@code schema} to {@code schema}, or {@code schema.table} to
 * {@code schema.table}; a table part may hold one {@code *}, which stands for the same text on both sides
 * ({@code sales.* = shop.sales_*}). The first rule that fits counts. Without one, {@code public} goes to the schema or database
 * of the destination's URL, any other schema to one of its own name.
 */
public final class NameMapping {

    private final List<Rule> rules = new ArrayList<>();

    private record Rule(String schema, String table, String targetSchema, String targetTable) {}

    public NameMapping(Map<String, String> mapping) {
        mapping.forEach((from, to) -> rules.add(rule(from.strip(), to.strip())));
    }

    private static Rule rule(String from, String to) {
        String[] source = split(from);
        String[] target = split(to);
        if (source[1].indexOf('*') != source[1].lastIndexOf('*') || target[1].contains("*") && !source[1].contains("*")
                || source[0].isEmpty() || target[0].isEmpty() && target[1].equals("*")) {
            throw CdcException.configuration("mapping", "The mapping " + from + "=" + to + " cannot be understood.",
                    "Write schema=schema or schema.table=schema.table, with one * at most in a table's name.");
        }
        return new Rule(source[0], source[1], target[0], target[1]);
    }

    private static String[] split(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? new String[] {name, "*"} : new String[] {name.substring(0, dot), name.substring(dot + 1)};
    }

    public TargetName target(TableId table) {
        for (Rule rule : rules) {
            if (rule.schema.equals(table.schema())) {
                int star = rule.table.indexOf('*');
                String prefix = star < 0 ? rule.table : rule.table.substring(0, star);
                String suffix = star < 0 ? "" : rule.table.substring(star + 1);
                boolean fits = star < 0
                        ? rule.table.equals(table.table())
                        : table.table().length() >= prefix.length() + suffix.length()
                                && table.table().startsWith(prefix) && table.table().endsWith(suffix);
                if (fits) {
                    String rest = table.table().substring(prefix.length(), table.table().length() - suffix.length());
                    return new TargetName(rule.targetSchema, rule.targetTable.replace("*", rest));
                }
            }
        }
        return new TargetName("public".equals(table.schema()) ? "" : table.schema(), table.table());
    }

    /**
     * Refuses two source tables on one target table.
     *
     * @throws CdcException of kind configuration that names them
     */
    public void requireDistinct(Collection<TableId> tables) {
        Map<TargetName, TableId> taken = new HashMap<>();
        for (TableId table : tables) {
            TableId other = taken.putIfAbsent(target(table), table);
            if (other != null) {
                throw CdcException.configuration("mapping-collision",
                        "The tables " + other + " and " + table + " would both go to " + target(table) + ".", "Map one of them to another name with --map.");
            }
        }
    }
}
