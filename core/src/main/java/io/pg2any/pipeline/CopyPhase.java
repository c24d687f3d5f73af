package io.pg2any.pipeline;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.OnExisting;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableExtras;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;
import io.pg2any.observe.Observer;
import io.pg2any.projection.Projection;
import io.pg2any.snapshot.CopySettings;
import io.pg2any.snapshot.CopyThreads;
import io.pg2any.snapshot.FirstCopy;
import io.pg2any.snapshot.SourceSnapshot;
import io.pg2any.snapshot.TableJob;
import io.pg2any.source.CreatedSlot;
import io.pg2any.source.ExtrasCatalog;
import io.pg2any.source.ShapeCatalog;
import io.pg2any.source.SourceConnections;
import io.pg2any.source.SourceErrors;
import io.pg2any.source.SourceTable;
import io.pg2any.source.TableResolver;

/**
 * The first copy as part of a run: which tables, under which snapshot. The stream skips what a table's first snapshot shows;
 * tables that come later, and the rest of those that were unfinished, are read under a new one.
 */
final class CopyPhase {

    private static final Logger LOG = LoggerFactory.getLogger(CopyPhase.class);

    private final SourceConnections source;
    private final Connection connection;
    private final DestinationHandler destination;
    private final TableResolver resolver;
    private final PipelineSettings settings;
    private final BooleanSupplier stopped;
    private final CopyShapes shapes;
    private final List<TableJob> jobs = new ArrayList<>();
    private List<TableId> tables = List.of();
    private int alreadyCopied;
    private final Observer observer;
    private final Consumer<@Nullable String> finishing;
    private @Nullable FirstCopy copy;

    /**
     * A phase that has not begun.
     *
     * @param connection to the source's catalog, for this thread
     * @param finishing is told of work that shows no progress until it is done, and with null that it is
     */
    CopyPhase(
            SourceConnections source,
            Connection connection,
            DestinationHandler destination,
            TableResolver resolver,
            PipelineSettings settings,
            Observer observer,
            Consumer<@Nullable String> finishing,
            BooleanSupplier stopped) {
        this.source = source;
        this.connection = connection;
        this.destination = destination;
        this.resolver = resolver;
        this.settings = settings;
        this.stopped = stopped;
        this.shapes = new CopyShapes(destination, new ShapeCatalog(connection), settings.schemaChanges(),
                settings.ddlTrigger() && settings.follow() && DefinitionJudge.follows(settings.schemaChanges(), destination, settings.projections()));
        this.observer = observer;
        this.finishing = finishing;
    }

    /**
     * Finds what is to be copied and prepares the target's tables, before anything is written.
     *
     * @param goesOn whether copies that are done count; otherwise all tables are copied
     * @param ours whether the target has a position of this stream, so that what it holds is ours to replace
     * @param sought tables at which the stream has stopped since they were not copied
     */
    void plan(List<TableId> chosen, boolean goesOn, boolean ours, Set<TableId> sought) {
        tables = List.copyOf(chosen);
        shapes.look(tables);
        shapes.tellOfDropped(tables);
        Map<TableId, Optional<TableCopy>> unfinished = new LinkedHashMap<>();
        for (TableId table : tables) {
            Optional<TableCopy> earlier = goesOn ? shapes.copyOf(table) : Optional.empty();
            if (goesOn && !sought.contains(table) && shapes.isToldOfLater(table)) {
                continue;
            }
            if (earlier.isPresent() && shapes.isRecreated(table)) {
                LOG.info("table is copied again table={} since=\"it was dropped and created again\"", table);
                earlier = Optional.of(TableCopy.wanted(table, false));
            }
            if (earlier.isEmpty() || !earlier.get().done()) {
                unfinished.put(table, earlier);
            }
        }
        for (SourceTable described : resolver.describe(List.copyOf(unfinished.keySet()))) {
            TableId table = described.table();
            TableJob job = new TableJob(described, settings.projections().of(resolver.schema(described)), settings.firstCopy().where(table), null);
            jobs.add(job.after(shaped(job, unfinished.getOrDefault(table, Optional.empty()), ours)));
        }
        alreadyCopied = tables.size() - jobs.size();
        CopySettings how = settings.firstCopy();
        if (ours && !goesOn && how.onExisting() == OnExisting.REFUSE) {
            how = how.with(OnExisting.TRUNCATE);
        }
        FirstCopy planned = new FirstCopy(source, destination, observer, how, stopped);
        planned.prepare(jobs);
        copy = planned;
    }

    /**
     * Brings a table of the target that was in line with another shape of the source's in line with the present one.
     *
     * @return what is known of an earlier copy, unless it was of that other shape
     */
    private @Nullable TableCopy shaped(TableJob job, Optional<TableCopy> earlier, boolean ours) {
        boolean differs = shapes.differs(job);
        boolean again = earlier.isPresent() && (differs || earlier.get().isWanted());
        boolean emptied = again || settings.firstCopy().onExisting() != OnExisting.UPSERT;
        if (!again && !(differs && ours)) {
            return earlier.orElse(null);
        }
        TableCopy wanted = TableCopy.wanted(job.table(), earlier.isPresent() && earlier.get().made());
        if (emptied) { // from here on it is not copied, whatever becomes of this run
            destination.recordCopy(wanted);
            destination.forgetChunks(wanted.table());
            destination.commitLoad();
        }
        shapes.bringInLine(job, emptied);
        return again ? wanted : null;
    }

    /**
     * Copies what was planned; false if it was asked to stop before all was done.
     *
     * @param tick is run every few seconds meanwhile
     */
    boolean run(StartPosition.Start start, Runnable tick) throws InterruptedException {
        if (!jobs.isEmpty() && !copy(start, tick)) {
            return false;
        }
        if (settings.firstCopy().indexes()) {
            complete();
        }
        return true;
    }

    private boolean copy(StartPosition.Start start, Runnable tick) throws InterruptedException {
        LOG.info("first copy begins tables={} already_copied={}", jobs.size(), alreadyCopied);
        jobs.forEach(shapes::record); // the copy's own record commits it
        FirstCopy planned = Objects.requireNonNull(copy);
        try (CopyThreads threads = planned.connect(); SourceSnapshot snapshot = snapshot(start)) {
            requireUnchanged(planned);
            if (stopped.getAsBoolean() || !planned.copy(jobs, snapshot, threads, tick)) {
                return false;
            }
        }
        LOG.info("first copy complete tables={}", jobs.size() + alreadyCopied);
        return true;
    }

    /**
     * Begins anew where the columns of a table have changed since the copy was planned: once the copy's snapshot is there, the stream will pass over what that
     * shows, and so over the change. What the target's tables were made for is kept, to be brought in line then.
     */
    private void requireUnchanged(FirstCopy copy) {
        Optional<TableJob> changed = shapes.changed(jobs);
        if (changed.isEmpty()) {
            return;
        }
        jobs.stream().filter(job -> job.earlier() == null && copy.made(job))
                .forEach(job -> destination.recordCopy(TableCopy.wanted(job.table(), true)));
        destination.commitLoad();
        throw CdcException.transientFailure(SourceErrors.CHANGED,
                "The source has changed the table " + changed.get().table() + " since its copy was planned.", null);
    }

    /** Tables that were made here get the indexes and foreign keys that they have in the source. */
    private void complete() {
        Map<TableId, TableCopy> bare = destination.copies().stream().filter(TableCopy::made).collect(Collectors.toMap(TableCopy::table, table -> table));
        if (bare.isEmpty()) {
            return;
        }
        Map<TableId, TableSchema> schemas = new LinkedHashMap<>();
        resolver.describe(tables).forEach(table -> schemas.put(table.table(), resolver.schema(table)));
        Map<TargetName, Projection> projections = schemas.values().stream().collect(Collectors.toMap(TableSchema::target, settings.projections()::of));
        ExtrasCatalog catalog = new ExtrasCatalog(connection);
        List<TableExtras> extras = schemas.values().stream().filter(table -> bare.containsKey(table.source()))
                .map(table -> settings.projections().of(table).extras(catalog.of(table, schemas), name -> Optional.ofNullable(projections.get(name)))).toList();
        long count = extras.stream().mapToLong(table -> table.indexes().size() + table.foreignKeys().size()).sum();
        if (count > 0) {
            LOG.info("making indexes and foreign keys count={}", count);
            finishing.accept("making indexes and foreign keys");
            try {
                destination.complete(extras).forEach(LOG::warn);
            } finally {
                finishing.accept(null);
            }
            LOG.info("indexes and foreign keys made");
        }
        bare.values().forEach(table -> destination.recordCopy(table.completed()));
        destination.commitLoad();
    }

    private SourceSnapshot snapshot(StartPosition.Start start) {
        CreatedSlot created = start.created();
        if (created != null) {
            return SourceSnapshot.imported(source, created.snapshotName());
        }
        if (!settings.follow()) {
            return SourceSnapshot.now(source);
        }
        return SourceSnapshot.now(source, destination.copies(), stopped);
    }

}
