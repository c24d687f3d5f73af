package io.pg2any.transaction;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.ChangeEvent.Begin;
import io.pg2any.event.ChangeEvent.BeginPrepare;
import io.pg2any.event.ChangeEvent.Commit;
import io.pg2any.event.ChangeEvent.CommitPrepared;
import io.pg2any.event.ChangeEvent.Message;
import io.pg2any.event.ChangeEvent.Origin;
import io.pg2any.event.ChangeEvent.Prepare;
import io.pg2any.event.ChangeEvent.RelationEvent;
import io.pg2any.event.ChangeEvent.RollbackPrepared;
import io.pg2any.event.ChangeEvent.StreamAbort;
import io.pg2any.event.ChangeEvent.StreamCommit;
import io.pg2any.event.ChangeEvent.StreamPrepare;
import io.pg2any.event.ChangeEvent.StreamStart;
import io.pg2any.event.ChangeEvent.StreamStop;
import io.pg2any.event.ChangeEvent.TypeEvent;
import io.pg2any.event.Logged;
import io.pg2any.event.Lsn;
import io.pg2any.event.Xid;

/**
 * Makes whole transactions of the stream's events, and hands them out in slices in the order of their commits. One thread
 * uses it: the one that reads the stream; slices are handed out on it.
 *
 * <p>A transaction that commits before the position of the target is already there and is dropped. Every other one is
 * handed out at its commit, an empty one too, since the position goes on by it; a large one in several slices, of which
 * only the last has {@link TransactionSlice#last()}. The list of a slice's changes is never touched again.
 *
 * <p>Transactions that are streamed before their commit, and prepared ones, are held until their end is known: in memory up
 * to a limit, beyond it in spill files. Those files live as long as this object; what they held the server sends again,
 * provided that {@link #acknowledgeable} was minded.
 *
 * <p>After an exception the assembler is of no more use than to be closed.
 */
public final class TransactionAssembler implements AutoCloseable {

    private final Lsn appliedUpTo;
    private final OutgoingTransaction.Exit exit;
    private final HeldMemory memory;
    private final EarlyTransactions early;
    private final Map<Xid, HeldTransaction> streamed = new HashMap<>();
    private final Map<String, Prepared> prepared = new HashMap<>();
    private final List<SecondPhase> committedPrepared = new ArrayList<>();
    private @Nullable Block block;

    /** What the stream is in the middle of. */
    private sealed interface Block {

        /** Between Begin and Commit; {@code outgoing} is null if the target has the transaction already. */
        record Committed(Lsn commitLsn, @Nullable OutgoingTransaction outgoing) implements Block {}

        /** Between BeginPrepare and Prepare. */
        record Preparing(Prepared prepared, String gid) implements Block {}

        /** Between StreamStart and StreamStop. */
        record Streaming(HeldTransaction held) implements Block {}
    }

    /** A transaction that waits for its second phase. */
    private record Prepared(HeldTransaction held, Lsn prepareLsn) {}

    /** A prepared transaction that was handed out; until the target holds it, a restart needs its Prepare once more. */
    private record SecondPhase(Lsn prepareLsn, Lsn endLsn) {}

    /**
     * An assembler that holds transactions in progress in memory only, for streams that are never large before their commit
     * (protocol 1 has none in progress).
     *
     * @param appliedUpTo the position of the target: the end of the last transaction it holds
     * @param filter which changes are handed out
     * @param sliceBytes how much a slice may hold before it is handed out though its transaction goes on
     * @param out where slices go
     */
    public TransactionAssembler(Lsn appliedUpTo, ChangeFilter filter, long sliceBytes, Consumer<TransactionSlice> out) {
        this(appliedUpTo, filter, sliceBytes, out, Long.MAX_VALUE, Path.of(System.getProperty("java.io.tmpdir")), Long.MAX_VALUE);
    }

    /**
     * An assembler whose memory for transactions in progress is bounded.
     *
     * @param memoryBytes how much of them is kept in memory
     * @param spillDirectory where the rest goes, in a subdirectory of its own which is made when it is needed and removed on
     *     close; those of processes that ended without closing are removed now
     * @param earlyFrom from what size on a transaction is handed out before its commit, as a {@link io.pg2any.destination.HeadStart};
     *     {@link Long#MAX_VALUE}: none is
     */
    public TransactionAssembler(
            Lsn appliedUpTo,
            ChangeFilter filter,
            long sliceBytes,
            Consumer<TransactionSlice> out,
            long memoryBytes,
            Path spillDirectory,
            long earlyFrom) {
        this.appliedUpTo = appliedUpTo;
        this.exit = new OutgoingTransaction.Exit(filter, sliceBytes, new Density(), out);
        this.early = new EarlyTransactions(exit, earlyFrom);
        this.memory = new HeldMemory(memoryBytes, new SpillDirectory(spillDirectory));
    }

    /**
     * Takes the next event of the stream.
     *
     * @throws CdcException of kind INTERNAL if the event cannot stand here; TRANSIENT or CONFIGURATION if a spill file fails;
     *     whatever the receiver of the slices throws
     */
    public void accept(ChangeEvent event) {
        switch (event) {
            case Logged change -> change(change);
            case Begin begin -> begin(begin);
            case Commit commit -> commit(commit);
            case StreamStart start -> streamStart(start);
            case StreamStop stop -> streamStop(stop);
            case StreamCommit commit -> streamCommit(commit);
            case StreamAbort abort -> streamAbort(abort);
            case StreamPrepare prepare -> streamPrepare(prepare);
            case BeginPrepare begin -> beginPrepare(begin);
            case Prepare prepare -> prepare(prepare);
            case CommitPrepared commit -> commitPrepared(commit);
            case RollbackPrepared rollback -> rollbackPrepared(rollback);
            case Message message -> exit.density().dropped(message.content().length);
            case RelationEvent _, TypeEvent _, Origin _ -> {
                // nothing to apply: changes point to their relation themselves
            }
        }
    }

    /**
     * Whether the stream is inside a transaction or a block of one. If it is not, and everything handed out is durable, then
     * the position of a keepalive has been reached.
     */
    public boolean isInsideTransaction() {
        return block != null;
    }

    /**
     * The furthest position that may be acknowledged to the slot when the target holds everything up to {@code durable}.
     *
     * <p>The server sends a prepared transaction once: what is acknowledged beyond its Prepare is never sent again, not even
     * at its COMMIT PREPARED. As it is here only, nothing beyond its Prepare may be acknowledged until it was rolled back or
     * the target holds it. (A transaction that was streamed and not prepared does not matter here: the server sends it whole
     * if its commit was not acknowledged.) For the same reason a stream with two phases has to be started from the slot's own
     * position and not from the target's, which may be beyond a Prepare; what the target already holds is then dropped here.
     *
     * @param durable never beyond what this stream has received. The result may be before what was acknowledged earlier:
     *     then there is nothing new to acknowledge.
     */
    public Lsn acknowledgeable(Lsn durable) {
        Lsn limit = durable;
        committedPrepared.removeIf(phase -> !phase.endLsn.isAfter(durable));
        for (SecondPhase phase : committedPrepared) {
            limit = earlier(limit, phase.prepareLsn);
        }
        for (Prepared waiting : prepared.values()) {
            limit = earlier(limit, waiting.prepareLsn);
        }
        if (block instanceof Block.Preparing preparing) {
            limit = earlier(limit, preparing.prepared.prepareLsn);
        }
        return limit;
    }

    /** How many transactions wait for their end: streamed and prepared ones. */
    public int heldTransactions() {
        return memory.count();
    }

    /** Bytes of memory that they take, without what is on disk. */
    public long heldBytes() {
        return memory.bytes();
    }

    /** Forgets what is held and removes the spill files. Never throws. */
    @Override
    public void close() {
        streamed.clear();
        prepared.clear();
        block = null;
        memory.close();
    }

    private void change(Logged change) {
        switch (block) {
            case Block.Committed committed -> {
                if (committed.outgoing != null) {
                    committed.outgoing.accept(change);
                } else {
                    exit.density().dropped(change.bytes());
                }
            }
            case Block.Streaming streaming -> {
                memory.add(streaming.held, change);
                early.added(streaming.held, change);
            }
            case Block.Preparing preparing -> memory.add(preparing.prepared.held, change);
            case null -> throw misplaced(change, "outside of a transaction");
        }
    }

    private void begin(Begin begin) {
        requireOutside(begin);
        block = new Block.Committed(begin.commitLsn(), outgoing(begin.xid(), begin.commitLsn(), begin.commitTime()));
    }

    private void commit(Commit commit) {
        if (!(block instanceof Block.Committed(Lsn commitLsn, OutgoingTransaction outgoing))) {
            throw misplaced(commit, "without its Begin");
        }
        if (!commitLsn.equals(commit.commitLsn())) {
            throw misplaced(commit, "of " + commit.commitLsn() + " in the transaction of " + commitLsn);
        }
        block = null;
        if (outgoing != null) {
            outgoing.finish(commit.endLsn());
        }
    }

    private void streamStart(StreamStart start) {
        requireOutside(start);
        HeldTransaction held = streamed.get(start.xid());
        if (start.first() != (held == null)) {
            throw misplaced(start, "of transaction " + start.xid() + (held == null ? " that never began" : " that began already"));
        }
        if (held == null) {
            held = memory.open(start.xid());
            streamed.put(start.xid(), held);
        }
        memory.beginBlock(held);
        block = new Block.Streaming(held);
    }

    private void streamStop(StreamStop stop) {
        if (!(block instanceof Block.Streaming)) {
            throw misplaced(stop, "without its start");
        }
        block = null;
    }

    private void streamCommit(StreamCommit commit) {
        requireOutside(commit);
        HeldTransaction held = streamed.remove(commit.xid());
        OutgoingTransaction outgoing = outgoing(commit.xid(), commit.commitLsn(), commit.commitTime());
        if (held == null && outgoing != null) {
            throw misplaced(commit, "of transaction " + commit.xid() + " that never began");
        }
        if (held != null && outgoing != null && early.committed(held, commit)) {
            memory.discard(held);
            return;
        }
        release(held, outgoing, commit.endLsn());
    }

    /** Of a transaction that is not held is legal: the server aborts what it may have sent to an earlier connection. */
    private void streamAbort(StreamAbort abort) {
        requireOutside(abort);
        HeldTransaction held = streamed.get(abort.xid());
        if (held == null) {
            return;
        }
        early.disturbed(held);
        if (abort.xid().equals(abort.subxid())) {
            streamed.remove(abort.xid());
            memory.discard(held);
        } else {
            memory.abort(held, abort.subxid());
        }
    }

    private void streamPrepare(StreamPrepare prepare) {
        requireOutside(prepare);
        HeldTransaction held = streamed.remove(prepare.xid());
        if (held == null) {
            throw misplaced(prepare, "of transaction " + prepare.xid() + " that never began");
        }
        early.disturbed(held);
        hold(prepare.gid(), new Prepared(held, prepare.prepareLsn()));
    }

    private void beginPrepare(BeginPrepare begin) {
        requireOutside(begin);
        HeldTransaction held = memory.open(begin.xid());
        memory.beginBlock(held);
        block = new Block.Preparing(new Prepared(held, begin.prepareLsn()), begin.gid());
    }

    private void prepare(Prepare prepare) {
        if (!(block instanceof Block.Preparing(Prepared preparing, String gid))) {
            throw misplaced(prepare, "without its BeginPrepare");
        }
        if (!gid.equals(prepare.gid()) || !preparing.prepareLsn.equals(prepare.prepareLsn())) {
            throw misplaced(prepare, "of " + prepare.prepareLsn() + " in the transaction of " + preparing.prepareLsn);
        }
        block = null;
        hold(gid, preparing);
    }

    private void commitPrepared(CommitPrepared commit) {
        requireOutside(commit);
        Prepared waiting = prepared.remove(commit.gid());
        OutgoingTransaction outgoing = outgoing(commit.xid(), commit.commitLsn(), commit.commitTime());
        if (waiting == null && outgoing != null) {
            throw CdcException.position(
                    "prepared-transaction-lost",
                    "The prepared transaction " + commit.gid() + " committed at " + commit.commitLsn()
                            + ", but the slot was acknowledged beyond its PREPARE and the server does not send it again.",
                    "Copy the tables again.");
        }
        if (waiting != null && outgoing != null) {
            committedPrepared.add(new SecondPhase(waiting.prepareLsn, commit.endLsn()));
        }
        release(waiting == null ? null : waiting.held, outgoing, commit.endLsn());
    }

    /** Of a transaction that is not held is legal: it was prepared before the slot could decode it. */
    private void rollbackPrepared(RollbackPrepared rollback) {
        requireOutside(rollback);
        Prepared waiting = prepared.remove(rollback.gid());
        if (waiting != null) {
            memory.discard(waiting.held);
        }
    }

    private void hold(String gid, Prepared transaction) {
        Prepared earlier = prepared.put(gid, transaction);
        if (earlier != null) {
            throw CdcException.internal("protocol-order", "the transaction " + gid + " was prepared twice", null);
        }
    }

    /** Null if the target has the transaction already. */
    private @Nullable OutgoingTransaction outgoing(Xid xid, Lsn commitLsn, Instant commitTime) {
        return commitLsn.isBefore(appliedUpTo) ? null : new OutgoingTransaction(exit, xid, commitLsn, commitTime);
    }

    private void release(@Nullable HeldTransaction held, @Nullable OutgoingTransaction outgoing, Lsn endLsn) {
        if (held != null) {
            early.disturbed(held); // the target has it already, or it was given up by who applies
        }
        if (held != null && outgoing != null) {
            held.replay(outgoing);
            outgoing.finish(endLsn);
        }
        if (held != null) {
            memory.discard(held);
        }
    }

    private void requireOutside(ChangeEvent event) {
        if (block != null) {
            throw misplaced(event, "inside of another transaction");
        }
    }

    private static Lsn earlier(Lsn one, Lsn other) {
        return other.isBefore(one) ? other : one;
    }

    private static CdcException misplaced(ChangeEvent event, String where) {
        return CdcException.internal("protocol-order", "the stream holds " + event.type() + " " + where, null);
    }
}
