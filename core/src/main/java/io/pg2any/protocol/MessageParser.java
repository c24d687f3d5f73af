package io.pg2any.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Column;
import io.pg2any.event.Logged;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;

/**
 * Turns the messages of pgoutput, protocol versions 1 to 4, into events. It belongs to one replication connection and
 * one thread: it remembers the relations that were described, and the transaction and stream block that are open. It
 * does no I/O. After an error it is of no further use, as is the connection.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">PostgreSQL manual,
 *     Logical Replication Message Formats</a>; each method below is headed by its section's layout
 */
public final class MessageParser {

    private static final int TRUNCATE_CASCADE = 1;
    private static final int TRUNCATE_RESTART_IDENTITY = 2;

    /** Bytes of the shortest column of a Relation message: flags, an empty name, type, modifier. */
    private static final int MIN_COLUMN = 10;

    private final MessageReader in = new MessageReader();
    private final Relations relations = new Relations();
    private boolean inBlock;

    /** The transaction between Begin and Commit, or the one that the last message of the stream block belonged to. */
    private Xid transaction = Xid.NONE;

    public MessageParser() {}

    /**
     * The event of the message in {@code array[from, to)}, which starts with its type letter.
     *
     * @param array rows of the event are views of it: it must never be changed afterwards
     * @throws CdcException of kind {@code INTERNAL} if it is not a well-formed message that may stand here
     */
    public ChangeEvent parse(byte[] array, int from, int to) {
        in.open(array, from, to);
        int letter = in.int8("a message type");
        ChangeEvent event = switch (letter) {
            case 'I' -> insert();
            case 'U' -> update();
            case 'D' -> delete();
            case 'T' -> truncate();
            case 'R' -> relation();
            case 'Y' -> type();
            case 'M' -> message();
            case 'O' -> origin();
            case 'E' -> streamStop();
            default -> boundary(letter);
        };
        in.end();
        if (!(event instanceof Change)) {
            remember(event);
        }
        return event;
    }

    /** The table of a change of which only the first bytes are known, in {@code array[from, to)}; empty if they do not tell. */
    public Optional<TableId> tableOf(byte[] array, int from, int to) {
        int oidAt = from + (inBlock ? 5 : 1);
        if (oidAt + 4 > to || "IUD".indexOf(array[from]) < 0) {
            return Optional.empty();
        }
        int oid = (array[oidAt] & 0xff) << 24 | (array[oidAt + 1] & 0xff) << 16 | (array[oidAt + 2] & 0xff) << 8 | array[oidAt + 3] & 0xff;
        Relation relation = relations.get(oid);
        return relation == null ? Optional.empty() : Optional.of(relation.table());
    }

    /** The messages that begin and end transactions and may not stand inside of a stream block. */
    private ChangeEvent boundary(int letter) {
        if (inBlock) {
            throw in.error("a message that may stand inside a stream block", "this one may not");
        }
        return switch (letter) {
            case 'B' -> begin();
            case 'C' -> commit();
            case 'S' -> streamStart();
            case 'c' -> streamCommit();
            case 'A' -> streamAbort();
            case 'b' -> beginPrepare();
            case 'P' -> prepare();
            case 'K' -> commitPrepared();
            case 'r' -> rollbackPrepared();
            case 'p' -> streamPrepare();
            default -> throw in.error("a known message type", "this one is unknown");
        };
    }

    /** Takes from a well-formed message what later ones depend on. */
    private void remember(ChangeEvent event) {
        switch (event) {
            case Logged _ -> {}
            case ChangeEvent.Message _ -> {}
            case ChangeEvent.TypeEvent _ -> {}
            case ChangeEvent.Origin _ -> {}
            case ChangeEvent.CommitPrepared _ -> {}
            case ChangeEvent.RollbackPrepared _ -> {}
            case ChangeEvent.Begin begin -> transaction = begin.xid();
            case ChangeEvent.BeginPrepare begin -> transaction = begin.xid();
            case ChangeEvent.Commit _ -> transaction = Xid.NONE;
            case ChangeEvent.Prepare _ -> transaction = Xid.NONE;
            case ChangeEvent.RelationEvent described -> relations.put(described.relation());
            case ChangeEvent.StreamStart start -> enterBlock(start.xid());
            case ChangeEvent.StreamStop _ -> leaveBlock();
            case ChangeEvent.StreamCommit commit -> relations.keep(commit.xid());
            case ChangeEvent.StreamPrepare prepare -> relations.keep(prepare.xid());
            case ChangeEvent.StreamAbort abort -> {
                if (abort.xid().equals(abort.subxid())) {
                    relations.drop(abort.xid());
                }
            }
        }
    }

    private void enterBlock(Xid xid) {
        inBlock = true;
        transaction = xid;
        relations.enter(xid);
    }

    private void leaveBlock() {
        inBlock = false;
        transaction = Xid.NONE;
        relations.leave();
    }

    /** Begin: Byte1 'B', Int64 LSN of the commit record, Int64 commit time, Int32 xid. */
    private ChangeEvent begin() {
        return new ChangeEvent.Begin(in.lsn("the commit LSN"), in.time("the commit time"), in.xid("the xid"));
    }

    /** Commit: Byte1 'C', Int8 flags (0), Int64 LSN of the commit record, Int64 LSN of its end, Int64 commit time. */
    private ChangeEvent commit() {
        in.flags(0, "flags");
        return new ChangeEvent.Commit(in.lsn("the commit LSN"), in.lsn("the end LSN"), in.time("the commit time"));
    }

    /** Origin: Byte1 'O', Int64 LSN of the commit on the origin server, String name. */
    private ChangeEvent origin() {
        return new ChangeEvent.Origin(in.lsn("the origin's LSN"), in.string("the origin's name"));
    }

    /**
     * Message: Byte1 'M', Int32 xid (in a stream block only), Int8 flags (1: transactional), Int64 LSN, String prefix,
     * Int32 length, Byten content.
     */
    private ChangeEvent message() {
        Xid xid = blockXid();
        boolean transactional = in.flags(1, "flags") == 1;
        Lsn lsn = in.lsn("the message's LSN");
        String prefix = in.string("the prefix");
        return new ChangeEvent.Message(transactional, lsn, prefix, in.bytes("the content"), transactional ? xid : Xid.NONE);
    }

    /**
     * Relation: Byte1 'R', Int32 xid (in a stream block only), Int32 OID, String namespace (empty: pg_catalog), String
     * name, Int8 replica identity, Int16 number of columns, then each: Int8 flags (1: part of the key), String name,
     * Int32 OID of the type, Int32 type modifier.
     */
    private ChangeEvent relation() {
        Xid xid = inBlock ? blockXid() : Xid.NONE;
        int oid = in.int32("the relation's OID");
        TableId table = new TableId(namespace(), in.string("the relation's name"));
        ReplicaIdentity identity = ReplicaIdentity.of(in.letter("dnfi"));
        int count = in.int16("the number of columns");
        if ((long) count * MIN_COLUMN > in.left()) {
            throw in.error(count + " columns", "only " + in.left() + " bytes are left");
        }
        List<Column> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean key = in.flags(1, "a column's flags") == 1;
            columns.add(new Column(in.string("a column's name"), key, in.int32("a type's OID"), in.int32("a type modifier")));
        }
        return new ChangeEvent.RelationEvent(new Relation(oid, table, identity, columns), xid);
    }

    private String namespace() {
        String namespace = in.string("the namespace");
        return namespace.isEmpty() ? "pg_catalog" : namespace;
    }

    /** Type: Byte1 'Y', Int32 xid (in a stream block only), Int32 OID, String namespace (empty: pg_catalog), String name. */
    private ChangeEvent type() {
        Xid xid = inBlock ? blockXid() : Xid.NONE;
        return new ChangeEvent.TypeEvent(in.int32("the type's OID"), namespace(), in.string("the type's name"), xid);
    }

    /** Insert: Byte1 'I', Int32 xid (in a stream block only), Int32 OID of the relation, Byte1 'N', TupleData. */
    private ChangeEvent insert() {
        Xid xid = changeXid();
        Relation relation = known();
        in.letter("N");
        return new ChangeEvent.Insert(relation, in.row(relation.columns().size()), xid);
    }

    /**
     * Update: Byte1 'U', Int32 xid (in a stream block only), Int32 OID of the relation, [Byte1 'K' (key) or 'O' (whole
     * old row), TupleData], Byte1 'N', TupleData.
     */
    private ChangeEvent update() {
        Xid xid = changeXid();
        Relation relation = known();
        int size = relation.columns().size();
        int kind = in.letter("KON");
        boolean full = kind == 'O';
        Row old = null;
        if (full || kind == 'K') {
            old = in.row(size);
            in.letter("N");
        }
        return new ChangeEvent.Update(relation, old, full, in.row(size), xid);
    }

    /**
     * Delete: Byte1 'D', Int32 xid (in a stream block only), Int32 OID of the relation, Byte1 'K' (key) or 'O' (whole
     * old row), TupleData.
     */
    private ChangeEvent delete() {
        Xid xid = changeXid();
        Relation relation = known();
        boolean full = in.letter("KO") == 'O';
        return new ChangeEvent.Delete(relation, in.row(relation.columns().size()), full, xid);
    }

    /**
     * Truncate: Byte1 'T', Int32 xid (in a stream block only), Int32 number of relations, Int8 options (1: CASCADE, 2:
     * RESTART IDENTITY), Int32 OID of each relation.
     */
    private ChangeEvent truncate() {
        Xid xid = changeXid();
        int count = in.int32("the number of relations");
        int options = in.flags(TRUNCATE_CASCADE | TRUNCATE_RESTART_IDENTITY, "options");
        if (count < 0 || count * 4L != in.left()) {
            throw in.error(count + " relations", in.left() + " bytes are left");
        }
        List<Relation> truncated = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            truncated.add(known());
        }
        return new ChangeEvent.Truncate(
                truncated, (options & TRUNCATE_CASCADE) != 0, (options & TRUNCATE_RESTART_IDENTITY) != 0, xid);
    }

    /** Stream Start (protocol 2): Byte1 'S', Int32 xid, Int8 1 for the transaction's first block, else 0. */
    private ChangeEvent streamStart() {
        return new ChangeEvent.StreamStart(in.xid("the xid"), in.flags(1, "the first-block flag") == 1);
    }

    /** Stream Stop (protocol 2): Byte1 'E'. */
    private ChangeEvent streamStop() {
        if (!inBlock) {
            throw in.error("a stream block to end", "none is open");
        }
        return new ChangeEvent.StreamStop();
    }

    /**
     * Stream Commit (protocol 2): Byte1 'c', Int32 xid, Int8 flags (0), Int64 LSN of the commit record, Int64 LSN of its
     * end, Int64 commit time.
     */
    private ChangeEvent streamCommit() {
        Xid xid = in.xid("the xid");
        in.flags(0, "flags");
        return new ChangeEvent.StreamCommit(xid, in.lsn("the commit LSN"), in.lsn("the end LSN"), in.time("the commit time"));
    }

    /**
     * Stream Abort (protocol 2): Byte1 'A', Int32 xid, Int32 xid of the subtransaction (the same for the whole
     * transaction), and, since protocol 4 with parallel streaming, Int64 LSN of the abort record, Int64 abort time.
     */
    private ChangeEvent streamAbort() {
        Xid xid = in.xid("the xid");
        Xid subxid = in.xid("the subtransaction's xid");
        @Nullable Lsn lsn = null;
        @Nullable Instant time = null;
        if (in.left() > 0) {
            lsn = in.lsn("the abort LSN");
            time = in.time("the abort time");
        }
        return new ChangeEvent.StreamAbort(xid, subxid, lsn, time);
    }

    /**
     * Begin Prepare (protocol 3): Byte1 'b', Int64 LSN of the prepare record, Int64 LSN of its end, Int64 prepare time,
     * Int32 xid, String gid.
     */
    private ChangeEvent beginPrepare() {
        return new ChangeEvent.BeginPrepare(
                in.lsn("the prepare LSN"), in.lsn("the end LSN"), in.time("the prepare time"), in.xid("the xid"), in.string("the gid"));
    }

    /**
     * Prepare (protocol 3): Byte1 'P', Int8 flags (0), Int64 LSN of the prepare record, Int64 LSN of its end, Int64
     * prepare time, Int32 xid, String gid.
     */
    private ChangeEvent prepare() {
        in.flags(0, "flags");
        return new ChangeEvent.Prepare(
                in.lsn("the prepare LSN"), in.lsn("the end LSN"), in.time("the prepare time"), in.xid("the xid"), in.string("the gid"));
    }

    /**
     * Commit Prepared (protocol 3): Byte1 'K', Int8 flags (0), Int64 LSN of the commit record, Int64 LSN of its end,
     * Int64 commit time, Int32 xid, String gid.
     */
    private ChangeEvent commitPrepared() {
        in.flags(0, "flags");
        return new ChangeEvent.CommitPrepared(
                in.lsn("the commit LSN"), in.lsn("the end LSN"), in.time("the commit time"), in.xid("the xid"), in.string("the gid"));
    }

    /**
     * Rollback Prepared (protocol 3): Byte1 'r', Int8 flags (0), Int64 LSN of the end of the prepare record, Int64 LSN
     * of the end of the rollback, Int64 prepare time, Int64 rollback time, Int32 xid, String gid.
     */
    private ChangeEvent rollbackPrepared() {
        in.flags(0, "flags");
        return new ChangeEvent.RollbackPrepared(
                in.lsn("the prepare's end LSN"),
                in.lsn("the rollback's end LSN"),
                in.time("the prepare time"),
                in.time("the rollback time"),
                in.xid("the xid"),
                in.string("the gid"));
    }

    /**
     * Stream Prepare (protocol 3): Byte1 'p', Int8 flags (0), Int64 LSN of the prepare record, Int64 LSN of its end,
     * Int64 prepare time, Int32 xid, String gid.
     */
    private ChangeEvent streamPrepare() {
        in.flags(0, "flags");
        return new ChangeEvent.StreamPrepare(
                in.lsn("the prepare LSN"), in.lsn("the end LSN"), in.time("the prepare time"), in.xid("the xid"), in.string("the gid"));
    }

    /** The relation whose OID comes next. */
    private Relation known() {
        int oid = in.int32("the relation's OID");
        Relation relation = relations.get(oid);
        if (relation == null) {
            throw in.error("a relation that was described", "OID " + Integer.toUnsignedString(oid) + " was not");
        }
        return relation;
    }

    /** The transaction of a change of rows, which never stands alone. */
    private Xid changeXid() {
        Xid xid = blockXid();
        if (xid.value() == 0) {
            throw in.error("a transaction around a change", "none is open");
        }
        return xid;
    }

    /**
     * The transaction of this message. Inside a stream block the message names it itself, because it may be a
     * subtransaction; most often it is the one of the message before, whose object serves again.
     */
    private Xid blockXid() {
        if (inBlock) {
            int value = in.int32("the xid");
            if (value != transaction.value()) {
                transaction = new Xid(value);
            }
        }
        return transaction;
    }
}
