package io.pg2any.transaction;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.pg2any.destination.TransactionSlice;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.Column;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;

/** A stream written by hand, an assembler that reads it, and what comes out. */
final class Stream implements AutoCloseable {

    static final Relation USERS = table("users");
    static final Relation AUDIT = table("audit");

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    final List<TransactionSlice> slices = new ArrayList<>();
    final TransactionAssembler assembler;

    private Stream(long appliedUpTo, ChangeFilter filter, long sliceBytes) {
        assembler = new TransactionAssembler(new Lsn(appliedUpTo), filter, sliceBytes, slices::add);
    }

    private Stream(long sliceBytes, long earlyFrom) {
        assembler = new TransactionAssembler(Lsn.ZERO, (table, xid) -> true, sliceBytes, slices::add, Long.MAX_VALUE, Path.of("unused"), earlyFrom);
    }

    private Stream(long sliceBytes, long memoryBytes, Path spillDirectory) {
        assembler = new TransactionAssembler(Lsn.ZERO, (table, xid) -> true, sliceBytes, slices::add, memoryBytes, spillDirectory, Long.MAX_VALUE);
    }

    static Stream whole() {
        return new Stream(0, (table, xid) -> true, Long.MAX_VALUE);
    }

    static Stream after(long appliedUpTo) {
        return new Stream(appliedUpTo, (table, xid) -> true, Long.MAX_VALUE);
    }

    static Stream filtered(ChangeFilter filter) {
        return new Stream(0, filter, Long.MAX_VALUE);
    }

    static Stream inSlicesOf(long sliceBytes) {
        return new Stream(0, (table, xid) -> true, sliceBytes);
    }

    /** Transactions of more than {@code earlyFrom} bytes get a head start. */
    static Stream early(long sliceBytes, long earlyFrom) {
        return new Stream(sliceBytes, earlyFrom);
    }

    static Stream spilling(long sliceBytes, long memoryBytes, Path directory) {
        return new Stream(sliceBytes, memoryBytes, directory);
    }

    static Relation table(String name) {
        List<Column> columns = List.of(new Column("id", true, 23, -1), new Column("name", false, 25, -1));
        return new Relation(name.hashCode(), new TableId("public", name), ReplicaIdentity.DEFAULT, columns);
    }

    static Insert insert(Relation table, int xid, String... values) {
        return new Insert(table, Row.ofText(values), new Xid(xid));
    }

    Stream event(ChangeEvent event) {
        assembler.accept(event);
        return this;
    }

    Stream begin(int xid, long commitLsn) {
        return event(new ChangeEvent.Begin(new Lsn(commitLsn), TIME, new Xid(xid)));
    }

    Stream row(String id) {
        return event(insert(USERS, 0, id, "name"));
    }

    /** A row within a streamed block, of this (sub)transaction. */
    Stream row(String id, int xid) {
        return event(insert(USERS, xid, id, "name"));
    }

    Stream commit(long commitLsn) {
        return event(new ChangeEvent.Commit(new Lsn(commitLsn), new Lsn(commitLsn + 8), TIME));
    }

    Stream streamStart(int xid, boolean first) {
        return event(new ChangeEvent.StreamStart(new Xid(xid), first));
    }

    Stream streamStop() {
        return event(new ChangeEvent.StreamStop());
    }

    Stream streamCommit(int xid, long commitLsn) {
        return event(new ChangeEvent.StreamCommit(new Xid(xid), new Lsn(commitLsn), new Lsn(commitLsn + 8), TIME));
    }

    Stream streamAbort(int xid, int subxid) {
        return event(new ChangeEvent.StreamAbort(new Xid(xid), new Xid(subxid), null, null));
    }

    Stream streamPrepare(int xid, long prepareLsn, String gid) {
        return event(new ChangeEvent.StreamPrepare(new Lsn(prepareLsn), new Lsn(prepareLsn + 8), TIME, new Xid(xid), gid));
    }

    Stream beginPrepare(int xid, long prepareLsn, String gid) {
        return event(new ChangeEvent.BeginPrepare(new Lsn(prepareLsn), new Lsn(prepareLsn + 8), TIME, new Xid(xid), gid));
    }

    Stream prepare(int xid, long prepareLsn, String gid) {
        return event(new ChangeEvent.Prepare(new Lsn(prepareLsn), new Lsn(prepareLsn + 8), TIME, new Xid(xid), gid));
    }

    Stream commitPrepared(int xid, long commitLsn, String gid) {
        return event(new ChangeEvent.CommitPrepared(new Lsn(commitLsn), new Lsn(commitLsn + 8), TIME, new Xid(xid), gid));
    }

    Stream rollbackPrepared(int xid, long prepareEndLsn, String gid) {
        return event(new ChangeEvent.RollbackPrepared(
                new Lsn(prepareEndLsn), new Lsn(prepareEndLsn + 100), TIME, TIME, new Xid(xid), gid));
    }

    /** Each slice as {@code xid[first cells of its rows]end}; {@code +} for the end of one that goes on. */
    List<String> seen() {
        return slices.stream().map(Stream::print).toList();
    }

    @Override
    public void close() {
        assembler.close();
    }

    private static String print(TransactionSlice slice) {
        List<String> rows = slice.changes().stream().map(Stream::print).toList();
        return slice.xid() + rows.toString() + (slice.last() ? slice.endLsn().value() : "+");
    }

    private static String print(Change change) {
        return switch (change) {
            case Insert insert -> String.valueOf(insert.row().text(0));
            case ChangeEvent.Update update -> "U" + update.row().text(0);
            case ChangeEvent.Delete delete -> "D" + delete.old().text(0);
            case ChangeEvent.Truncate truncate -> "T" + truncate.relations().stream().map(r -> r.table().table()).toList();
        };
    }
}
