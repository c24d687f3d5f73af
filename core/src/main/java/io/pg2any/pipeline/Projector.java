package io.pg2any.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;
import io.pg2any.projection.Projection;
import io.pg2any.projection.Projections;
import io.pg2any.projection.Stamp;
import io.pg2any.source.RowFetcher;
import io.pg2any.source.TableResolver;

/** Turns changes of the source's tables into those of the target's, by the user's rules for columns. Applier thread. */
final class Projector {

    private final TableResolver resolver;
    private final RowFetcher source;
    private final Projections projections;
    private final IdentityHashMap<Relation, Projected> tables = new IdentityHashMap<>();
    private final IdentityHashMap<Relation, TableSchema> made = new IdentityHashMap<>();
    private final Map<TableSchema, Projection> byTarget = new HashMap<>();
    /** Rows of the source that a batch tells in part, by the key that the target has for them, where that one does not tell the source's. */
    private final Map<TableSchema, Map<List<String>, Row>> maskedKeys = new HashMap<>();

    private record Projected(Projection projection, Relation relation) {}

    Projector(TableResolver resolver, RowFetcher source, Projections projections) {
        this.resolver = resolver;
        this.source = source;
        this.projections = projections;
    }

    /** The target's table of a relation, of the source or as {@link #project} made it. */
    TableSchema schema(Relation relation) {
        TableSchema known = made.get(relation);
        return known == null ? projections.isNone() ? resolver.schema(relation) : projected(relation).projection.target() : known;
    }

    /** The same transactions with the target's rows. */
    List<TransactionSlice> project(List<TransactionSlice> slices) {
        if (projections.isNone()) {
            return slices;
        }
        maskedKeys.clear();
        return slices.stream().map(this::project).toList();
    }

    private TransactionSlice project(TransactionSlice slice) {
        Stamp stamp = stamp(slice);
        List<Change> changes = new ArrayList<>(slice.changes().size());
        for (Change change : slice.changes()) {
            changes.add(project(change, stamp));
        }
        return slice.with(changes);
    }

    private static Stamp stamp(TransactionSlice slice) {
        return new Stamp(slice.commitLsn(), slice.commitTime());
    }

    private Change project(Change change, Stamp stamp) {
        return switch (change) {
            case Insert insert -> {
                Projected table = projected(insert.relation());
                yield table.projection.isUnchanged() ? insert : new Insert(table.relation, table.projection.row(insert.row(), stamp), insert.xid());
            }
            case Update update -> {
                Projected table = projected(update.relation());
                yield table.projection.isUnchanged() ? update : update(table, update, stamp);
            }
            case Delete delete -> {
                Projected table = projected(delete.relation());
                yield table.projection.isUnchanged() ? delete : delete(table, delete, stamp);
            }
            case Truncate truncate -> new Truncate(truncate.relations().stream().map(relation -> projected(relation).relation).toList(),
                    truncate.cascade(), truncate.restartIdentity(), truncate.xid());
        };
    }

    private Update update(Projected table, Update update, Stamp stamp) {
        Row old = update.old();
        Row row = table.projection.row(update.row(), stamp);
        if (update.row().isPartial() && table.projection.masksKey()) {
            Row known = old == null ? update.row() : update.row().completedFrom(old);
            maskedKeys.computeIfAbsent(table.projection.target(), _ -> new HashMap<>()).put(key(table.projection.target(), table.projection.row(known, stamp)), known);
        }
        return new Update(table.relation, old == null ? null : table.projection.old(old), update.oldIsFull(), row, update.xid());
    }

    /** Where deleted rows stay, it is an update. */
    private static Change delete(Projected table, Delete delete, Stamp stamp) {
        Row old = table.projection.old(delete.old());
        return table.projection.isSoftlyDeleted()
                ? new Update(table.relation, delete.oldIsFull() ? old : null, delete.oldIsFull(),
                        table.projection.deleted(delete.old(), delete.oldIsFull(), stamp), delete.xid())
                : new Delete(table.relation, old, delete.oldIsFull(), delete.xid());
    }

    private static List<String> key(TableSchema table, Row row) {
        return table.key().stream().map(i -> row.isUnchanged(i) ? "" : String.valueOf(row.text(i))).toList();
    }

    private Projected projected(Relation relation) {
        return tables.computeIfAbsent(relation, this::learn);
    }

    private Projected learn(Relation relation) {
        Projection projection = projections.of(resolver.schema(relation));
        Relation target = projection.isUnchanged() ? relation : projection.relation(relation);
        made.put(target, projection.target());
        byTarget.put(projection.target(), projection);
        return new Projected(projection, target);
    }

    /** Rows of a target's table that are known in part, whole and as the source has them now; those that it does not have are left out. */
    List<Row> fetch(TableSchema table, List<Row> known, TransactionSlice latest) {
        @Nullable Projection projection = byTarget.get(table);
        if (projection == null || projection.isUnchanged()) {
            return source.fetch(table, known);
        }
        List<Row> keys = new ArrayList<>(known.size());
        for (Row row : known) {
            Row inSource = projection.masksKey() ? maskedKeys.getOrDefault(table, Map.of()).get(key(table, row)) : projection.keyInSource(row);
            if (inSource != null) {
                keys.add(inSource);
            }
        }
        return source.fetch(projection.source(), keys).stream().map(row -> projection.row(row, stamp(latest))).toList();
    }
}
