package io.pg2any.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.EnumLabels;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TableShape;
import io.pg2any.destination.TableShape.ShapeColumn;
import io.pg2any.error.CdcException;
import io.pg2any.event.Column;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.TableId;
import io.pg2any.projection.Projection;
import io.pg2any.projection.Projections;
import io.pg2any.source.LabelCatalog;
import io.pg2any.source.LabelCatalog.LabelColumn;
import io.pg2any.source.LabelCatalog.Sighting;
import io.pg2any.source.ShapeCatalog;
import io.pg2any.source.SourceErrors;
import io.pg2any.source.TableResolver;

/**
 * Lets rows that are there follow labels of enum types that get another text in the source. The log tells nothing of that, and rows of transactions that ran meanwhile
 * come with the former text. So it waits until the stream has passed everything that such a transaction may have written, and reads the columns again then. Applier thread.
 */
final class LabelChanges {

    private static final Logger LOG = LoggerFactory.getLogger(LabelChanges.class);
    private static final String REASON = "labels of an enum type were renamed, and its rows cannot be told apart by their keys or there are rules for its columns";

    private final DestinationHandler destination;
    private final KnownLabels known;
    private final LabelCatalog catalog;
    private final TableResolver resolver;
    private final Projections projections;
    private final Refill refill;
    private final boolean mayCopy;
    private final Supplier<List<TableShape>> shapes;
    private final Supplier<@Nullable Sighting> latest;
    private @Nullable Sighting judged;
    private @Nullable Renamed renamed;

    /**
     * Labels that were seen to be others.
     *
     * @param types those of the types concerned, by their OIDs
     * @param next transactions that began before this one may have written former labels
     * @param settled the moment at which they all had ended; null: some may still run
     */
    private record Renamed(Map<Integer, EnumLabels> types, long next, @Nullable Sighting settled) {}

    /**
     * Nothing has been looked at yet.
     *
     * @param mayCopy whether a table may be copied again, where that is the only way
     * @param shapes the tables that are followed, as the target has them
     * @param latest the labels as they were seen last
     */
    LabelChanges(
            DestinationHandler destination,
            KnownLabels known,
            LabelCatalog catalog,
            TableResolver resolver,
            Projections projections,
            Refill refill,
            boolean mayCopy,
            Supplier<List<TableShape>> shapes,
            Supplier<@Nullable Sighting> latest) {
        this.destination = destination;
        this.known = known;
        this.catalog = catalog;
        this.resolver = resolver;
        this.projections = projections;
        this.refill = refill;
        this.mayCopy = mayCopy;
        this.shapes = shapes;
        this.latest = latest;
    }

    /**
     * Between two transactions.
     *
     * @param applied what the target has of the log
     * @param commit ends the open transaction of the target
     * @throws CopyAgainException if a table has to be copied again; what is needed for that is committed
     */
    @SuppressWarnings("ReferenceEquality") // the same sighting as another object is merely judged again
    void follow(Lsn applied, Runnable commit) {
        Sighting seen = latest.get();
        if (seen == null || !destination.reshapes()) {
            return;
        }
        if (seen != judged) {
            judge(seen, commit);
            judged = seen;
        }
        Renamed now = renamed;
        if (now != null && now.settled() != null && !now.settled().end().isAfter(applied)) {
            renamed = null; // if it fails it is seen again
            readAgain(now.settled(), now.types().keySet(), commit);
        }
    }

    private void judge(Sighting seen, Runnable commit) {
        if (known.adopt(seen)) {
            commit.run();
        }
        Map<Integer, EnumLabels> types = new HashMap<>();
        known.renamed(seen).forEach(type -> types.put(type, seen.types().get(type)));
        Renamed before = renamed;
        if (types.isEmpty()) {
            renamed = null;
        } else if (before == null || !before.types().equals(types)) {
            renamed = new Renamed(types, seen.next(), seen.oldest() >= seen.next() ? seen : null);
        } else if (before.settled() == null && seen.oldest() >= before.next()) {
            renamed = new Renamed(types, before.next(), seen);
        }
    }

    private void readAgain(Sighting settled, Set<Integer> types, Runnable commit) {
        Map<Integer, TableShape> tables = new HashMap<>();
        shapes.get().forEach(shape -> tables.put(shape.oid(), shape));
        Map<Integer, List<LabelColumn>> columns = new HashMap<>();
        catalog.columns(types, tables.keySet()).forEach(column -> columns.computeIfAbsent(column.table(), _ -> new ArrayList<>()).add(column));
        Set<String> texts = known.texts(settled, types);
        List<TableId> copied = new ArrayList<>();
        for (Map.Entry<Integer, List<LabelColumn>> entry : columns.entrySet()) {
            TableShape shape = tables.get(entry.getKey());
            if (shape != null && !readAgain(shape, entry.getValue(), texts, commit)) {
                copied.add(shape.table());
                destination.recordCopy(TableCopy.wanted(shape.table(), false));
            }
        }
        known.settle(settled, types);
        commit.run();
        if (!copied.isEmpty()) {
            throw new CopyAgainException(copied.getLast(), REASON);
        }
    }

    /** Whether the target's rows have the present labels now; otherwise the table is to be copied again. */
    private boolean readAgain(TableShape shape, List<LabelColumn> columns, Set<String> texts, Runnable commit) {
        Set<String> names = new HashSet<>();
        columns.forEach(column -> shape.column(column.number()).ifPresent(same -> names.add(same.name())));
        if (names.isEmpty()) {
            return true;
        }
        TableSchema schema = resolver.schema(relation(shape));
        Projection projection = projections.of(schema);
        boolean ruled = !projection.isUnchanged();
        if (ruled && projection.read().stream().noneMatch(names::contains)) {
            return true;
        }
        if (ruled || !Refill.isPossible(schema, names)) {
            return notCopied(shape.table(), names);
        }
        LOG.info("labels of enum types were renamed, columns are read again table={} columns={}", shape.table(), names);
        destination.prepare(schema);
        try {
            refill.fill(schema, shape.oid(), names, ShapeCatalog.expected(shape), columns.stream().allMatch(LabelColumn::plain) ? texts : Set.of(), commit);
            return true;
        } catch (CdcException e) {
            if (e.code().equals(SourceErrors.CHANGED)) {
                return notCopied(shape.table(), names);
            }
            throw e;
        }
    }

    /** Where a table may not be copied again, its rows keep what they have, which is said. */
    private boolean notCopied(TableId table, Set<String> names) {
        if (!mayCopy) {
            LOG.warn("labels of enum types were renamed, and rows that are there keep the former ones until they change table={} columns={} remedy=\"copy the table again\"", table, names);
        }
        return !mayCopy;
    }

    /** The table as the stream would describe it. */
    private Relation relation(TableShape shape) {
        Set<Integer> key = Set.copyOf(shape.key().isEmpty() ? shape.primaryKey() : shape.key());
        List<Column> columns = new ArrayList<>();
        for (ShapeColumn column : shape.columns()) {
            columns.add(new Column(column.name(), key.contains(column.number()), column.typeOid(), column.typeModifier()));
        }
        return new Relation(shape.oid(), shape.table(), resolver.describe(shape.table()).identity(), columns);
    }
}
