package io.pg2any.transaction;

import java.util.LinkedHashSet;
import java.util.Set;

import io.pg2any.event.Logged;
import io.pg2any.event.Xid;

/**
 * All transactions whose end is not known yet, and the memory they take together: beyond the limit the largest one goes to
 * disk. One thread.
 */
final class HeldMemory implements AutoCloseable {

    private final long limit;
    private final SpillDirectory files;
    private final Set<HeldTransaction> held = new LinkedHashSet<>();
    private long bytes;

    HeldMemory(long limit, SpillDirectory files) {
        this.limit = limit;
        this.files = files;
    }

    HeldTransaction open(Xid xid) {
        HeldTransaction transaction = new HeldTransaction(xid);
        held.add(transaction);
        return transaction;
    }

    /** Another stretch of the stream begins that belongs to the transaction. */
    void beginBlock(HeldTransaction transaction) {
        long before = transaction.bytes();
        transaction.beginBlock();
        bytes += transaction.bytes() - before;
    }

    void add(HeldTransaction transaction, Logged change) {
        long before = transaction.bytes();
        transaction.add(change);
        bytes += transaction.bytes() - before;
        while (bytes > limit && spillLargest()) {
            // once more: the limit may be smaller than what several of them hold
        }
    }

    void abort(HeldTransaction transaction, Xid subxid) {
        long before = transaction.bytes();
        transaction.abort(subxid);
        bytes += transaction.bytes() - before;
    }

    void discard(HeldTransaction transaction) {
        held.remove(transaction);
        bytes -= transaction.bytes();
        transaction.discard();
    }

    /** Bytes of memory that all of them take. */
    long bytes() {
        return bytes;
    }

    int count() {
        return held.size();
    }

    @Override
    public void close() {
        held.clear();
        bytes = 0;
        files.close();
    }

    /** False if there is nothing that could go to disk. */
    private boolean spillLargest() {
        HeldTransaction largest = null;
        for (HeldTransaction transaction : held) {
            if (largest == null || transaction.spillableBytes() > largest.spillableBytes()) {
                largest = transaction;
            }
        }
        if (largest == null || largest.spillableBytes() == 0) {
            return false;
        }
        long before = largest.bytes();
        largest.spill(files);
        bytes += largest.bytes() - before;
        return true;
    }
}
