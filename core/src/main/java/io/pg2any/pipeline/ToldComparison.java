package io.pg2any.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.pg2any.destination.TableShape;
import io.pg2any.destination.TableShape.ShapeColumn;
import io.pg2any.event.TableDefinition;
import io.pg2any.event.TableDefinition.DefinedColumn;
import io.pg2any.pipeline.ShapeComparison.Finding;
import io.pg2any.source.ShapeCatalog;
import io.pg2any.source.ShapeCatalog.PresentColumn;
import io.pg2any.source.ShapeCatalog.Published;
import io.pg2any.source.SourceTable;
import io.pg2any.source.SourceTable.SourceColumn;

/**
 * Finds out what a DDL statement did to a table, where the source's event trigger tells it: columns go by their numbers alone, and the answer is exact.
 *
 * @param then what the target has
 * @param told the table behind the statement
 * @param published which of its columns the stream sends
 */
record ToldComparison(TableShape then, TableDefinition told, Published published) {

    /** The table as the source's catalog had it. */
    static SourceTable described(TableDefinition told, Published published) {
        return new SourceTable(told.table(), told.identity(), sent(told, published).stream()
                .map(column -> new SourceColumn(column.name(), column.typeOid(), column.typeModifier(), column.notNull())).toList(),
                List.of(), names(told, told.primaryKey()), names(told, told.identityKey()), "", told.partitioned(), 0);
    }

    private static List<DefinedColumn> sent(TableDefinition told, Published published) {
        return told.columns().stream().filter(published::has).toList();
    }

    private static List<String> names(TableDefinition told, List<Integer> numbers) {
        return numbers.stream().flatMap(number -> told.column(number).stream()).map(DefinedColumn::name).toList();
    }

    /** The shape that the target's table is to have, where it had none that is known. */
    static TableShape shape(TableDefinition told, Published published) {
        List<ShapeColumn> columns = sent(told, published).stream().map(column -> new ShapeColumn(column.number(), column.name(), column.typeOid(),
                column.typeModifier(), column.notNull(), column.version())).toList();
        Set<Integer> numbers = new HashSet<>(columns.stream().map(ShapeColumn::number).toList());
        List<Integer> primary = numbers.containsAll(told.primaryKey()) ? told.primaryKey() : List.of();
        List<Integer> key = switch (told.identity()) {
            case DEFAULT, FULL -> primary;
            case INDEX -> numbers.containsAll(told.identityKey()) ? told.identityKey() : List.of();
            case NOTHING -> List.of();
        };
        return new TableShape(told.table(), told.oid(), told.file(), told.highest(), columns, primary, key);
    }

    Finding find() {
        if (then.oid() != told.oid()) {
            return new Finding.Unknown("it was dropped and created again");
        }
        if (told.highest() < then.highest()) {
            return new Finding.Same(); // told before, and followed further since
        }
        return compared(shape(told, published));
    }

    private Finding compared(TableShape now) {
        Map<Integer, ShapeColumn> before = new HashMap<>();
        then.columns().forEach(column -> before.put(number(column), column));
        Map<Integer, PresentColumn> present = new HashMap<>();
        ShapeCatalog.present(told).columns().forEach(column -> present.put(column.number(), column));
        boolean mayBeRewritten = now.file() == 0 || now.file() != then.file();
        List<ShapeColumn> columns = new ArrayList<>();
        Map<String, String> renamed = new HashMap<>();
        List<PresentColumn> added = new ArrayList<>();
        Set<String> rewritten = new HashSet<>();
        Set<String> retyped = new HashSet<>();
        Set<String> relaxed = new HashSet<>();
        for (ShapeColumn column : now.columns()) {
            ShapeColumn was = before.remove(column.number());
            columns.add(was == null || was.required() && column.required() ? column : column.relaxed());
            if (was == null) {
                added.add(present.get(column.number()));
                continue;
            }
            if (!was.name().equals(column.name())) {
                renamed.put(was.name(), column.name());
            }
            if (was.required() && !column.required()) {
                relaxed.add(column.name());
            }
            if (!was.sameType(column)) {
                retyped.add(column.name());
                if (mayBeRewritten) {
                    rewritten.add(column.name());
                }
            }
        }
        List<ShapeColumn> gone = List.copyOf(before.values());
        TableShape shape = new TableShape(now.table(), now.oid(), now.file(), now.highest(), columns, now.primaryKey(), now.key());
        boolean keyChanged = !Set.copyOf(now.primaryKey()).equals(Set.copyOf(then.primaryKey())) || !Set.copyOf(now.key()).equals(Set.copyOf(then.key()));
        if (renamed.isEmpty() && gone.isEmpty() && added.isEmpty() && retyped.isEmpty() && relaxed.isEmpty() && !keyChanged) {
            return new Finding.Same();
        }
        return isEntangled(renamed, gone, added) ? new Finding.Unknown("a name went from one column to another")
                : new Finding.Changed(shape, renamed, gone, added, rewritten, retyped, relaxed, keyChanged);
    }

    /** What the target has under a number that was not known when it was brought in line. */
    private int number(ShapeColumn column) {
        return column.number() > 0 ? column.number()
                : told.columns().stream().filter(each -> each.name().equals(column.name())).map(DefinedColumn::number).findFirst().orElse(column.number());
    }

    /** Whether a name that the target has goes to another column, except from one that goes, and is no key, to one that comes. */
    private boolean isEntangled(Map<String, String> renamed, List<ShapeColumn> gone, List<PresentColumn> added) {
        Set<String> former = new HashSet<>(then.names());
        Set<String> key = new HashSet<>(then.primaryKeyNames());
        then.key().forEach(number -> then.column(number).ifPresent(column -> key.add(column.name())));
        told.primaryKey().forEach(number -> told.column(number).ifPresent(column -> key.add(column.name())));
        told.identityKey().forEach(number -> told.column(number).ifPresent(column -> key.add(column.name())));
        Set<String> free = new HashSet<>(gone.stream().map(ShapeColumn::name).filter(name -> !key.contains(name)).toList());
        return renamed.values().stream().anyMatch(former::contains) || added.stream().anyMatch(column -> former.contains(column.name()) && !free.contains(column.name()));
    }
}
