package io.pg2any.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.Reshape;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TableShape;
import io.pg2any.destination.TableShape.ShapeColumn;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Definition;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Relation;
import io.pg2any.event.TableDefinition;
import io.pg2any.event.TableId;
import io.pg2any.pipeline.ShapeComparison.Finding;
import io.pg2any.projection.Projection;
import io.pg2any.projection.Projections;
import io.pg2any.source.SchemaChanges;
import io.pg2any.source.ShapeCatalog;
import io.pg2any.source.ShapeCatalog.Present;
import io.pg2any.source.SourceErrors;
import io.pg2any.source.TableResolver;

/**
 * Lets the target's tables follow the columns of the source's, in order with the rows: finds where in a batch a table has another shape than
 * the target, and changes it there. Applier thread.
 */
final class ShapeChanges {

    private static final Logger LOG = LoggerFactory.getLogger(ShapeChanges.class);

    private final DestinationHandler destination;
    private final TableResolver resolver;
    private final ShapeCatalog catalog;
    private final Refill refill;
    private final Projections projections;
    private final SchemaChanges policy;
    private final boolean mayCopy;
    private final Map<TableId, TableShape> shapes = new HashMap<>();
    /** Relations under whose shape the target's table is, or that were left to be compared with it. */
    private final Set<Relation> known = Collections.newSetFromMap(new IdentityHashMap<>());
    /** OIDs of tables of which the source's event trigger has told: what the target has is what they had at this place of the log. */
    private final Set<Integer> told = new HashSet<>();
    private final DefinitionJudge definitions;

    /**
     * Nothing has been compared yet.
     *
     * @param chosen which tables are followed
     * @param mayCopy whether a table may be copied again, where that is the only way
     */
    ShapeChanges(
            DestinationHandler destination,
            TableResolver resolver,
            ShapeCatalog catalog,
            Refill refill,
            Projections projections,
            SchemaChanges policy,
            Predicate<TableId> chosen,
            boolean mayCopy) {
        this.destination = destination;
        this.resolver = resolver;
        this.catalog = catalog;
        this.refill = refill;
        this.projections = projections;
        this.policy = policy;
        this.mayCopy = mayCopy;
        destination.shapes().forEach(shape -> shapes.put(shape.table(), shape));
        this.definitions = new DefinitionJudge(destination, resolver, catalog, projections, policy, chosen, shapes, new DefinitionJudge.Outcomes() {
            @Override
            public @Nullable ShapeChange leave(Relation relation, TableSchema schema, TableShape shape) {
                return ShapeChanges.this.leave(relation, schema, shape);
            }

            @Override
            public @Nullable ShapeChange change(Relation relation, TableSchema schema, TableShape then, Finding.Changed changed, Present now) {
                return changed(relation, schema, then, changed, now);
            }

            @Override
            public ShapeChange copy(Relation relation, TableSchema schema, String reason) {
                return ShapeChanges.this.copy(relation, schema, reason);
            }
        });
    }

    /**
     * A place in a batch where a table has another shape.
     *
     * @param whole the transactions that end before it
     * @param part what is before it of the transaction in which it is; empty: it is the first of its transaction
     * @param after the rest of the batch
     * @param action what is to be done there; null: nothing, what was told there needs nothing
     */
    record Turn(List<TransactionSlice> whole, List<TransactionSlice> part, List<TransactionSlice> after, @Nullable TableAction action) {}

    /** What is to be done to a table of the target, or to what is known of it. */
    sealed interface TableAction {
        TableId table();
    }

    /** The table is copied again, or if {@code wish} is there, changed. */
    record ShapeChange(Relation relation, TableSchema schema, String copyReason, @Nullable Wish wish) implements TableAction {
        @Override
        public TableId table() {
            return relation.table();
        }
    }

    /** The table gets another name. */
    record Rename(TableId table, TableId to) implements TableAction {}

    /** The table is gone. */
    record Drop(TableId table) implements TableAction {}

    /** The table has got a name that is not chosen: it is not followed any more. */
    record Farewell(TableId table) implements TableAction {}

    /** @param filled names of columns whose values are read from the source */
    record Wish(TableShape shape, Reshape reshape, List<String> added, Set<String> filled, @Nullable Present now) {}

    /** The shapes of the tables that are followed. */
    List<TableShape> all() {
        return List.copyOf(shapes.values());
    }

    /** The first place in the batch where a table has to be changed; null if there is none. */
    @Nullable Turn next(List<TransactionSlice> slices) {
        if (!destination.reshapes()) {
            return null;
        }
        Relation last = null;
        for (int s = 0; s < slices.size(); s++) {
            Definition definition = slices.get(s).definition();
            if (definition != null) {
                return told(slices, s, definition.table());
            }
            List<Change> changes = slices.get(s).changes();
            for (int i = 0; i < changes.size(); i++) {
                for (Relation relation : relations(changes.get(i), last)) {
                    last = relation;
                    ShapeChange change = known.contains(relation) ? null : judge(relation);
                    if (change != null) {
                        return turn(slices, s, i, change);
                    }
                }
            }
        }
        return null;
    }

    /** A table may have got another name and other columns since it was told of last: then it is looked at once more. */
    private Turn told(List<TransactionSlice> slices, int slice, TableDefinition definition) {
        TableAction action = definitions.judge(definition);
        told.add(definition.oid());
        Turn turn = turn(slices, slice, 0, action);
        if (!(action instanceof Rename)) {
            turn.after().set(0, turn.after().getFirst().defined());
        }
        return turn;
    }

    /** Whether the rows of a transaction that has not committed yet are of the shapes that the target has. */
    boolean keep(List<TransactionSlice> slices) {
        return !destination.reshapes() || slices.stream().flatMap(slice -> slice.changes().stream()).flatMap(change -> relations(change, null).stream())
                .allMatch(this::keeps);
    }

    private boolean keeps(Relation relation) {
        if (known.contains(relation)) {
            return true;
        }
        TableShape then = shapes.get(relation.table());
        boolean same = then != null && new ShapeComparison(then, ShapeComparison.shape(relation, resolver.schema(relation)),
                catalog.find(relation.oid()).orElse(null)).find() instanceof Finding.Same;
        if (same) {
            known.add(relation);
        }
        return same;
    }

    /** Those of the change; none if it is {@code last} alone, which is known. */
    @SuppressWarnings("ReferenceEquality") // the changes of one table point to one object
    private static List<Relation> relations(Change change, @Nullable Relation last) {
        Relation one = switch (change) {
            case Insert insert -> insert.relation();
            case Update update -> update.relation();
            case Delete delete -> delete.relation();
            case Truncate truncate -> null;
        };
        if (one == null) {
            return ((Truncate) change).relations();
        }
        return one == last ? List.of() : List.of(one);
    }

    private static Turn turn(List<TransactionSlice> slices, int slice, int change, @Nullable TableAction what) {
        int begin = slice; // of the transaction that it is in
        while (begin > 0 && !slices.get(begin - 1).last()) {
            begin--;
        }
        List<TransactionSlice> part = new ArrayList<>(slices.subList(begin, slice));
        List<TransactionSlice> after = new ArrayList<>(slices.subList(slice, slices.size()));
        if (change > 0) {
            TransactionSlice cut = slices.get(slice);
            part.add(cut.before(change));
            after.set(0, cut.from(change));
        }
        return new Turn(slices.subList(0, begin), part, after, what);
    }

    /** What has to be done before a row of this relation is applied; null: nothing. */
    private @Nullable ShapeChange judge(Relation relation) {
        TableSchema schema = resolver.schema(relation);
        TableShape then = shapes.get(relation.table());
        Present now = catalog.find(relation.oid()).orElse(null);
        TableShape row = ShapeComparison.shape(relation, schema);
        if (then == null) {
            return leave(relation, ShapeComparison.numbered(row, now));
        }
        if (told.contains(relation.oid()) && new ShapeComparison(then, row, null).find() instanceof Finding.Same) {
            return same(relation, schema, then, row); // the catalog of now need not be asked what its columns are
        }
        return switch (new ShapeComparison(then, row, now).find()) {
            case Finding.Same _ -> same(relation, schema, then, row);
            case Finding.Changed changed -> policy == SchemaChanges.APPLY || policy == SchemaChanges.ADD_ONLY && changed.isAdditionOrDrop()
                    ? changed(relation, schema, then, changed, now)
                    : leave(relation, changed.shape());
            case Finding.Unknown(String reason) -> {
                if (policy != SchemaChanges.APPLY) {
                    yield leave(relation, ShapeComparison.numbered(row, now));
                }
                boolean isThere = now != null || catalog.oid(relation.table()).isPresent();
                yield isThere ? copy(relation, schema, reason) : lastRows(relation, schema, then, row);
            }
        };
    }

    /** Of a table or column that has another name by now, or is gone, the catalog does not tell any more what is NOT NULL: then the target demands it no more. */
    private @Nullable ShapeChange same(Relation relation, TableSchema schema, TableShape then, TableShape row) {
        Set<String> relaxed = new HashSet<>();
        for (ShapeColumn column : then.columns()) {
            boolean key = then.primaryKey().contains(column.number()) || then.key().contains(column.number());
            if (column.required() && !key && row.columns().stream().anyMatch(same -> same.name().equals(column.name()) && !same.required())) {
                relaxed.add(column.name());
            }
        }
        if (relaxed.isEmpty() || policy == SchemaChanges.STOP || !projections.isNone()) {
            known.add(relation);
            return null;
        }
        List<ShapeColumn> columns = then.columns().stream().map(column -> relaxed.contains(column.name()) ? column.relaxed() : column).toList();
        TableShape shape = new TableShape(then.table(), then.oid(), then.file(), then.highest(), columns, then.primaryKey(), then.key());
        return changed(relation, schema, then, new Finding.Changed(shape, Map.of(), List.of(), List.of(), Set.of(), Set.of(), relaxed, false), null);
    }

    /** The target's table is as it is: where it does not fit, the stream ends with an error that says what differs. */
    private @Nullable ShapeChange leave(Relation relation, TableShape shape) {
        return leave(relation, resolver.schema(relation), shape);
    }

    private @Nullable ShapeChange leave(Relation relation, TableSchema schema, TableShape shape) {
        destination.prepare(projections.of(schema).target());
        destination.recordShape(shape);
        shapes.put(shape.table(), shape);
        known.add(relation);
        return null;
    }

    private CopyAgainException copyAgain(ShapeChange change, String reason) {
        requireMayCopy(change.table(), reason);
        return new CopyAgainException(change.table(), reason);
    }

    private ShapeChange copy(Relation relation, TableSchema schema, String reason) {
        requireMayCopy(schema.source(), reason);
        return new ShapeChange(relation, schema, reason, null);
    }

    private void requireMayCopy(TableId table, String reason) {
        if (!mayCopy) {
            throw CdcException.data("schema-change", "Table " + table + " has to be copied again, since " + reason
                    + ", but without a first copy (--snapshot never) pg2any does not do so.",
                    "Bring the target's table " + resolver.target(table) + " and its rows in line by hand, or copy with --snapshot always.");
        }
    }

    /** The source has no such table any more: its last rows arrive as well as they can. */
    private ShapeChange lastRows(Relation relation, TableSchema source, TableShape then, TableShape row) {
        TableSchema schema = projections.of(source).target();
        List<String> gone = then.names().stream().filter(name -> !row.names().contains(name)).toList();
        Reshape reshape = new Reshape(schema, Map.of(), List.of(), gone, Set.of(), Map.of(), Set.of(), then.primaryKeyNames(), false);
        return new ShapeChange(relation, schema, "", new Wish(row, reshape, List.of(), Set.of(), null));
    }

    private @Nullable ShapeChange changed(Relation relation, TableSchema schema, TableShape then, Finding.Changed changed, @Nullable Present now) {
        Projection projection = projections.of(schema);
        if (!projection.isUnchanged()) {
            return projected(relation, schema, projection, changed);
        }
        Map<String, String> constants = new HashMap<>();
        Set<String> filled = new HashSet<>(changed.rewritten());
        changed.added().forEach(column -> {
            String missing = column.missing();
            if (missing != null) {
                Constants.of(schema, column.name(), missing).ifPresentOrElse(constant -> constants.put(column.name(), constant), () -> filled.add(column.name()));
            } else if (!column.hasMissing() && (column.hasDefault() || then.file() != changed.shape().file())) {
                filled.add(column.name());
            }
        });
        filled.retainAll(schema.columns().stream().map(column -> column.name()).toList());
        if (!Refill.isPossible(schema, filled)) {
            if (policy != SchemaChanges.APPLY) {
                return leave(relation, schema, changed.shape());
            }
            return copy(relation, schema, "its rows were rewritten and cannot be told apart by their keys");
        }
        List<String> dropped = new ArrayList<>();
        List<String> kept = new ArrayList<>(changed.relaxed());
        changed.gone().forEach(column -> (policy == SchemaChanges.APPLY && now != null && !now.has(column.number()) ? dropped : kept).add(column.name()));
        Reshape reshape = new Reshape(schema, changed.renamed(), dropped, kept, changed.retyped(), constants, filled, then.primaryKeyNames(), false);
        List<String> added = changed.added().stream().map(column -> column.name()).toList();
        return new ShapeChange(relation, schema, "", new Wish(changed.shape(), reshape, added, filled, now));
    }

    /** Which name or value a column had under the rules before is not known: the table is copied again, unless it is left out anyway. */
    private @Nullable ShapeChange projected(Relation relation, TableSchema schema, Projection projection, Finding.Changed changed) {
        boolean untouched = changed.isAdditionOrDrop() && changed.gone().isEmpty() && changed.relaxed().isEmpty()
                && changed.added().stream().noneMatch(column -> projection.read().contains(column.name()));
        return untouched || policy != SchemaChanges.APPLY
                ? leave(relation, schema, changed.shape())
                : copy(relation, projection.target(), "its columns have changed, and there are rules for them");
    }

    /**
     * Does it, as far as that is part of the open transaction within it.
     *
     * @param written whether the open transaction has written to the table
     * @param betweenPieces what is done where the transaction may end: whatever comes after it can be repeated
     * @throws CopyAgainException if it turns out that the table has to be copied again
     */
    void carryOut(TableAction action, boolean written, Runnable betweenPieces) {
        switch (action) {
            case ShapeChange change -> change(change, written, betweenPieces);
            case Rename rename -> rename(rename, written);
            case Drop drop -> drop(drop, written);
            case Farewell(TableId table) -> {
                LOG.info("table has got a name that is not chosen, or was copied under it, and the target's is kept table={}", table);
                destination.recordCopy(TableCopy.wanted(table, false));
            }
        }
    }

    private void rename(Rename rename, boolean written) {
        TableShape shape = Objects.requireNonNull(shapes.get(rename.table()));
        boolean possible = !written || destination.reshapesInTransaction();
        if (!possible || !destination.rename(rename.table(), resolver.target(rename.table()), rename.to(), resolver.target(rename.to()))) {
            String reason = possible ? "it was renamed, which the target cannot follow" : "it was renamed after rows of it in the same transaction, which the target cannot do";
            requireMayCopy(rename.to(), reason);
            throw new CopyAgainException(rename.to(), reason, rename.table());
        }
        LOG.info("table renamed table={} to={}", rename.table(), rename.to());
        shapes.remove(rename.table());
        shapes.put(rename.to(), shape.named(rename.to()));
    }

    /** Where that has to wait for the end of the transaction, the transaction is taken back, and skips the table when it comes again. */
    private void drop(Drop drop, boolean written) {
        if (written && !destination.reshapesInTransaction()) {
            throw new CopyAgainException(drop.table(), "it was dropped after rows of it in the same transaction");
        }
        destination.drop(drop.table(), resolver.target(drop.table()));
        LOG.info("table dropped table={}", drop.table());
        shapes.remove(drop.table());
    }

    private void change(ShapeChange change, boolean written, Runnable betweenPieces) {
        Wish wish = change.wish();
        if (wish == null) {
            throw new CopyAgainException(change.table(), change.copyReason());
        }
        if (written && !destination.reshapesInTransaction()) {
            throw copyAgain(change, "it was changed after rows of it in the same transaction, which the target cannot do");
        }
        Set<String> made = destination.reshape(wish.reshape());
        Set<String> filled = new HashSet<>(wish.filled());
        // what was there already, be it of a try that was cut off, may hold anything
        wish.added().stream().filter(name -> !made.contains(name) && change.schema().columns().stream().anyMatch(column -> column.name().equals(name)))
                .forEach(filled::add);
        if (!Refill.isPossible(change.schema(), filled)) {
            throw copyAgain(change, "columns that it was given were there already");
        }
        if (!filled.isEmpty()) {
            LOG.info("reading columns again table={} columns={}", change.table(), filled);
            fill(change, filled, Objects.requireNonNull(wish.now()), betweenPieces);
        }
        destination.recordShape(wish.shape());
        shapes.put(change.table(), wish.shape());
        known.add(change.relation());
    }

    private void fill(ShapeChange change, Set<String> filled, Present now, Runnable betweenPieces) {
        try {
            refill.fill(change.schema(), change.relation().oid(), filled, now, Set.of(), betweenPieces);
        } catch (CdcException e) {
            throw e.code().equals(SourceErrors.CHANGED) ? copyAgain(change, "the source has changed it further since") : e;
        }
    }
}
