package io.pg2any.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Relation;
import io.pg2any.event.TableId;

/**
 * The net effect of a batch: the changes of one key fold to one. Deterministic: tables stand in the order in which the batch
 * first touches them, and so do the keys of each table.
 *
 * <p>A table's changes become one step, until a barrier: a TRUNCATE of it, or a change of its shape.
 *
 * <p>Rows that pass each other under a key whose uniqueness is checked at commit (possible under identity FULL only) are told
 * apart as long as the batch holds both: a transaction that is cut into slices just between them is not followed rightly,
 * since no target with that key can hold what the source holds at such a moment.
 */
public final class NetChanges {

    private final Function<Relation, TableSchema> tables;
    private final Predicate<TableId> repeated;
    private final IdentityHashMap<Relation, TableSchema> schemas = new IdentityHashMap<>();
    private final IdentityHashMap<Relation, TableFold> folds = new IdentityHashMap<>();
    private final Map<TableId, TableFold> open = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();

    private @Nullable Relation lastRelation;
    private @Nullable TableFold lastFold;

    /** What becomes a step at the end, if anything. */
    private sealed interface Part {

        record Changes(TableFold fold) implements Part {}

        record Emptied(Step.Truncate step) implements Part {}
    }

    private NetChanges(Function<Relation, TableSchema> tables, Predicate<TableId> repeated) {
        this.tables = tables;
        this.repeated = repeated;
    }

    /**
     * Folds the changes of consecutive transactions, or slices of them.
     *
     * @param tables the table of a relation, its columns in the order of the relation's; asked once for each object
     * @throws io.pg2any.error.CdcException of kind DATA if the log does not tell the key of a changed row
     */
    public static List<Step> of(List<TransactionSlice> transactions, Function<Relation, TableSchema> tables) {
        return of(transactions, tables, _ -> false);
    }

    /**
     * As {@link #of(List, Function)}, where the target may be ahead.
     *
     * @param repeated of which tables the target may hold rows already that the source inserts only now, since their first copy
     *     shows a later state
     */
    public static List<Step> of(
            List<TransactionSlice> transactions, Function<Relation, TableSchema> tables, Predicate<TableId> repeated) {
        NetChanges net = new NetChanges(tables, repeated);
        for (TransactionSlice transaction : transactions) {
            for (Change change : transaction.changes()) {
                net.add(change);
            }
        }
        return net.steps();
    }

    private void add(Change change) {
        switch (change) {
            case Insert insert -> fold(insert.relation()).insert(insert);
            case Update update -> fold(update.relation()).update(update);
            case Delete delete -> fold(delete.relation()).delete(delete);
            case Truncate truncate -> truncate(truncate);
        }
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>(parts.size());
        for (Part part : parts) {
            switch (part) {
                case Part.Changes(TableFold fold) -> fold.step().ifPresent(steps::add);
                case Part.Emptied(Step.Truncate step) -> steps.add(step);
            }
        }
        return steps;
    }

    /** Identity, here and in the maps: a relation's changes share one object, and its equals looks at every column. */
    @SuppressWarnings("ReferenceEquality")
    private TableFold fold(Relation relation) {
        TableFold last = lastFold;
        if (last != null && relation == lastRelation) {
            return last;
        }
        TableFold fold = folds.get(relation);
        if (fold == null) {
            fold = foldOf(schema(relation));
            folds.put(relation, fold);
        }
        lastRelation = relation;
        lastFold = fold;
        return fold;
    }

    private TableSchema schema(Relation relation) {
        return schemas.computeIfAbsent(relation, tables);
    }

    /** The open fold of the table, if it still has this shape; else a new one: a change of shape is a barrier. */
    private TableFold foldOf(TableSchema schema) {
        TableFold fold = open.get(schema.source());
        if (fold != null && fold.schema().equals(schema)) {
            return fold;
        }
        close(schema);
        TableFold opened = schema.hasKey() ? new KeyedFold(schema, repeated.test(schema.source())) : new OrderedFold(schema);
        open.put(schema.source(), opened);
        parts.add(new Part.Changes(opened));
        return opened;
    }

    /** What was done to the rows of these tables before does not matter any more. */
    private void truncate(Truncate truncate) {
        List<TableSchema> emptied = truncate.relations().stream().map(this::schema).toList();
        for (TableSchema schema : emptied) {
            close(schema).ifPresent(wiped -> parts.removeIf(part -> part instanceof Part.Changes(TableFold fold) && fold == wiped));
        }
        parts.add(new Part.Emptied(new Step.Truncate(emptied)));
    }

    private Optional<TableFold> close(TableSchema schema) {
        folds.values().removeIf(fold -> fold.schema().source().equals(schema.source()));
        lastRelation = null;
        lastFold = null;
        return Optional.ofNullable(open.remove(schema.source()));
    }
}
