package io.pg2any.transaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Logged;
import io.pg2any.event.Xid;

/**
 * A transaction whose end is not known yet: streamed before its commit, or prepared. Its first changes may be in a spill
 * file, the later ones are in memory. One thread.
 */
final class HeldTransaction {

    /** What a change costs beside its row data: the objects around it and its place in a list. */
    private static final long CHANGE_OVERHEAD = 128;

    /** What remembering a rolled-back subtransaction costs. */
    private static final long ABORTED_OVERHEAD = 64;

    /**
     * What the first and the last change of a stream block may keep alive beside themselves: rows are views of the pieces of this
     * size in which the stream was read.
     */
    private static final long BLOCK_OVERHEAD = 2 * 256 * 1024;

    private final Xid xid;
    private final Set<Xid> aborted = new HashSet<>();
    private List<Logged> changes = new ArrayList<>();
    private long changeBytes;
    /** Where in the list each stretch of the stream begins that is kept in memory. */
    private final Deque<Integer> blocks = new ArrayDeque<>();
    private @Nullable SpillFile spilled;
    private boolean ranAhead;

    HeldTransaction(Xid xid) {
        this.xid = xid;
    }

    /** Bytes of memory that keeping this change takes. */
    static long costOf(Logged change) {
        return change.bytes() + CHANGE_OVERHEAD;
    }

    Xid xid() {
        return xid;
    }

    /** Bytes of memory it takes now, without what is on disk. */
    long bytes() {
        return spillableBytes() + aborted.size() * ABORTED_OVERHEAD;
    }

    /** Bytes that moving it to disk would free. */
    long spillableBytes() {
        return changeBytes + blocks.size() * BLOCK_OVERHEAD;
    }

    /** Another stretch of the stream begins that belongs to it. */
    void beginBlock() {
        if (blocks.isEmpty() || blocks.getLast() < changes.size()) {
            blocks.add(changes.size());
        }
    }

    void add(Logged change) {
        changes.add(change);
        changeBytes += costOf(change);
    }

    /**
     * Drops the changes of a subtransaction. Those are the latest ones, together with the changes of its own
     * subtransactions, which are rolled back one by one before it; so they are cut off at the end, and remembered only for
     * what is on disk or not at the end yet.
     */
    void abort(Xid subxid) {
        aborted.add(subxid);
        while (!changes.isEmpty() && aborted.contains(changes.getLast().xid())) {
            changeBytes -= costOf(changes.removeLast());
        }
        while (!blocks.isEmpty() && blocks.getLast() >= changes.size()) {
            blocks.removeLast();
        }
        if (changes.isEmpty() && spilled == null) {
            aborted.clear();
        }
    }

    /** Whether it may be handed out before its commit: once, and not where subtransactions of it were rolled back already. */
    boolean mayRunAhead() {
        return !ranAhead && aborted.isEmpty();
    }

    void runAhead() {
        ranAhead = true;
    }

    /** Moves what is in memory to the end of its spill file, which is made by {@code files} if there is none. */
    void spill(SpillDirectory files) {
        SpillFile file = spilled;
        if (file == null) {
            file = files.newFile();
            spilled = file;
        }
        file.append(changes);
        changes = new ArrayList<>();
        blocks.clear();
        changeBytes = 0;
    }

    /** Gives every change that was not rolled back, in order. */
    void replay(Consumer<Logged> to) {
        Consumer<Logged> kept = change -> {
            if (!aborted.contains(change.xid())) {
                to.accept(change);
            }
        };
        if (spilled != null) {
            spilled.read(kept);
        }
        changes.forEach(kept);
    }

    /** Forgets it, on disk too. */
    void discard() {
        if (spilled != null) {
            spilled.delete();
            spilled = null;
        }
        changes = new ArrayList<>();
        blocks.clear();
        changeBytes = 0;
    }
}
