package io.pg2any.transaction;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.HeadStart;
import io.pg2any.event.ChangeEvent.Definition;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.StreamCommit;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Logged;
import io.pg2any.event.Relation;

/**
 * Hands a large transaction out while it is still running: one at a time, the first that grows beyond a limit. All of it is held besides,
 * since the head start may be given up at any moment before the commit. One thread.
 */
final class EarlyTransactions {

    private final OutgoingTransaction.Exit exit;
    private final long fromBytes;
    private @Nullable Running running;
    private @Nullable Relation asked;
    private boolean known;

    /** @param held the transaction that is handed out early */
    private record Running(HeldTransaction held, HeadStart headStart, OutgoingTransaction outgoing) {}

    /** @param fromBytes from what size on a transaction gets a head start; {@link Long#MAX_VALUE}: never */
    EarlyTransactions(OutgoingTransaction.Exit exit, long fromBytes) {
        this.exit = exit;
        this.fromBytes = fromBytes;
    }

    /** A change was added to what is held of a transaction. */
    void added(HeldTransaction held, Logged change) {
        Running now = running;
        if (now == null) {
            if (held.bytes() >= fromBytes && held.mayRunAhead()) {
                begin(held);
            }
        } else if (now.held == held) {
            if (now.headStart.isGivenUp()) {
                running = null;
            } else {
                handOut(now, change);
            }
        }
    }

    private void begin(HeldTransaction held) {
        held.runAhead();
        HeadStart headStart = new HeadStart();
        Running begun = new Running(held, headStart, new OutgoingTransaction(exit, held.xid(), headStart));
        running = begun;
        held.replay(change -> {
            if (!headStart.isGivenUp()) {
                handOut(begun, change);
            }
        });
    }

    private void handOut(Running now, Logged change) {
        boolean orderly = switch (change) {
            case Insert insert -> isKnown(insert.relation());
            case Update update -> isKnown(update.relation());
            case Delete delete -> isKnown(delete.relation());
            case Truncate _ -> false; // its lock would keep all other transactions from the table
            case Definition _ -> false; // the target's table is changed when it is known to have committed
        };
        if (orderly) {
            now.outgoing.accept(change);
        } else {
            giveUp(now);
        }
    }

    /** A table that is not known may have been made by this very transaction: its time comes with the commit. */
    @SuppressWarnings("ReferenceEquality") // the same table as another object is merely asked for again
    private boolean isKnown(Relation relation) {
        if (relation != asked) {
            known = exit.filter().knows(relation);
            asked = relation;
        }
        return known;
    }

    /** A part of the transaction was rolled back, or all of it, or it was prepared. */
    void disturbed(HeldTransaction held) {
        Running now = running;
        if (now != null && now.held == held) {
            giveUp(now);
        }
    }

    private void giveUp(Running now) {
        running = null;
        if (now.headStart.giveUp()) {
            now.outgoing.abandon();
        }
    }

    /** Whether the commit was handed out after all the rest; otherwise the transaction is to be handed out as a whole. */
    boolean committed(HeldTransaction held, StreamCommit commit) {
        Running now = running;
        if (now == null || now.held != held) {
            return false;
        }
        running = null;
        if (!now.headStart.commit()) {
            return false;
        }
        now.outgoing.committed(commit.commitLsn(), commit.commitTime());
        now.outgoing.finish(commit.endLsn());
        return true;
    }
}
