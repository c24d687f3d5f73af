package io.pg2any.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.HeadStart;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Definition;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Logged;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.Xid;

/** A transaction on its way out in slices: one that is known to have committed, or one with a head start. One thread. */
final class OutgoingTransaction implements Consumer<Logged> {

    /** Where every slice goes, and what it may hold. */
    record Exit(ChangeFilter filter, long sliceBytes, Density density, Consumer<TransactionSlice> out) {}

    private final Exit exit;
    private final Xid xid;
    private final @Nullable HeadStart headStart;
    private Lsn commitLsn;
    private Instant commitTime;

    private ArrayList<Change> changes = new ArrayList<>();
    private long bytes;
    /** What stands right before the changes collected so far. */
    private @Nullable Definition definition;
    private @Nullable Relation asked;
    private boolean wanted;

    OutgoingTransaction(Exit exit, Xid xid, Lsn commitLsn, Instant commitTime) {
        this(exit, xid, commitLsn, commitTime, null);
    }

    /** One whose commit is not known yet. */
    OutgoingTransaction(Exit exit, Xid xid, HeadStart headStart) {
        this(exit, xid, Lsn.ZERO, Instant.EPOCH, headStart);
    }

    private OutgoingTransaction(Exit exit, Xid xid, Lsn commitLsn, Instant commitTime, @Nullable HeadStart headStart) {
        this.exit = exit;
        this.xid = xid;
        this.commitLsn = commitLsn;
        this.commitTime = commitTime;
        this.headStart = headStart;
    }

    @Override
    public void accept(Logged logged) {
        switch (logged) {
            case Insert insert -> keepIfWanted(insert.relation(), insert);
            case Update update -> keepIfWanted(update.relation(), update);
            case Delete delete -> keepIfWanted(delete.relation(), delete);
            case Truncate truncate -> truncate(truncate);
            case Definition told -> define(told);
        }
    }

    /** What comes after it begins a slice of its own. */
    private void define(Definition told) {
        if (!exit.filter.wanted(told.table(), xid)) {
            return;
        }
        if (definition != null || !changes.isEmpty()) {
            handOver(Lsn.ZERO, false);
        }
        definition = told;
        bytes += told.bytes();
        asked = null; // tables may have other names from here on
    }

    /** Hands over what is left: the transaction is complete. */
    void finish(Lsn endLsn) {
        handOver(endLsn, true);
    }

    /** Now its commit is known. */
    void committed(Lsn lsn, Instant time) {
        commitLsn = lsn;
        commitTime = time;
    }

    /** Hands over nothing more than that there is nothing to come; what was collected is dropped. */
    void abandon() {
        changes = new ArrayList<>();
        bytes = 0;
        definition = null;
        handOver(Lsn.ZERO, true);
    }

    private void keepIfWanted(Relation relation, Change change) {
        if (wanted(relation)) {
            keep(exit.density.kept(change));
        } else {
            exit.density.dropped(change.bytes());
        }
    }

    private void truncate(Truncate truncate) {
        List<Relation> left = truncate.relations().stream().filter(this::wanted).toList();
        if (left.size() == truncate.relations().size()) {
            keep(truncate);
        } else if (!left.isEmpty()) {
            keep(new Truncate(left, truncate.cascade(), truncate.restartIdentity(), truncate.xid()));
        }
    }

    private void keep(Change change) {
        changes.add(change);
        bytes += HeldTransaction.costOf(change);
        if (bytes >= exit.sliceBytes) {
            handOver(Lsn.ZERO, false);
        }
    }

    private void handOver(Lsn endLsn, boolean last) {
        TransactionSlice slice = new TransactionSlice(xid, commitLsn, endLsn, commitTime, changes, last, bytes, headStart, definition);
        changes = new ArrayList<>();
        bytes = 0;
        definition = null;
        exit.out.accept(slice);
    }

    // Identity, as the changes of one table point to one Relation and its equals looks at every column.
    @SuppressWarnings("ReferenceEquality")
    private boolean wanted(Relation relation) {
        if (relation != asked) {
            wanted = exit.filter.wanted(relation, xid);
            asked = relation;
        }
        return wanted;
    }
}
