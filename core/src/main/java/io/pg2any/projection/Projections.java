package io.pg2any.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;
import io.pg2any.event.TablePattern;

/**
 * The user's rules for columns, understood: gives each table its {@link Projection}. A rule without {@code *} and {@code ?} that fits nothing is an error, at the
 * start as later: a mistyped or renamed column would otherwise go unmasked. Immutable.
 */
public final class Projections {

    private static final Logger LOG = LoggerFactory.getLogger(Projections.class);

    /** No rules: every table stays as it is. */
    public static final Projections NONE = new Projections(ColumnRules.NONE);

    private final List<Choice> choices = new ArrayList<>();
    private final List<Rule<String>> renames;
    private final List<Rule<Mask>> masks;
    private final List<Rule<String>> types;
    private final Chosen softDelete;
    private final Chosen audit;

    /** Tables that are chosen by patterns, of which those with a {@code !} except some. */
    private record Chosen(List<TablePattern> including, List<TablePattern> excluding) implements Predicate<TableId> {

        static Chosen of(List<String> patterns) {
            return new Chosen(patterns.stream().filter(text -> !text.startsWith("!")).map(TablePattern::of).toList(),
                    patterns.stream().filter(text -> text.startsWith("!")).map(text -> TablePattern.of(text.substring(1).strip())).toList());
        }

        @Override
        public boolean test(TableId table) {
            return including.stream().anyMatch(pattern -> pattern.test(table)) && excluding.stream().noneMatch(pattern -> pattern.test(table));
        }
    }

    /** Which columns of tables are replicated. */
    record Choice(TablePattern table, List<String> included, List<String> excluded, List<Pattern> including, List<Pattern> excluding) {

        static Choice of(String table, String columns) {
            List<String> included = new ArrayList<>();
            List<String> excluded = new ArrayList<>();
            for (String column : columns.split(",", -1)) {
                String name = column.strip();
                if (name.isEmpty() || name.equals("!")) {
                    throw new IllegalArgumentException("lacks a column, as in public.users: id, name or public.users: !password");
                }
                (name.startsWith("!") ? excluded : included).add(name.startsWith("!") ? name.substring(1).strip() : name);
            }
            return new Choice(TablePattern.of(table), included, excluded, included.stream().map(TablePattern::glob).toList(),
                    excluded.stream().map(TablePattern::glob).toList());
        }

        boolean takes(String column) {
            return (including.isEmpty() || fits(including, column)) && !fits(excluding, column);
        }

        private static boolean fits(List<Pattern> patterns, String column) {
            return patterns.stream().anyMatch(pattern -> pattern.matcher(column).matches());
        }
    }

    /** What is done to columns. */
    record Rule<T>(ColumnPattern column, T what) {}

    /**
     * The rules as the user wrote them.
     *
     * @throws CdcException of kind configuration that names each one that cannot be understood
     */
    public Projections(ColumnRules rules) {
        List<String> problems = new ArrayList<>();
        rules.columns().forEach((table, columns) -> {
            try {
                choices.add(Choice.of(table, columns));
            } catch (IllegalArgumentException e) {
                problems.add("the choice of columns of " + table + " " + e.getMessage());
            }
        });
        renames = parse("the renaming of ", rules.renames(), Projections::name, problems);
        masks = parse("the mask of ", rules.masks(), text -> Mask.parse(text, rules.maskSalt()), problems);
        types = parse("the type of ", rules.types(), DeclaredType::checked, problems);
        softDelete = Chosen.of(rules.softDelete());
        audit = Chosen.of(rules.auditColumns());
        if (!problems.isEmpty()) {
            throw CdcException.configuration("column-rules", String.join("; ", problems) + ".", "");
        }
    }

    private static <T> List<Rule<T>> parse(String what, Map<String, String> rules, Function<String, T> parser, List<String> problems) {
        List<Rule<T>> parsed = new ArrayList<>();
        rules.forEach((column, text) -> {
            try {
                parsed.add(new Rule<>(ColumnPattern.of(column), parser.apply(text)));
            } catch (IllegalArgumentException e) {
                problems.add(what + column + " " + e.getMessage());
            }
        });
        return parsed;
    }

    private static String name(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("lacks the new name");
        }
        return text;
    }

    /** Whether rows of some tables tell of the commit that made them as they are. */
    public boolean stampRows() {
        return !softDelete.including.isEmpty() || !audit.including.isEmpty();
    }

    /** Whether there are no rules at all. */
    public boolean isNone() {
        return choices.isEmpty() && renames.isEmpty() && masks.isEmpty() && types.isEmpty() && softDelete.including.isEmpty() && audit.including.isEmpty();
    }

    /**
     * What becomes of a table.
     *
     * @param source as the source has it
     * @throws CdcException of kind configuration that names each rule that cannot be kept
     */
    public Projection of(TableSchema source) {
        return isNone() ? Projection.unchanged(source) : new ProjectionPlan(this, source).conclude();
    }

    /**
     * Looks at the start whether the rules fit the replicated tables.
     *
     * @throws CdcException of kind configuration that names each rule that cannot be kept
     */
    public void check(Collection<TableSchema> tables) {
        if (isNone()) {
            return;
        }
        List<String> problems = new ArrayList<>();
        for (TableSchema table : tables) {
            problems.addAll(new ProjectionPlan(this, table).problems());
        }
        List<TableId> names = tables.stream().map(TableSchema::source).toList();
        patterns().filter(pattern -> names.stream().noneMatch(pattern)).distinct().forEach(pattern -> {
            if (pattern.isExact()) {
                problems.add("there is a rule for " + pattern.text() + ", which is none of the replicated tables");
            } else {
                LOG.warn("the rule for columns of {} fits none of the replicated tables", pattern.text());
            }
        });
        Stream.of(renames, masks, types).flatMap(List::stream).map(Rule::column)
                .filter(pattern -> !pattern.isExact() && tables.stream().noneMatch(table -> hasColumn(table, pattern)))
                .forEach(pattern -> LOG.warn("the rule for {} fits none of the replicated columns", pattern));
        refuse(problems);
        tables.stream().map(TableSchema::source).filter(softDelete)
                .forEach(table -> LOG.info("deleted rows stay in the target, and go with a TRUNCATE table={}", table));
    }

    static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw CdcException.configuration("column-rules", "The rules for columns cannot be kept: " + String.join("; ", problems) + ".",
                    "Change the rules.");
        }
    }

    static boolean hasColumn(TableSchema table, ColumnPattern pattern) {
        return table.columns().stream().anyMatch(column -> pattern.test(table.source(), column.name()));
    }

    private Stream<TablePattern> patterns() {
        return Stream.of(choices.stream().map(Choice::table), renames.stream().map(rule -> rule.column().table()),
                masks.stream().map(rule -> rule.column().table()), types.stream().map(rule -> rule.column().table()), softDelete.including.stream(), audit.including.stream())
                .flatMap(Function.identity());
    }

    List<Choice> choices(TableId table) {
        return choices.stream().filter(choice -> choice.table().test(table)).toList();
    }

    /** Rules that can only be one column, and are of this table. */
    List<ColumnPattern> exact(TableId table) {
        return Stream.of(renames, masks, types).flatMap(List::stream).map(Rule::column).filter(pattern -> pattern.isExact() && pattern.table().test(table))
                .distinct().toList();
    }

    Optional<String> rename(TableId table, String column) {
        return first(renames, table, column);
    }

    Optional<Mask> mask(TableId table, String column) {
        return first(masks, table, column);
    }

    Optional<String> type(TableId table, String column) {
        return first(types, table, column);
    }

    private static <T> Optional<T> first(List<Rule<T>> rules, TableId table, String column) {
        return rules.stream().filter(rule -> rule.column().test(table, column)).map(Rule::what).findFirst();
    }

    boolean isSoftlyDeleted(TableId table) {
        return softDelete.test(table);
    }

    boolean isAudited(TableId table) {
        return audit.test(table);
    }
}
