package io.pg2any.projection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.AddedColumns;
import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.TablePattern;
import io.pg2any.type.PgType;

/** Works out what the rules make of one table, and what of them cannot be. */
final class ProjectionPlan {

    private static final PgType TIME = new PgType.Timestamp("timestamp with time zone", 6, true);
    private static final PgType POSITION = new PgType.Varchar("character varying(17)", 17);

    private final Projections rules;
    private final TableSchema source;
    private final List<String> problems = new ArrayList<>();
    private final List<Integer> kept;
    private final List<ColumnSchema> columns = new ArrayList<>();
    private final List<@Nullable Mask> masks = new ArrayList<>();
    private final AddedColumns added;

    ProjectionPlan(Projections rules, TableSchema source) {
        this.rules = rules;
        this.source = source;
        this.kept = kept();
        kept.forEach(this::column);
        this.added = add();
        check();
    }

    /** What cannot be, as clauses; empty: all can. */
    List<String> problems() {
        return problems;
    }

    Projection conclude() {
        Projections.refuse(problems);
        TableSchema target = new TableSchema(source.source(), source.target(), columns, moved(source.primaryKey()), moved(source.key()), source.identity(), added);
        return target.equals(source) && masks.stream().allMatch(mask -> mask == null)
                ? Projection.unchanged(source)
                : new Projection(source, target, kept, masks, rules.isAudited(source.source()));
    }

    private List<Integer> moved(List<Integer> key) {
        return key.stream().map(kept::indexOf).toList();
    }

    private List<Integer> kept() {
        List<Projections.Choice> choices = rules.choices(source.source());
        return IntStream.range(0, source.columns().size()).boxed()
                .filter(i -> choices.stream().allMatch(choice -> choice.takes(name(i)))).toList();
    }

    private String name(int column) {
        return source.columns().get(column).name();
    }

    private String title(int column) {
        return source.source() + "." + name(column);
    }

    private void column(int index) {
        ColumnSchema column = source.columns().get(index);
        Optional<Mask> mask = rules.mask(source.source(), column.name());
        PgType type = mask.map(found -> masked(index, found)).orElse(column.type());
        columns.add(new ColumnSchema(rules.rename(source.source(), column.name()).orElse(column.name()), type, column.nullable(),
                rules.type(source.source(), column.name()).orElse(column.declaredType())));
        masks.add(mask.map(found -> found.boundTo(column.type())).orElse(null));
    }

    private PgType masked(int index, Mask mask) {
        ColumnSchema column = source.columns().get(index);
        if (isKey(index) && !mask.keepsApart()) {
            problems.add("the key column " + title(index) + " cannot be masked so that different keys become equal: only a hash keeps them apart");
        }
        if (mask instanceof Mask.Nothing && !column.nullable()) {
            problems.add("the column " + title(index) + " is NOT NULL, and its mask is NULL");
        }
        try {
            return mask.type(column.type());
        } catch (IllegalArgumentException e) {
            problems.add("the mask of " + title(index) + " " + e.getMessage());
            return column.type();
        }
    }

    private boolean isKey(int index) {
        return source.isKey(index) || source.primaryKey().contains(index);
    }

    private AddedColumns add() {
        int before = columns.size();
        boolean softly = rules.isSoftlyDeleted(source.source());
        if (softly) {
            add(Projection.DELETED_AT, TIME);
        }
        if (rules.isAudited(source.source())) {
            add(Projection.COMMIT_LSN, POSITION);
            add(Projection.COMMIT_TIME, TIME);
        }
        return before == columns.size() ? AddedColumns.NONE : new AddedColumns(columns.size() - before, softly ? before : null);
    }

    private void add(String name, PgType type) {
        if (columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name))) {
            problems.add("the table " + source.source() + " has a column " + name + " of its own: rename it with --rename-columns, or leave it out");
        }
        columns.add(new ColumnSchema(name, type, true));
    }

    private void check() {
        for (int i = 0; i < source.columns().size(); i++) {
            if (isKey(i) && !kept.contains(i)) {
                problems.add("the column " + title(i) + " cannot be left out: it is part of the key by which rows are found");
            }
        }
        if (kept.isEmpty()) {
            problems.add("no column of " + source.source() + " is chosen");
        }
        if (added.count() > 0 && !source.hasKey()) {
            problems.add("the table " + source.source() + " has no key, so that its rows cannot be told apart, and none can have "
                    + (added.deletedAt() == null ? "audit columns" : "a mark that it is deleted") + ": give it a primary key, or except it with !" + source.source());
        }
        Set<String> names = new HashSet<>();
        columns.stream().map(ColumnSchema::name).filter(name -> !names.add(name))
                .forEach(name -> problems.add("the table " + source.source() + " would have two columns " + name));
        missing().forEach(name -> problems.add("the table " + source.source() + " has no column " + name
                + ", of which there is a rule (while the log holds changes from before and after it was renamed, give a pattern that fits both names)"));
    }

    private Stream<String> missing() {
        Stream<String> chosen = rules.choices(source.source()).stream().filter(choice -> choice.table().isExact())
                .flatMap(choice -> Stream.concat(choice.included().stream(), choice.excluded().stream())).filter(TablePattern::isExact);
        Stream<String> named = rules.exact(source.source()).stream().map(ColumnPattern::columnText);
        return Stream.concat(chosen, named).distinct().filter(name -> source.columns().stream().noneMatch(column -> column.name().equals(name)));
    }
}
