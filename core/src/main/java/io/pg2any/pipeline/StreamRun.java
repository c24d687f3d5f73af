package io.pg2any.pipeline;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.OnError;
import io.pg2any.destination.OnValue;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableCopy;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;
import io.pg2any.observe.Progress.State;
import io.pg2any.snapshot.VisibleTransactions;
import io.pg2any.source.Catalog;
import io.pg2any.source.CatalogTypes;
import io.pg2any.source.ColumnFetcher;
import io.pg2any.source.DdlTrigger;
import io.pg2any.source.LabelCatalog;
import io.pg2any.source.LabelCatalog.Sighting;
import io.pg2any.source.Publication;
import io.pg2any.source.ReplicationManager;
import io.pg2any.source.ReplicationStream;
import io.pg2any.source.RowFetcher;
import io.pg2any.source.SchemaChanges;
import io.pg2any.source.ShapeCatalog;
import io.pg2any.source.Slot;
import io.pg2any.source.SourceConnections;
import io.pg2any.source.SourceErrors;
import io.pg2any.source.SourceTable;
import io.pg2any.source.StreamOptions;
import io.pg2any.source.TableResolver;
import io.pg2any.source.TypeCatalog;
import io.pg2any.type.BinaryText;

/**
 * One run of a stream from connecting to its end: finds out where it stands, copies what is missing, follows. Everything it
 * opens, it closes. The next run goes on from what the target holds.
 */
final class StreamRun {

    private static final Logger LOG = LoggerFactory.getLogger(StreamRun.class);

    /** How a run ended that did not fail. */
    enum End {
        /** It was asked to, or there is nothing more to do. */
        DONE,
        /** The stream came to a table that has to be copied first or once more, or to what this run cannot read: run again at once. */
        ONCE_MORE
    }

    private final SourceConnections source;
    private final Supplier<DestinationHandler> destinations;
    private final PipelineSettings settings;
    private final boolean copyAnew;
    private final Observers observers;
    private final Counters counters;
    private final StopRequest stopped;
    private final Pause pause;
    private final Milestones milestones;

    /** What a run has reached, for whoever decides how the next one begins. */
    interface Milestones {
        /** Both sides have been reached. */
        void connected();

        /** The stream's position is stored in the target: a later run goes on from there. */
        void begun();

        /** Whether a lost slot may be answered by a new copy: not if the last one has not led to a stream. */
        boolean mayRecopy();

        /** A new copy begins since the slot was lost. */
        void recopying();

        /** The stream is followed. */
        void following();

        /** Whether large transactions may be applied before their commit: not after that was in the way. */
        boolean mayStartEarly();

        /** That was in the way. */
        void startEarlyNoMore();

        /** Whether values may come in binary form without being asked for: not after one came whose form is not known. */
        boolean mayBeBinary();

        /** One came. */
        void binaryNoMore();

        /** The stream has come to a table that was to be copied first. */
        void sought(TableId table);

        /** All of these: one that the source does not publish at the next run has gone, with what was done to it by then. */
        Set<TableId> sought();
    }

    /**
     * A run that has not begun.
     *
     * @param copyAnew whether to copy even if the target has a position: only in a process's first run
     */
    StreamRun(
            SourceConnections source,
            Supplier<DestinationHandler> destinations,
            PipelineSettings settings,
            boolean copyAnew,
            Observers observers,
            Counters counters,
            StopRequest stopped,
            Pause pause,
            Milestones milestones) {
        this.source = source;
        this.destinations = destinations;
        this.settings = settings;
        this.copyAnew = copyAnew;
        this.observers = observers;
        this.counters = counters;
        this.stopped = stopped;
        this.pause = pause;
        this.milestones = milestones;
    }

    End run() throws InterruptedException {
        DestinationHandler destination = destinations.get();
        try (ReplicationManager manager = connect(destination); destination) {
            StreamIdentity identity = manager.identify();
            StreamOptions options = manager.negotiate(settings.stream());
            destination.replaceUnfit(settings.firstCopy().onValue());
            destination.open(identity);
            requireDeadLetters(destination);
            milestones.connected();
            manager.lock();
            Optional<Slot> slot = manager.freeSlot();
            // only now, with the slot ours, is the stored position final
            return run(manager, options, destination, identity, destination.fence(), slot);
        } catch (SQLException e) {
            throw SourceErrors.of("reading the catalog", e);
        }
    }

    /** To both sides at once. */
    private ReplicationManager connect(DestinationHandler destination) {
        destination.connectAhead();
        try {
            return new ReplicationManager(source, settings.slot());
        } catch (RuntimeException e) {
            destination.close();
            throw e;
        }
    }

    private void requireDeadLetters(DestinationHandler destination) {
        if ((settings.onError() != OnError.STOP || settings.firstCopy().onValue() == OnValue.DEAD_LETTER) && destination.deadLetters().isEmpty()) {
            throw CdcException.configuration("on-error", "This destination cannot take back a part of a transaction, so that a row which it refuses can only"
                    + " stop the stream.", "Leave --on-error at stop, and --on-value at another one than dead-letter.");
        }
    }

    private End run(
            ReplicationManager manager,
            StreamOptions options,
            DestinationHandler destination,
            StreamIdentity identity,
            Optional<Checkpoint> stored,
            Optional<Slot> slot)
            throws SQLException, InterruptedException {
        Catalog catalog = new Catalog(manager.connection());
        VisibleTransactions before = VisibleTransactions.parse(catalog.snapshot());
        if (settings.ddlTrigger()) {
            new DdlTrigger(manager.connection()).ensure();
        }
        Publication publication = new Publication(manager.connection(), catalog, options.publication(), settings.rowFilters());
        List<TableId> tables = publication.ensure(settings.tables(), settings.tables().isEverything());
        Predicate<TableId> future = publication.future();
        settings.mapping().requireDistinct(tables);
        TableResolver resolver = new TableResolver(catalog, new TypeCatalog(manager.connection()), options.publication(), settings.mapping());
        List<SourceTable> described = resolver.describe(tables);
        TableWarnings.log(described);
        if (!settings.projections().isNone()) {
            settings.projections().check(described.stream().map(resolver::schema).toList());
        }

        destination.applyInParallel(settings.applyParallelism());

        Map<TableId, VisibleTransactions> absent = new HashMap<>();
        milestones.sought().stream().filter(table -> !tables.contains(table)).forEach(table -> absent.put(table, before));

        StartPosition position = new StartPosition(manager, destination, identity, settings, copyAnew);
        position.check(stored, slot, milestones.mayRecopy());
        CopyPhase copy = new CopyPhase(source, manager.connection(), destination, resolver, settings, new CopyCounter(observers, counters),
                counters.vitals::finishing, stopped);
        LabelCatalog labels = new LabelCatalog(manager.connection());
        KnownLabels knownLabels = new KnownLabels(destination);
        if (destination.reshapes()) {
            Sighting seen = labels.look(counters.labels()); // before rows are copied
            counters.labels(seen);
            if (knownLabels.adopt(seen)) {
                destination.commitLoad();
            }
        }
        if (settings.copy()) {
            state(State.COPYING);
            copy.plan(tables, position.goesOn(stored), stored.isPresent(), milestones.sought());
        }
        Checkpoint checkpoint;
        Lsn begin;
        try (StartPosition.Start start = position.decide(stored, slot, options)) {
            milestones.begun();
            if (position.isSlotLost()) {
                milestones.recopying();
            }
            if (!copy.run(start, () -> counters.retained(manager.retained()))) {
                return End.DONE;
            }
            checkpoint = start.checkpoint();
            // prepared transactions are held here only: the slot is where they come from again
            begin = options.twoPhase() || slot.map(Slot::twoPhase).orElse(false) ? start.slotBegin() : checkpoint.position();
        }
        if (!settings.follow()) {
            destination.forget();
            return End.DONE;
        }
        if (stopped.getAsBoolean()) {
            return End.DONE;
        }
        Refill refill = new Refill(destination, new ColumnFetcher(source));
        ShapeChanges shapes = new ShapeChanges(destination, resolver, new ShapeCatalog(manager.connection()), refill,
                settings.projections(), settings.schemaChanges(), settings.tables(), settings.copy());
        LabelChanges labelChanges = new LabelChanges(destination, knownLabels, labels, resolver, settings.projections(), refill,
                settings.copy() && settings.schemaChanges() == SchemaChanges.APPLY, shapes::all, counters::labels);
        StreamOptions stream = options.withBinary(settings.stream().binary().orElseGet(() -> isBinaryLiked(destination, described, resolver)));
        return follow(manager.start(begin, stream), stream, destination, resolver, new Followers(shapes, labelChanges, refill), absent, future, checkpoint);
    }

    /** Whether the target writes rows faster that come in binary form, of all tables as they are now, and they reach it as they come. */
    private boolean isBinaryLiked(DestinationHandler destination, List<SourceTable> tables, TableResolver resolver) {
        return settings.passesRowsOn() && milestones.mayBeBinary() && !tables.isEmpty() && tables.stream().map(resolver::schema).allMatch(destination::likesBinary);
    }

    /** What lets the target's tables follow the source's. */
    private record Followers(ShapeChanges shapes, LabelChanges labels, Refill refill) {}

    private End follow(
            ReplicationStream stream,
            StreamOptions options,
            DestinationHandler destination,
            TableResolver resolver,
            Followers followers,
            Map<TableId, VisibleTransactions> absent,
            Predicate<TableId> future,
            Checkpoint checkpoint)
            throws InterruptedException {
        Lsn from = checkpoint.position();
        counters.durable(from);
        HandOver handOver = new HandOver(settings.bufferBytes());
        counters.handOver(handOver);
        List<TableCopy> copies = destination.copies();
        Map<TableId, VisibleTransactions> known = new HashMap<>(absent);
        known.putAll(snapshots(copies));
        Map<Integer, TableId> names = new HashMap<>();
        destination.shapes().forEach(shape -> names.put(shape.oid(), shape.table()));
        KnownTables filter = new KnownTables(settings.tables(), known, settings.copy(), names,
                DefinitionJudge.follows(settings.schemaChanges(), destination, settings.projections()), future);
        CatalogTypes types = new CatalogTypes(source);
        RowFetcher fetcher = new RowFetcher(source);
        Reader reader = new Reader(stream, filter, handOver, observers, counters, from, settings, settings.ddlTrigger() && destination.reshapes(),
                startsEarly(destination, copies) ? settings.batchBytes() : Long.MAX_VALUE);
        Applier applier = new Applier(destination, new Projector(resolver, fetcher, settings.projections()),
                options.binary() ? Optional.of(types) : Optional.empty(), followers.shapes(), followers.labels(), followers.refill(), handOver, reader::durable, observers, counters, settings, pause, checkpoint,
                repeats(copies));
        Thread thread = Thread.ofPlatform().name("pg2any-reader").start(reader);
        state(State.FOLLOWING);
        milestones.following();
        if (destination.ahead().isAfter(from)) {
            LOG.info("parts of transactions that were written over several connections are written once more ahead={}", destination.ahead());
        }
        LOG.info("following slot={} position={} protocol={} streaming={} two_phase={} binary={}", settings.slot(), from, options.protocolVersion(),
                options.streaming().name().toLowerCase(Locale.ROOT), options.twoPhase(), options.binary());
        stopped.wakes(handOver::wake);
        try {
            applier.run(stopped);
            return End.DONE;
        } catch (CopyAgainException e) {
            LOG.info("table is copied again table={} since=\"{}\"", e.table(), e.reason());
            return End.ONCE_MORE;
        } catch (CdcException e) {
            NewTableException newTable = reader.newTable();
            if (newTable == null) {
                if (e.code().equals(BinaryText.UNKNOWN_TYPE) && settings.stream().binary().isEmpty()) {
                    LOG.info("values come as text from here on since=\"{}\"", e.getMessage());
                    milestones.binaryNoMore();
                    return End.ONCE_MORE;
                }
                if (applier.isDisturbed()) {
                    milestones.startEarlyNoMore();
                }
                throw e;
            }
            LOG.info("new table={}", newTable.table());
            milestones.sought(newTable.table());
            return End.ONCE_MORE;
        } finally {
            counters.handOver(null);
            handOver.close();
            reader.stop();
            thread.join();
            types.close();
            fetcher.close();
        }
    }

    /**
     * What copies that were taken up again show is told apart by the position of a commit, and so are stamped rows and what lanes wrote beyond the checkpoint:
     * an early start does not know it.
     */
    private boolean startsEarly(DestinationHandler destination, List<TableCopy> copies) {
        return settings.headStart() && destination.writesBeside() && milestones.mayStartEarly() && repeats(copies).isEmpty()
                && destination.ahead().equals(Lsn.ZERO) && !settings.projections().stampRows();
    }

    private static Map<TableId, VisibleTransactions> snapshots(List<TableCopy> copies) {
        Map<TableId, VisibleTransactions> result = new HashMap<>();
        for (TableCopy copy : copies) {
            String snapshot = copy.snapshot();
            if (copy.done() && snapshot != null) {
                result.put(copy.table(), VisibleTransactions.parse(snapshot));
            }
        }
        return result;
    }

    private static Map<TableId, Lsn> repeats(List<TableCopy> copies) {
        return copies.stream().filter(copy -> copy.repeats().isAfter(Lsn.ZERO)).collect(Collectors.toMap(TableCopy::table, TableCopy::repeats));
    }

    private void state(State state) {
        counters.state(state);
        observers.state(state);
    }

}
