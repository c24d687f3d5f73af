package io.pg2any.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.observe.Observer;
import io.pg2any.protocol.DefinitionMessage;
import io.pg2any.protocol.MessageParser;
import io.pg2any.source.ReplicationStream;
import io.pg2any.transaction.ChangeFilter;
import io.pg2any.transaction.TransactionAssembler;

/** The reader thread: owns the replication connection; receives, parses, assembles, answers and acknowledges. */
final class Reader implements Runnable, ReplicationStream.Sink {

    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);

    private static final Duration POLL = Duration.ofMillis(250);

    /** A transaction that committed this long before it was sent: we are behind, and read in larger pieces. */
    private static final Duration BEHIND = Duration.ofMillis(500);

    private final ReplicationStream stream;
    private final Observer observer;
    private final Counters counters;
    private final HandOver handOver;
    private final boolean definitions;
    private final MessageParser parser = new MessageParser();
    private final TransactionAssembler assembler;
    private @Nullable Relation lastRelation;
    private @Nullable TableCounters lastTable;
    private long blockedBefore;
    private volatile Lsn durable;
    private volatile boolean stopping;
    private volatile @Nullable NewTableException newTable;

    /**
     * A reader for a stream that has been started.
     *
     * @param from the position from which the target goes on
     * @param definitions whether what the source's event trigger tells of tables is followed
     * @param earlyFrom from what size on a transaction is handed out before its commit
     */
    Reader(
            ReplicationStream stream,
            ChangeFilter filter,
            HandOver handOver,
            Observer observer,
            Counters counters,
            Lsn from,
            PipelineSettings settings,
            boolean definitions,
            long earlyFrom) {
        this.stream = stream;
        this.handOver = handOver;
        this.observer = observer;
        this.counters = counters;
        this.durable = from;
        this.definitions = definitions;
        this.assembler = new TransactionAssembler(from, filter, Math.max(1, settings.batchBytes() / 2),
                slice -> handOver.put(slice, this::whileWaiting), settings.bufferBytes(), settings.spillDirectory(), earlyFrom);
    }

    /** The target holds everything up to here: it is told to the server, by this thread. */
    void durable(Lsn position) {
        durable = position;
    }

    /** Lets the thread end soon. */
    void stop() {
        stopping = true;
    }

    /** The table that ended the reading, if one did. */
    @Nullable NewTableException newTable() {
        return newTable;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                acknowledge();
                stream.poll(this, POLL);
            }
        } catch (NewTableException e) {
            newTable = e;
            handOver.fail(CdcException.transientFailure("new-table", "The stream has come to the new table " + e.table() + ".", null));
        } catch (CdcException e) {
            handOver.fail(e);
        } catch (OutOfMemoryError e) {
            handOver.fail(CdcException.outOfMemory("what was received", e));
        } catch (RuntimeException | Error e) {
            handOver.fail(CdcException.internal("reader", "Reading the stream failed: " + e + ".", e));
        } finally {
            acknowledge();
            stream.close();
            assembler.close();
        }
    }

    /** The target may be ahead of what this stream has received, and so of a Prepare that is yet to come again. */
    private void acknowledge() {
        Lsn known = durable.isAfter(stream.received()) ? stream.received() : durable;
        stream.acknowledge(assembler.acknowledgeable(known));
    }

    private void whileWaiting() {
        acknowledge();
        stream.keepAlive();
    }

    @Override
    public void message(byte[] array, int from, int to) {
        ChangeEvent event = parser.parse(array, from, to);
        observer.event(event);
        counters.event(event.type());
        if (event instanceof Change change) {
            count(change);
        } else if (event instanceof ChangeEvent.Begin begin) {
            judgeLag(begin.commitTime());
        } else if (event instanceof ChangeEvent.Commit) {
            counters.received(stream.received());
        } else if (event instanceof ChangeEvent.Message message) {
            counters.probe.received(message);
            if (definitions && DefinitionMessage.is(message)) {
                event = definition(message);
            }
        }
        assembler.accept(event);
    }

    private static ChangeEvent definition(ChangeEvent.Message message) {
        Optional<ChangeEvent.Definition> definition = DefinitionMessage.event(message);
        if (definition.isEmpty()) {
            LOG.warn("a message with the prefix {} in the source's log is none of this version's event trigger and is passed over position={}", DefinitionMessage.PREFIX,
                    message.lsn());
        }
        return definition.isPresent() ? definition.get() : message;
    }

    /** On the hot path: a few plain moves a change. */
    @SuppressWarnings("ReferenceEquality") // a relation that looks the same but is another object is merely looked up again
    private void count(Change change) {
        counters.receivedChanges.lazySet(counters.receivedChanges.getPlain() + 1);
        Relation relation = TableCounters.relation(change);
        if (relation == null) {
            ((ChangeEvent.Truncate) change).relations().forEach(each -> counters.table(each.table()).received(TableCounters.kind(change)));
            return;
        }
        TableCounters table = lastTable;
        if (table == null || relation != lastRelation) {
            table = counters.table(relation.table());
            lastTable = table;
            lastRelation = relation;
        }
        table.received(TableCounters.kind(change));
    }

    @Override
    public void read(int bytes, long nanos) {
        counters.receivedBytes.lazySet(counters.receivedBytes.getPlain() + bytes);
        long blocked = handOver.blockedNanos() - blockedBefore;
        blockedBefore += blocked;
        counters.blockedNanos.addAndGet(blocked);
        counters.parse.addNanos(Math.max(0, nanos - blocked));
        if (handOver.oldest() == null) {
            counters.vitals.moved(); // what arrives is the only thing under way
        }
    }

    @Override
    public CdcException tooLarge(byte[] array, int from, int to, int size) {
        String table = parser.tableOf(array, from, to).map(name -> " of table " + name).orElse("");
        return CdcException.outOfMemory("a row" + table + " of " + (size >> 20) + " MB", null);
    }

    private void judgeLag(Instant commitTime) {
        stream.behind(commitTime.plus(BEHIND).isBefore(stream.lastSent()));
    }

    @Override
    public void keepalive(Lsn end) {
        counters.sourceEnd(end);
        if (!assembler.isInsideTransaction()) {
            handOver.reached(end);
        }
    }
}
