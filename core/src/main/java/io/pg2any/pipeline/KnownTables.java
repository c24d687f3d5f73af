package io.pg2any.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableDefinition;
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
    /** Names of the tables that were copied, by their OIDs; kept where the source tells of its tables' definitions. */
    private final Map<Integer, TableId> names;
    private final boolean followsNames;
    private final Predicate<TableId> published;
    private final Map<TableId, Verdict> verdicts = new HashMap<>();
    private @Nullable Relation lastRelation;
    private Verdict lastVerdict = new Verdict(false, null);

    private record Verdict(boolean chosen, @Nullable VisibleTransactions inCopy) {}

    /**
     * What is known when the stream starts.
     *
     * @param copied the tables that were copied, with what their snapshots show
     * @param copyNewTables whether a chosen table that was not copied has to be, before its changes can be followed
     * @param names the names of the target's tables in the source, by OID
     * @param followsNames whether a table that gets another name stays the same one
     * @param published which tables that are made later will be in the stream
     */
    KnownTables(
            TableSelection selection,
            Map<TableId, VisibleTransactions> copied,
            boolean copyNewTables,
            Map<Integer, TableId> names,
            boolean followsNames,
            Predicate<TableId> published) {
        this.selection = selection;
        this.copied = new HashMap<>(copied);
        this.copyNewTables = copyNewTables;
        this.names = new HashMap<>(names);
        this.followsNames = followsNames;
        this.published = published;
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

    /**
     * Whether the definition is to be followed. From then on a table goes by its new name.
     *
     * @throws NewTableException if the table has to be copied first
     */
    @Override
    public boolean wanted(TableDefinition told, Xid transaction) {
        lastRelation = null;
        TableId known = names.get(told.oid());
        if (told.gone()) {
            if (known != null && followsNames) {
                names.remove(told.oid());
                forget(known);
            }
            return known != null;
        }
        VisibleTransactions inCopy = copied.get(known == null ? told.table() : known);
        if (inCopy != null && inCopy.shows(transaction)) {
            return false;
        }
        if (known == null) {
            boolean comes = copied.containsKey(told.table()) || published.test(told.table());
            return comes && !told.partition() && selection.test(told.table()) && verdicts.computeIfAbsent(told.table(), this::judge).chosen;
        }
        return known.equals(told.table()) || renamed(told, known);
    }

    private boolean renamed(TableDefinition told, TableId known) {
        VisibleTransactions copy = copied.get(known);
        forget(known);
        if (copied.containsKey(told.table())) { // another table has had that name since, and was copied: what the log tells of the name until then is in its copy
            names.remove(told.oid());
            return true;
        }
        names.put(told.oid(), told.table());
        verdicts.remove(told.table());
        if (copy != null && followsNames && selection.test(told.table())) {
            copied.put(told.table(), copy);
        }
        return !selection.test(told.table()) || judge(told.table()).chosen;
    }

    private void forget(TableId table) {
        copied.remove(table);
        verdicts.remove(table);
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
