package io.pg2any.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.HeadStart;
import io.pg2any.destination.MissingRow;
import io.pg2any.destination.Step;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.error.CdcException.Kind;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import io.pg2any.observe.Observer;
import io.pg2any.source.SchemaChanges;
import io.pg2any.source.SourceErrors;
import io.pg2any.transaction.NetChanges;
import io.pg2any.type.TypeRegistry;

/**
 * The applying side: owns the destination. Here stands the order of durability: write rows and checkpoint, commit, then let the
 * reader acknowledge.
 */
final class Applier {

    /** How soon a stop is seen while it holds still. */
    private static final Duration PAUSE_CHECK = Duration.ofMillis(200);

    private final DestinationHandler destination;
    private final Projector projector;
    private final HandOver handOver;
    private final Consumer<Lsn> durable;
    private final Observer observer;
    private final Counters counters;
    private final PipelineSettings settings;
    private final AppliedTables tables;
    private final Map<TableId, Lsn> repeats;
    private final Delivery delivery;
    /** The tables of which the batch in hand tells what a later part of their first copy shows already. */
    private Predicate<TableId> repeated = _ -> false;
    private final EarlyApplier early;
    private final Optional<BinaryDecoder> decoder;
    /** Rows that a repeated stretch of the stream told of before or after their time in the copy. */
    private long expectedMissing;
    private final BatchCounts counts;
    private final Pause pause;
    private final ShapeChanges shapes;
    private final LabelChanges labels;
    private final Refill refill;
    /** Tables that the open transaction has written to. */
    private final Set<TableId> written = new HashSet<>();
    private Checkpoint checkpoint;
    private Lsn applied;
    private boolean disturbed;
    private boolean transactionOpen;
    /** Whether a table was changed since the last position that was stored behind a transaction. */
    private boolean reshaped;
    private int openTransactions;
    private long openChanges;
    private @Nullable Instant oldestOpen;
    private long lastCommit = System.nanoTime();

    /**
     * An applier that goes on from a checkpoint.
     *
     * @param binaryTypes what is known of the source's types, where the stream has values in binary form
     * @param durable is told each position that the target holds durably
     * @param repeats tables whose first copy was taken up again, with the position up to which the stream repeats what it shows
     */
    Applier(
            DestinationHandler destination,
            Projector projector,
            Optional<TypeRegistry> binaryTypes,
            ShapeChanges shapes,
            LabelChanges labels,
            Refill refill,
            HandOver handOver,
            Consumer<Lsn> durable,
            Observer observer,
            Counters counters,
            PipelineSettings settings,
            Pause pause,
            Checkpoint checkpoint,
            Map<TableId, Lsn> repeats) {
        this.destination = destination;
        this.projector = projector;
        this.shapes = shapes;
        this.labels = labels;
        this.refill = refill;
        this.handOver = handOver;
        this.durable = durable;
        this.observer = observer;
        this.counters = counters;
        this.settings = settings;
        this.pause = pause;
        this.counts = new BatchCounts(counters);
        this.checkpoint = checkpoint;
        this.repeats = new HashMap<>(repeats);
        this.applied = checkpoint.position();
        this.tables = new AppliedTables(destination, projector, settings);
        this.delivery = new Delivery(destination, new Delivery.Folding() {
            @Override
            public List<Step> steps(List<TransactionSlice> slices) {
                if (destination.capabilities().netChanges()) {
                    List<Step> steps = NetChanges.of(slices, tables::table, isAhead(slices) ? _ -> true : repeated);
                    steps.forEach(Applier.this::noteWritten);
                    return steps;
                }
                slices.forEach(slice -> slice.changes().forEach(tables::prepare));
                return List.of();
            }

            @Override
            public TableSchema table(Relation relation) {
                return tables.table(relation);
            }
        }, settings.onError(), settings.firstCopy().onValue());
        this.early = new EarlyApplier(destination, projector::schema, this::decoded, counters);
        this.decoder = binaryTypes.map(BinaryDecoder::new);
    }

    /** Applies until it is asked to stop; what is being applied is finished first, unless its transaction is not complete. */
    void run(BooleanSupplier stopped) throws InterruptedException {
        try {
            applyUntil(stopped);
        } catch (CdcException e) {
            disturbed = e.code().equals(EarlyApplier.LOST) || e.kind() == Kind.TRANSIENT && early.isRunning();
            throw e;
        } finally {
            early.close();
        }
    }

    /** Whether what ended the applying may be a transaction that was applied before its commit. */
    boolean isDisturbed() {
        return disturbed;
    }

    private void applyUntil(BooleanSupplier stopped) throws InterruptedException {
        while (!stopped.getAsBoolean()) {
            List<TransactionSlice> slices = handOver.take(settings.batchBytes(), untilHeartbeat());
            if (isStoppedInPause(stopped) && !slices.isEmpty()) {
                return; // without a new position: they were taken and not applied, and come again
            }
            if (!slices.isEmpty()) {
                apply(slices);
            } else if (!transactionOpen) {
                advance();
            }
            early.expire();
            followLabels();
        }
        if (transactionOpen) {
            destination.rollback();
        } else {
            advance();
        }
    }

    /** Holds still between two transactions while that is wanted; whether it was asked to stop meanwhile. */
    private boolean isStoppedInPause(BooleanSupplier stopped) throws InterruptedException {
        while (!transactionOpen && pause.isWanted()) {
            if (stopped.getAsBoolean()) {
                return true;
            }
            pause.await(PAUSE_CHECK);
            early.expire();
        }
        return false;
    }

    /** Where a table has another shape from some change on, what is before it is applied first. */
    private void apply(List<TransactionSlice> received) {
        HeadStart headStart = received.getLast().headStart();
        if (headStart != null) {
            List<TransactionSlice> decoded = settings.passesRowsOn() ? received : decoded(received, _ -> false);
            applyEarly(projector.project(decoded), headStart, shapes.keep(received));
            return;
        }
        List<TransactionSlice> rest = received;
        for (ShapeChanges.Turn turn = shapes.next(rest); turn != null; turn = shapes.next(rest)) {
            for (List<TransactionSlice> before : List.of(turn.whole(), turn.part())) {
                if (!before.isEmpty()) {
                    applyAlike(before);
                }
            }
            if (turn.action() != null) {
                reshape(turn.action());
            }
            rest = turn.after();
        }
        applyAlike(rest);
    }

    private List<TransactionSlice> decoded(List<TransactionSlice> received, Predicate<Relation> passes) {
        try {
            return decoder.map(known -> known.decode(received, passes)).orElse(received);
        } catch (OutOfMemoryError e) {
            throw CdcException.outOfMemory(LargestRow.of(received), e);
        }
    }

    /** Within the open transaction if there is one; otherwise in one or more of its own, at the present position. */
    private void reshape(ShapeChanges.TableAction action) {
        boolean inside = transactionOpen;
        reshaped = true;
        if (!(action instanceof ShapeChanges.ShapeChange)) { // its names may mean other tables from here on
            tables.clear();
        }
        try {
            shapes.carryOut(action, written.contains(action.table()), inside ? () -> {} : () -> commit(null));
        } catch (CopyAgainException e) {
            throw recorded(e);
        }
        if (!inside) {
            commit(null);
        }
    }

    /** Not beside a transaction that has rows locked on another connection. */
    private void followLabels() {
        if (!transactionOpen && !early.isRunning()) {
            try {
                labels.follow(applied, () -> commit(null));
            } catch (CopyAgainException e) {
                throw recorded(e);
            }
        }
    }

    /** Takes the open transaction back, and stores that the table is wanted: the next run copies it and goes on from the same position. */
    private CopyAgainException recorded(CopyAgainException again) {
        destination.rollback();
        TableId formerly = again.formerly();
        if (formerly != null) {
            destination.forgetTable(formerly);
        }
        destination.recordCopy(TableCopy.wanted(again.table(), false));
        destination.commitLoad();
        return again;
    }

    /** Applies changes of tables that keep their shape. */
    private void applyAlike(List<TransactionSlice> received) {
        List<TransactionSlice> slices = projector.project(decoded(received, tables::takesBinary));
        TransactionSlice last = slices.getLast();
        long changes = 0;
        long bytes = 0;
        if (oldestOpen == null) {
            oldestOpen = slices.getFirst().commitTime();
        }
        for (TransactionSlice slice : slices) {
            changes += slice.changes().size();
            bytes += slice.bytes();
            openTransactions += slice.last() ? 1 : 0;
        }
        if (changes > 0) {
            long begun = System.nanoTime();
            repeated = repeatedAt(slices.getFirst().commitLsn());
            long missingBefore = destination.missingRows();
            try {
                delivery.deliver(slices);
            } catch (OutOfMemoryError e) {
                throw CdcException.outOfMemory(LargestRow.of(slices), e);
            }
            heal(slices);
            if (!repeats.isEmpty() || destination.ahead().isAfter(Lsn.ZERO)) {
                expectedMissing += destination.missingRows() - missingBefore;
            }
            counts.add(slices);
            counters.apply.addNanos(System.nanoTime() - begun);
            counters.batchChanges.add(changes);
            counters.batchBytes.add(bytes);
            counters.vitals.moved();
            transactionOpen = true;
            openChanges += changes;
        }
        if (last.last()) {
            applied = last.endLsn();
            if (transactionOpen || reshaped || counters.probe.isDue(applied)) {
                commit(oldestOpen);
                reshaped = false;
            } else {
                openTransactions = 0; // empty ones: their position is stored with the next rows or heartbeat
            }
            oldestOpen = null;
            handOver.done();
        }
    }

    private void applyEarly(List<TransactionSlice> slices, HeadStart headStart, boolean inShape) {
        TransactionSlice last = slices.getLast();
        if ((!repeats.isEmpty() || destination.ahead().isAfter(Lsn.ZERO)) && !headStart.giveUp()) { // what is there already is told apart by the position of the commit
            throw CdcException.internal("head-start", "A transaction was handed out before its commit while the target is ahead of the stream.", null);
        }
        Checkpoint end = checkpoint.at(last.endLsn().max(applied));
        long begun = System.nanoTime();
        long changes = early.apply(slices, headStart, end, inShape);
        counters.apply.addNanos(System.nanoTime() - begun);
        counters.vitals.moved();
        if (changes >= 0) {
            checkpoint = end;
            applied = end.position();
            openTransactions++;
            openChanges += changes;
            committed(last.commitTime());
        }
        if (!transactionOpen) {
            handOver.done();
        }
    }

    /**
     * Rows that were told in part, of which the target does not have the rest, are written as the source has them now: what
     * changed in between is told later.
     */
    private void heal(List<TransactionSlice> slices) {
        Map<TableSchema, List<Row>> byTable = new LinkedHashMap<>();
        for (MissingRow missing : destination.takeMissing()) {
            byTable.computeIfAbsent(missing.table(), _ -> new ArrayList<>()).add(missing.row());
        }
        byTable.forEach((table, rows) -> {
            List<Row> whole = fetch(table, rows, slices.getLast());
            if (!whole.isEmpty()) {
                delivery.heal(table, whole, slices);
            }
        });
    }

    private List<Row> fetch(TableSchema table, List<Row> rows, TransactionSlice latest) {
        try {
            return projector.fetch(table, rows, latest);
        } catch (CdcException e) {
            if (settings.copy() && settings.schemaChanges() == SchemaChanges.APPLY && e.code().equals(SourceErrors.CHANGED)) {
                throw recorded(new CopyAgainException(table.source(), "the source has changed it further since"));
            }
            throw e;
        }
    }

    private void noteWritten(Step step) {
        switch (step) {
            case Step.NetRows rows -> written.add(rows.table().source());
            case Step.Ordered ordered -> written.add(ordered.table().source());
            case Step.Truncate truncate -> truncate.tables().forEach(table -> written.add(table.source()));
        }
    }

    /** Whether the target may hold what these tell, in this state or a later one, since lanes have committed it and the checkpoint was not stored. */
    private boolean isAhead(List<TransactionSlice> slices) {
        return destination.ahead().isAfter(slices.getFirst().commitLsn());
    }

    /** The tables of which the stream tells, at this position, what a later part of their first copy shows already. */
    private Predicate<TableId> repeatedAt(Lsn position) {
        if (repeats.isEmpty()) {
            return _ -> false;
        }
        repeats.values().removeIf(end -> !end.isAfter(position));
        return Set.copyOf(repeats.keySet())::contains;
    }

    /** @param oldestInSource when the source committed the oldest transaction since the last commit; null: there was none */
    private void commit(@Nullable Instant oldestInSource) {
        checkpoint = checkpoint.at(applied);
        long begun = System.nanoTime();
        destination.commit(checkpoint);
        counters.commit.addNanos(System.nanoTime() - begun);
        committed(oldestInSource);
    }

    /** The target holds everything up to the checkpoint: the source may be told. */
    private void committed(@Nullable Instant oldestInSource) {
        durable.accept(applied);
        counters.durable(applied);
        counters.appliedChanges.addAndGet(openChanges);
        counters.appliedTransactions.addAndGet(openTransactions);
        delivery.committed((table, kept, skipped) -> {
            counters.refused(kept, skipped);
            observer.refused(table, kept, skipped);
        });
        counters.missingRows.set(destination.missingRows() + early.missingRows() - expectedMissing - refill.unmatched());
        Duration probed = counters.probe.arrived(applied);
        if (probed != null && openChanges == 0) {
            counters.lag(probed);
        } else if (oldestInSource != null) {
            counters.lag(Duration.between(oldestInSource, Instant.now()));
        }
        counts.committed();
        counters.vitals.well();
        observer.applied(applied, openTransactions, openChanges);
        lastCommit = System.nanoTime();
        transactionOpen = false;
        written.clear();
        openTransactions = 0;
        openChanges = 0;
    }

    /**
     * Moves the position on although there was nothing to apply, so that a quiet published table never holds the source's log
     * back. The target's position comes first, also here: the slot is never ahead of it, which is how a lost slot is told.
     */
    private void advance() {
        Lsn reached = handOver.reachedWhenEmpty();
        if (reached == null) {
            return;
        }
        applied = applied.max(reached);
        if (applied.isAfter(checkpoint.position())) {
            commit(null);
        }
        counters.vitals.well();
        lastCommit = System.nanoTime();
    }

    private Duration untilHeartbeat() {
        if (transactionOpen) {
            return settings.heartbeat();
        }
        long left = settings.heartbeat().toNanos() - (System.nanoTime() - lastCommit);
        return Duration.ofNanos(Math.max(1, left));
    }
}
