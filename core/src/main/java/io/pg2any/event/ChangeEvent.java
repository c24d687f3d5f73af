package io.pg2any.event;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An event of the replication stream: one message of pgoutput.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">PostgreSQL manual,
 *     Logical Replication Message Formats</a>
 */
public sealed interface ChangeEvent
        permits Logged,
                ChangeEvent.Begin,
                ChangeEvent.Commit,
                ChangeEvent.RelationEvent,
                ChangeEvent.TypeEvent,
                ChangeEvent.Origin,
                ChangeEvent.Message,
                ChangeEvent.StreamStart,
                ChangeEvent.StreamStop,
                ChangeEvent.StreamCommit,
                ChangeEvent.StreamAbort,
                ChangeEvent.BeginPrepare,
                ChangeEvent.Prepare,
                ChangeEvent.CommitPrepared,
                ChangeEvent.RollbackPrepared,
                ChangeEvent.StreamPrepare {

    EventType type();

    /**
     * A transaction begins.
     *
     * @param commitLsn where its commit record starts, which is known already
     */
    record Begin(Lsn commitLsn, Instant commitTime, Xid xid) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.BEGIN;
        }
    }

    /**
     * A transaction is complete.
     *
     * @param commitLsn where its commit record starts
     * @param endLsn where its commit record ends: the position to go on from
     */
    record Commit(Lsn commitLsn, Lsn endLsn, Instant commitTime) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.COMMIT;
        }
    }

    /** A table is described, before its first change or after its shape changed. {@code xid} is of a streamed transaction, else none. */
    record RelationEvent(Relation relation, Xid xid) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.RELATION;
        }
    }

    /** A type that is not built in is named, before a relation that uses it. */
    record TypeEvent(int oid, String schema, String name, Xid xid) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.TYPE;
        }
    }

    /** The transaction came to the source by replication from {@code name}, where it committed at {@code originLsn}. */
    record Origin(Lsn originLsn, String name) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.ORIGIN;
        }
    }

    /** A message written by {@code pg_logical_emit_message}. */
    @SuppressWarnings("ArrayRecordComponent")
    record Message(boolean transactional, Lsn lsn, String prefix, byte[] content, Xid xid) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.MESSAGE;
        }
    }

    /**
     * A DDL statement has changed a table: the message that pg2any's event trigger wrote in its place.
     *
     * @param content the message, of which {@code table} was read
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Definition(TableDefinition table, byte[] content, Xid xid) implements Logged {
        @Override
        public EventType type() {
            return EventType.MESSAGE;
        }

        @Override
        public long bytes() {
            return content.length;
        }
    }

    /** A new row. */
    record Insert(Relation relation, Row row, Xid xid) implements Change {
        @Override
        public EventType type() {
            return EventType.INSERT;
        }

        @Override
        public long bytes() {
            return row.bytes();
        }
    }

    /**
     * A changed row.
     *
     * @param old the identity columns (the others null) where they changed, the whole old row under identity FULL, else null
     * @param oldIsFull whether {@code old} is the whole old row
     */
    record Update(Relation relation, @Nullable Row old, boolean oldIsFull, Row row, Xid xid) implements Change {
        @Override
        public EventType type() {
            return EventType.UPDATE;
        }

        @Override
        public long bytes() {
            return row.bytes() + (old == null ? 0L : old.bytes());
        }
    }

    /** A row is gone; {@code old} holds its identity columns (the others null), or all of it where {@code oldIsFull}. */
    record Delete(Relation relation, Row old, boolean oldIsFull, Xid xid) implements Change {
        @Override
        public EventType type() {
            return EventType.DELETE;
        }

        @Override
        public long bytes() {
            return old.bytes();
        }
    }

    /** Tables are emptied together. */
    record Truncate(List<Relation> relations, boolean cascade, boolean restartIdentity, Xid xid) implements Change {
        public Truncate {
            relations = List.copyOf(relations);
        }

        @Override
        public EventType type() {
            return EventType.TRUNCATE;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /** A block of changes of a transaction in progress begins; {@code first} on the transaction's first block. */
    record StreamStart(Xid xid, boolean first) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.STREAM_START;
        }
    }

    /** The block ends. */
    record StreamStop() implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.STREAM_STOP;
        }
    }

    /** A streamed transaction committed. */
    record StreamCommit(Xid xid, Lsn commitLsn, Lsn endLsn, Instant commitTime) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.STREAM_COMMIT;
        }
    }

    /** A streamed transaction, or its subtransaction {@code subxid}, was rolled back; position and time since protocol 4. */
    record StreamAbort(Xid xid, Xid subxid, @Nullable Lsn abortLsn, @Nullable Instant abortTime) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.STREAM_ABORT;
        }
    }

    /** The changes of a transaction that was prepared follow. */
    record BeginPrepare(Lsn prepareLsn, Lsn endLsn, Instant prepareTime, Xid xid, String gid) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.BEGIN_PREPARE;
        }
    }

    /** They are complete: the transaction waits for its second phase. */
    record Prepare(Lsn prepareLsn, Lsn endLsn, Instant prepareTime, Xid xid, String gid) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.PREPARE;
        }
    }

    /** A prepared transaction committed. */
    record CommitPrepared(Lsn commitLsn, Lsn endLsn, Instant commitTime, Xid xid, String gid) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.COMMIT_PREPARED;
        }
    }

    /** A prepared transaction was rolled back. */
    record RollbackPrepared(Lsn prepareEndLsn, Lsn rollbackEndLsn, Instant prepareTime, Instant rollbackTime, Xid xid, String gid)
            implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.ROLLBACK_PREPARED;
        }
    }

    /** A streamed transaction was prepared. */
    record StreamPrepare(Lsn prepareLsn, Lsn endLsn, Instant prepareTime, Xid xid, String gid) implements ChangeEvent {
        @Override
        public EventType type() {
            return EventType.STREAM_PREPARE;
        }
    }
}
