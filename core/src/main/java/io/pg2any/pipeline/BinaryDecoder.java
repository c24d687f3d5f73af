package io.pg2any.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import io.pg2any.type.BinaryText;
import io.pg2any.type.TypeRegistry;

/**
 * Turns the binary cells of the stream's rows into text, so that nothing behind it sees how values came; except for tables whose rows the
 * destination takes as they are. Within a batch all rows of a table are in one form: they are told apart by the bytes of their keys. Applier
 * thread.
 */
final class BinaryDecoder {

    private final BinaryText text;
    private final Map<TableId, Boolean> passed = new HashMap<>();
    private @Nullable Relation last;
    private boolean lastPasses;

    BinaryDecoder(TypeRegistry types) {
        this.text = new BinaryText(types);
    }

    /** @param passes whether a table's rows are passed on as they are */
    List<TransactionSlice> decode(List<TransactionSlice> slices, Predicate<Relation> passes) {
        ask(slices, passes);
        return passed.containsValue(false) ? slices.stream().map(this::decode).toList() : slices;
    }

    @SuppressWarnings("ReferenceEquality") // the same table as another object is merely asked for again
    private void ask(List<TransactionSlice> slices, Predicate<Relation> passes) {
        passed.clear();
        last = null;
        for (TransactionSlice slice : slices) {
            for (Change change : slice.changes()) {
                Relation relation = relation(change);
                if (relation != null && relation != last) {
                    last = relation;
                    passed.merge(relation.table(), passes.test(relation), Boolean::logicalAnd);
                }
            }
        }
        last = null;
    }

    private static @Nullable Relation relation(Change change) {
        return switch (change) {
            case Insert insert -> insert.relation();
            case Update update -> update.relation();
            case Delete delete -> delete.relation();
            case Truncate _ -> null;
        };
    }

    private TransactionSlice decode(TransactionSlice slice) {
        List<Change> changes = new ArrayList<>(slice.changes().size());
        for (Change change : slice.changes()) {
            Relation relation = relation(change);
            changes.add(relation == null || passes(relation) ? change : decode(change));
        }
        return slice.with(changes);
    }

    private Change decode(Change change) {
        return switch (change) {
            case Insert insert -> new Insert(insert.relation(), text.toText(insert.row(), insert.relation()), insert.xid());
            case Update update -> decode(update);
            case Delete delete -> new Delete(delete.relation(), text.toText(delete.old(), delete.relation()), delete.oldIsFull(), delete.xid());
            case Truncate truncate -> truncate;
        };
    }

    private Update decode(Update update) {
        Row old = update.old();
        return new Update(update.relation(), old == null ? null : text.toText(old, update.relation()), update.oldIsFull(),
                text.toText(update.row(), update.relation()), update.xid());
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private boolean passes(Relation relation) {
        if (relation != last) {
            lastPasses = passed.getOrDefault(relation.table(), false);
            last = relation;
        }
        return lastPasses;
    }
}
