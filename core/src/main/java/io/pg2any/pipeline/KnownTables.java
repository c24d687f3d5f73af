package io.pg2any.pipeline;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;
import io.pg2any.snapshot.VisibleTransactions;
import io.pg2any.source.TableSelection;
import io.pg2any.transaction.ChangeFilter;

/**
 * Decides which changes of the stream are for the target: those of chosen tables, except what the table's first copy already
 * holds. Used by the reader.
 */
final class KnownTables implements ChangeFilter {

    private final TableSelection selection;
    private final Map<TableId, VisibleTransactions> copied;
    private final boolean copyNewTables;
    private final Map<TableId, Verdict> verdicts = new HashMap<>();
    private @Nullable Relation lastRelation;
    private Verdict lastVerdict = new Verdict(false, null);

    private record Verdict(boolean chosen, @Nullable VisibleTransactions inCopy) {}

    /**
     * What is known when the stream starts.
     *
     * @param copied the tables that were copied, with what their snapshots show
     * @param copyNewTables whether a chosen table that was not copied has to be, before its changes can be followed
     */
    KnownTables(TableSelection selection, Map<TableId, VisibleTransactions> copied, boolean copyNewTables) {
        this.selection = selection;
        this.copied = Map.copyOf(copied);
        this.copyNewTables = copyNewTables;
    }

    /**
     * Whether the change is to be applied.
     *
     * @throws NewTableException if the table has to be copied first
     */
    @Override
    @SuppressWarnings("ReferenceEquality") // a relation that looks the same but is another object is merely looked up again
    public boolean wanted(Relation relation, Xid transaction) {
        if (relation != lastRelation) {
            lastVerdict = verdicts.computeIfAbsent(relation.table(), this::judge);
            lastRelation = relation;
        }
        VisibleTransactions inCopy = lastVerdict.inCopy;
        return lastVerdict.chosen && (inCopy == null || !inCopy.shows(transaction));
    }

    /** Not so are a table that has to be copied first, and one of which old rows may have to be told apart without a key. */
    @Override
    public boolean knows(Relation relation) {
        boolean keyed = relation.identity() != ReplicaIdentity.FULL && relation.columns().stream().anyMatch(Column::identity);
        return !selection.test(relation.table()) || keyed && (!copyNewTables || copied.containsKey(relation.table()));
    }

    private Verdict judge(TableId table) {
        if (!selection.test(table)) {
            return new Verdict(false, null);
        }
        VisibleTransactions inCopy = copied.get(table);
        if (inCopy == null && copyNewTables) {
            throw new NewTableException(table);
        }
        return new Verdict(true, inCopy);
    }
}
