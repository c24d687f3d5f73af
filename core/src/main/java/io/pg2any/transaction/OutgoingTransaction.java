package io.pg2any.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.Xid;

/** A transaction that is known to have committed, on its way out in slices. One thread. */
final class OutgoingTransaction implements Consumer<Change> {

    /** Where every slice goes, and what it may hold. */
    record Exit(ChangeFilter filter, long sliceBytes, Density density, Consumer<TransactionSlice> out) {}

    private final Exit exit;
    private final Xid xid;
    private final Lsn commitLsn;
    private final Instant commitTime;

    private ArrayList<Change> changes = new ArrayList<>();
    private long bytes;
    private @Nullable Relation asked;
    private boolean wanted;

    OutgoingTransaction(Exit exit, Xid xid, Lsn commitLsn, Instant commitTime) {
        this.exit = exit;
        this.xid = xid;
        this.commitLsn = commitLsn;
        this.commitTime = commitTime;
    }

    @Override
    public void accept(Change change) {
        switch (change) {
            case Insert insert -> keepIfWanted(insert.relation(), insert);
            case Update update -> keepIfWanted(update.relation(), update);
            case Delete delete -> keepIfWanted(delete.relation(), delete);
            case Truncate truncate -> truncate(truncate);
        }
    }

    /** Hands over what is left: the transaction is complete. */
    void finish(Lsn endLsn) {
        handOver(endLsn, true);
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
        TransactionSlice slice = new TransactionSlice(xid, commitLsn, endLsn, commitTime, changes, last, bytes);
        changes = new ArrayList<>();
        bytes = 0;
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
