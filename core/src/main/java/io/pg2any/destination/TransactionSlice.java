package io.pg2any.destination;

import java.time.Instant;
import java.util.List;

import io.pg2any.event.Change;
import io.pg2any.event.Lsn;
import io.pg2any.event.Xid;

/**
 * A source transaction, or a part of one that is larger than a batch. Handed from thread to thread: not changed after it is made.
 *
 * @param commitLsn start of the transaction's commit record
 * @param endLsn end of the commit record, where the stream goes on; {@link Lsn#ZERO} until the last slice
 * @param changes in source order; without those that are not to be applied
 * @param last whether the transaction is complete with this slice
 * @param bytes what the changes cost to keep
 */
public record TransactionSlice(Xid xid, Lsn commitLsn, Lsn endLsn, Instant commitTime, List<Change> changes, boolean last, long bytes) {}
