package io.pg2any.pipeline;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.ChangeBatch;
import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.HeadStart;
import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.event.Relation;
import io.pg2any.transaction.NetChanges;

/**
 * Writes a large transaction before its commit is known, in a target transaction beside the main one. Whatever is in its way, it gives up:
 * then the target rolls back what was written, and the transaction comes again as a whole, after its commit. Used by the applier alone.
 *
 * <p>Beside it the main connection goes on with what commits meanwhile. Rows that both want do not exist: in the source the running
 * transaction holds their locks. What the target alone knows may be in the way (a unique index, a foreign key); then a
 * lock times out, and the next run goes without.
 */
final class EarlyApplier {

    /** Code of the error that a transaction cannot be brought to an end which was begun early. */
    static final String LOST = "head-start-lost";

    private static final Logger LOG = LoggerFactory.getLogger(EarlyApplier.class);

    /** A transaction that pauses for so long might last: locks and old row versions are not held in the target for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final DestinationHandler destination;
    private final Function<Relation, TableSchema> schemas;
    private final Decoding decoding;
    private final Counters counters;
    private @Nullable Lane lane;
    private long missingRows;

    /** The open target transaction of a head start. */
    private static final class Lane {
        final HeadStart headStart;
        final DestinationHandler handler;
        final IdentityHashMap<Relation, TableSchema> tables = new IdentityHashMap<>();
        final BatchCounts counts;
        long changes;
        long lastUse = System.nanoTime();

        Lane(HeadStart headStart, DestinationHandler handler, Counters counters) {
            this.headStart = headStart;
            this.handler = handler;
            this.counts = new BatchCounts(counters);
        }
    }

    /** Something is in the way that is no error. */
    private static final class Unsuited extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unsuited(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Turns binary cells into text, except for those of tables whose rows are passed on as they are. */
    interface Decoding {
        List<TransactionSlice> decode(List<TransactionSlice> slices, Predicate<Relation> passes);
    }

    /** @param schemas the target's table of a relation */
    EarlyApplier(DestinationHandler destination, Function<Relation, TableSchema> schemas, Decoding decoding, Counters counters) {
        this.destination = destination;
        this.schemas = schemas;
        this.decoding = decoding;
        this.counters = counters;
    }

    /** Updates and deletes that were committed and whose row the target did not have. */
    long missingRows() {
        return missingRows;
    }

    /** Whether a transaction is open beside the main one. */
    boolean isRunning() {
        return lane != null;
    }

    /**
     * Writes slices of one transaction with a head start; with its last one commits it, and {@code end} with it.
     *
     * @param end the checkpoint behind the transaction, if this is its last slice
     * @param inShape whether the target's tables have the columns of these rows
     * @return how many changes were committed; negative if none were, as the transaction goes on or was given up
     * @throws CdcException if its commit was handed out already and it cannot be brought to an end
     */
    long apply(List<TransactionSlice> slices, HeadStart headStart, Checkpoint end, boolean inShape) {
        if (headStart.isGivenUp()) {
            close();
            return -1;
        }
        try {
            if (!inShape) {
                throw new Unsuited("a table whose columns change");
            }
            Lane open = lane(headStart);
            write(open, slices);
            if (!slices.getLast().last()) {
                return -1;
            }
            open.handler.commit(end);
            open.counts.committed();
            long changes = open.changes;
            missingRows += open.handler.missingRows();
            close();
            LOG.debug("transaction xid={} was applied before its commit changes={}", slices.getLast().xid(), changes);
            return changes;
        } catch (Unsuited | CdcException e) {
            giveUp(headStart, e);
            return -1;
        }
    }

    private void write(Lane open, List<TransactionSlice> received) {
        List<TransactionSlice> slices = decoding.decode(received, relation -> open.handler.takesBinary(table(open, relation)));
        List<Step> steps = NetChanges.of(slices, relation -> table(open, relation));
        if (steps.stream().anyMatch(step -> !(step instanceof Step.NetRows))) {
            throw new Unsuited("a table without a key");
        }
        if (!steps.isEmpty()) {
            open.handler.apply(new ChangeBatch(slices, steps));
        }
        if (!open.handler.takeMissing().isEmpty()) {
            throw new Unsuited("rows that the target lacks");
        }
        open.counts.add(slices);
        open.changes += slices.stream().mapToLong(slice -> slice.changes().size()).sum();
        open.lastUse = System.nanoTime();
    }

    private TableSchema table(Lane open, Relation relation) {
        return open.tables.computeIfAbsent(relation, known -> {
            TableSchema schema = schemas.apply(known);
            open.handler.prepare(schema);
            return schema;
        });
    }

    private Lane lane(HeadStart headStart) {
        Lane open = lane;
        if (open != null && open.headStart == headStart) {
            return open;
        }
        close();
        Lane opened = new Lane(headStart, destination.beside(), counters);
        lane = opened;
        return opened;
    }

    private void giveUp(HeadStart headStart, RuntimeException reason) {
        close();
        if (reason instanceof CdcException failure && failure.kind() == Kind.POSITION) {
            throw failure;
        }
        if (!headStart.giveUp()) {
            throw CdcException.transientFailure(LOST,
                    "A large transaction that was written before its commit cannot be brought to an end, and is read again: " + reason.getMessage(), reason);
        }
        LOG.info("a large transaction waits for its commit: it cannot be written before reason=\"{}\"", reason.getMessage());
    }

    /** Gives up a transaction that has been silent for long. */
    void expire() {
        Lane open = lane;
        if (open != null && System.nanoTime() - open.lastUse > PATIENCE.toNanos() && open.headStart.giveUp()) {
            LOG.info("a large transaction waits for its commit: it has been silent for {} s", PATIENCE.toSeconds());
            close();
        }
    }

    /** Rolls back what is open. */
    void close() {
        Lane open = lane;
        lane = null;
        if (open != null) {
            open.handler.close();
        }
    }
}
