package io.pg2any.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TableShape;
import io.pg2any.destination.TableShape.ShapeColumn;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.TableId;
import io.pg2any.source.ShapeCatalog;
import io.pg2any.source.ShapeCatalog.Present;
import io.pg2any.source.ShapeCatalog.PresentColumn;
import io.pg2any.source.SourceTable;
import io.pg2any.source.SourceTable.SourceColumn;

/**
 * Finds out what happened to a table between the shape that the target has and the one that a row of the stream was written under. The row
 * tells names and types of its time; the catalog tells numbers, but of now. Only where both agree is the answer exact; where the source has
 * gone on since, or a name was given twice, the answer is that it is not known, and the table is to be copied again, which skips the
 * rows of that time altogether.
 *
 * @param then what the target has
 * @param row the columns as the row has them; numbers do not count
 * @param now the table in the catalog; null: it was dropped
 */
record ShapeComparison(TableShape then, TableShape row, @Nullable Present now) {

    /** What was found. */
    sealed interface Finding {

        /** Nothing that matters happened. */
        record Same() implements Finding {}

        /**
         * The columns changed.
         *
         * @param shape the one of the row, with numbers
         * @param renamed present names by former names
         * @param gone former columns that are not sent any more
         * @param added columns that were not sent before
         * @param rewritten columns of another type whose values the source has written anew
         * @param retyped columns of another type
         * @param relaxed columns that must not be NOT NULL in the target any more
         * @param keyChanged whether there is another primary key, or rows are found by other columns
         */
        record Changed(
                TableShape shape,
                Map<String, String> renamed,
                List<ShapeColumn> gone,
                List<PresentColumn> added,
                Set<String> rewritten,
                Set<String> retyped,
                Set<String> relaxed,
                boolean keyChanged)
                implements Finding {

            /** Whether columns were added or dropped, and nothing else. */
            boolean isAdditionOrDrop() {
                return renamed.isEmpty() && retyped.isEmpty() && !keyChanged;
            }
        }

        /** @param reason for people: why the table has to be copied again */
        record Unknown(String reason) implements Finding {}
    }

    Finding find() {
        if (then.oid() != row.oid()) {
            return new Finding.Unknown("it was dropped and created again");
        }
        if (now == null) {
            return sameAsThen() ? new Finding.Same() : new Finding.Unknown("it was dropped since");
        }
        if (sameAsThen()) {
            return isGivenTwice(true) ? new Finding.Unknown("a column was dropped and added again") : samePossiblyRelaxed(now);
        }
        if (isGivenTwice(false)) {
            return new Finding.Unknown("a column was dropped and added again");
        }
        if (!agrees(now)) {
            return new Finding.Unknown("the source has changed it further since");
        }
        return changed(now);
    }

    private boolean sameAsThen() {
        if (then.columns().size() != row.columns().size() || !primaryKey(then).equals(primaryKey(row)) || !key(then).equals(key(row))) {
            return false;
        }
        for (int i = 0; i < row.columns().size(); i++) {
            ShapeColumn was = then.columns().get(i);
            ShapeColumn is = row.columns().get(i);
            if (!was.name().equals(is.name()) || !was.sameType(is)) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> primaryKey(TableShape shape) {
        return new HashSet<>(shape.primaryKeyNames());
    }

    private static Set<String> key(TableShape shape) {
        Set<String> names = new HashSet<>();
        shape.key().forEach(number -> shape.column(number).ifPresent(column -> names.add(column.name())));
        return names;
    }

    /** The same columns, of which one may allow NULL now, or may have done so for a while. */
    private Finding samePossiblyRelaxed(Present present) {
        Set<String> relaxed = relaxed(present);
        if (relaxed.isEmpty()) {
            return new Finding.Same();
        }
        List<ShapeColumn> columns = then.columns().stream().map(column -> relaxed.contains(column.name()) ? column.relaxed() : column).toList();
        TableShape shape = new TableShape(then.table(), then.oid(), then.file(), then.highest(), columns, then.primaryKey(), then.key());
        return new Finding.Changed(shape, Map.of(), List.of(), List.of(), Set.of(), Set.of(), relaxed, false);
    }

    /** Columns that are NOT NULL in the target and of which the source has changed something since: rows written in between may have NULL. */
    private Set<String> relaxed(Present present) {
        Set<String> relaxed = new HashSet<>();
        for (ShapeColumn column : then.columns()) {
            Optional<PresentColumn> is = present.columns().stream().filter(each -> each.number() == column.number()).findFirst();
            boolean touched = is.isPresent() && column.version() != 0 && is.get().version() != column.version();
            boolean key = then.primaryKey().contains(column.number()) || then.key().contains(column.number());
            if (column.required() && !key && touched) {
                relaxed.add(is.get().name());
            }
        }
        return relaxed;
    }

    /**
     * Whether a name that the target has belongs to another column now: was the row written before or after? Of columns of different types
     * the row itself tells, until it has changed.
     */
    private boolean isGivenTwice(boolean ofSameType) {
        Present present = now;
        return present != null && then.columns().stream().filter(column -> column.number() > 0 && !present.has(column.number()))
                .anyMatch(column -> present.column(column.name())
                        .filter(other -> !ofSameType || other.typeOid() == column.typeOid() && other.typeModifier() == column.typeModifier())
                        .isPresent());
    }

    /** Whether the row has the columns of now, in their order, and no column has come and gone meanwhile. */
    private boolean agrees(Present present) {
        int last = 0;
        for (ShapeColumn column : row.columns()) {
            Optional<PresentColumn> same = present.column(column.name());
            if (same.isEmpty() || same.get().typeOid() != column.typeOid() || same.get().typeModifier() != column.typeModifier()
                    || same.get().number() <= last) {
                return false;
            }
            last = same.get().number();
        }
        return present.dropped().stream().noneMatch(number -> number > then.highest());
    }

    private Finding changed(Present present) {
        Map<Integer, ShapeColumn> before = new HashMap<>();
        then.columns().forEach(column -> before.put(column.number() > 0 ? column.number() : present.column(column.name()).map(PresentColumn::number).orElse(column.number()), column));
        List<ShapeColumn> columns = new ArrayList<>();
        Map<String, String> renamed = new HashMap<>();
        List<PresentColumn> added = new ArrayList<>();
        Set<String> rewritten = new HashSet<>();
        Set<String> retyped = new HashSet<>();
        Set<String> relaxed = relaxed(present);
        boolean mayBeRewritten = present.file() == 0 || present.file() != then.file();
        for (ShapeColumn column : row.columns()) {
            PresentColumn is = present.column(column.name()).orElseThrow();
            boolean required = column.required() && !relaxed.contains(column.name());
            columns.add(new ShapeColumn(is.number(), column.name(), column.typeOid(), column.typeModifier(), required, is.version()));
            ShapeColumn was = before.remove(is.number());
            if (was == null) {
                added.add(is);
                continue;
            }
            if (!was.name().equals(column.name())) {
                renamed.put(was.name(), column.name());
            }
            if (!was.sameType(column)) {
                retyped.add(column.name());
                if (mayBeRewritten) {
                    rewritten.add(column.name());
                }
            }
        }
        Set<String> formerNames = new HashSet<>(then.names());
        boolean nameTaken = renamed.values().stream().anyMatch(formerNames::contains)
                || added.stream().anyMatch(column -> formerNames.contains(column.name()));
        if (nameTaken) {
            return new Finding.Unknown("a name went from one column to another");
        }
        TableShape shape = new TableShape(row.table(), row.oid(), present.file(),
                Math.max(then.highest(), columns.stream().mapToInt(ShapeColumn::number).max().orElse(0)), columns, numbers(columns, row.primaryKeyNames()), numbers(columns, key(row)));
        boolean keyChanged = !Set.copyOf(shape.primaryKey()).equals(Set.copyOf(then.primaryKey())) || !Set.copyOf(shape.key()).equals(Set.copyOf(then.key()));
        return new Finding.Changed(shape, renamed, List.copyOf(before.values()), added, rewritten, retyped, relaxed, keyChanged);
    }

    /** The shape that the stream describes; its columns are merely counted. */
    static TableShape shape(Relation relation, TableSchema schema) {
        List<ShapeColumn> columns = new ArrayList<>();
        for (Column column : relation.columns()) {
            columns.add(new ShapeColumn(columns.size() + 1, column.name(), column.typeOid(), column.typeModifier(), isRequired(schema, column.name()), 0));
        }
        return shape(relation.table(), relation.oid(), columns, schema);
    }

    /**
     * The shape under which a table is copied.
     *
     * @param oid 0: it is not there any more
     */
    static TableShape shape(SourceTable table, TableSchema schema, int oid, @Nullable Present present) {
        List<ShapeColumn> columns = new ArrayList<>();
        for (SourceColumn column : table.columns()) {
            columns.add(new ShapeColumn(columns.size() + 1, column.name(), column.typeOid(), column.typeModifier(), isRequired(schema, column.name()), 0));
        }
        return numbered(shape(table.table(), oid, columns, schema), present);
    }

    private static TableShape shape(TableId table, int oid, List<ShapeColumn> columns, TableSchema schema) {
        return new TableShape(table, oid, 0, columns.size(), columns, numbers(columns, names(schema, schema.primaryKey())), numbers(columns, names(schema, schema.key())));
    }

    private static boolean isRequired(TableSchema schema, String column) {
        return schema.columns().stream().anyMatch(each -> each.name().equals(column) && !each.nullable());
    }

    private static List<String> names(TableSchema schema, List<Integer> key) {
        return key.stream().map(i -> schema.columns().get(i).name()).toList();
    }

    /** The shape with the numbers that the catalog has for its names now. */
    static TableShape numbered(TableShape counted, @Nullable Present now) {
        List<ShapeColumn> columns = new ArrayList<>();
        for (ShapeColumn column : counted.columns()) {
            Optional<PresentColumn> is = now == null ? Optional.empty() : now.column(column.name());
            columns.add(new ShapeColumn(is.map(PresentColumn::number).orElse(-column.number()), column.name(), column.typeOid(), column.typeModifier(),
                    column.required(), is.map(PresentColumn::version).orElse(0L)));
        }
        int highest = now == null ? 0 : Math.max(now.columns().stream().mapToInt(PresentColumn::number).max().orElse(0),
                now.dropped().stream().mapToInt(Integer::intValue).max().orElse(0));
        return new TableShape(counted.table(), counted.oid(), now == null ? 0 : now.file(), highest, columns, numbers(columns, counted.primaryKeyNames()),
                numbers(columns, key(counted)));
    }

    private static List<Integer> numbers(List<ShapeColumn> columns, Iterable<String> names) {
        List<Integer> numbers = new ArrayList<>();
        names.forEach(name -> columns.stream().filter(column -> column.name().equals(name)).forEach(column -> numbers.add(column.number())));
        return numbers;
    }
}
