package io.pg2any.transaction;

import io.pg2any.event.Relation;
import io.pg2any.event.TableDefinition;
import io.pg2any.event.Xid;

/** Tells which changes are to be applied. */
@FunctionalInterface
public interface ChangeFilter {

    /**
     * Whether a transaction's changes of a table are wanted: not if the table is not selected, nor if its first copy holds
     * them already. Asked when the transaction commits, also for one that was streamed or prepared long before, on the
     * thread that assembles. The answer must stay the same for the whole transaction.
     *
     * @param topXid the transaction, never one of its subtransactions
     */
    boolean wanted(Relation relation, Xid topXid);

    /** Whether what a transaction made of a table is to be followed, likewise; asked in the order of the log. */
    default boolean wanted(TableDefinition definition, Xid topXid) {
        return false;
    }

    /**
     * Whether changes of the table can be handed out before their commit: not if it is one that nobody may know before that.
     */
    default boolean knows(Relation relation) {
        return true;
    }
}
