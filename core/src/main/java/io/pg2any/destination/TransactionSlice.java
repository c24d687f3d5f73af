package io.pg2any.destination;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Definition;
import io.pg2any.event.Lsn;
import io.pg2any.event.Xid;

/**
 * A source transaction, or a part of one that is larger than a batch. Handed from thread to thread: not changed after it is made.
 *
 * @param commitLsn start of the transaction's commit record; {@link Lsn#ZERO} while it is not known, as that of a head start
 * @param endLsn end of the commit record, where the stream goes on; {@link Lsn#ZERO} until the last slice
 * @param changes in source order; without those that are not to be applied
 * @param last whether the transaction is complete with this slice
 * @param bytes what the changes cost to keep
 * @param headStart of a transaction that is handed out before its commit; null: it is known to have committed
 * @param definition what the source made of a table right before these changes, where that is told; null: nothing
 */
public record TransactionSlice(
        Xid xid,
        Lsn commitLsn,
        Lsn endLsn,
        Instant commitTime,
        List<Change> changes,
        boolean last,
        long bytes,
        @Nullable HeadStart headStart,
        @Nullable Definition definition) {

    /** Of a transaction that is known to have committed. */
    public TransactionSlice(Xid xid, Lsn commitLsn, Lsn endLsn, Instant commitTime, List<Change> changes, boolean last, long bytes) {
        this(xid, commitLsn, endLsn, commitTime, changes, last, bytes, null, null);
    }

    /** The same slice with other changes. */
    public TransactionSlice with(List<Change> others) {
        return new TransactionSlice(xid, commitLsn, endLsn, commitTime, others, last, bytes, headStart, definition);
    }

    /** The same changes once their definition has been seen to. */
    public TransactionSlice defined() {
        return new TransactionSlice(xid, commitLsn, endLsn, commitTime, changes, last, bytes, headStart, null);
    }

    /** The part of it before the change at {@code index}. */
    public TransactionSlice before(int index) {
        return new TransactionSlice(xid, commitLsn, Lsn.ZERO, commitTime, changes.subList(0, index), false, bytes * index / changes.size());
    }

    /** The part of it from the change at {@code index} on. */
    public TransactionSlice from(int index) {
        return new TransactionSlice(xid, commitLsn, endLsn, commitTime, changes.subList(index, changes.size()), last, bytes - bytes * index / changes.size());
    }
}
