package io.pg2any.pipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.Reshape;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TableShape;
import io.pg2any.event.TableId;
import io.pg2any.snapshot.TableJob;
import io.pg2any.source.SchemaChanges;
import io.pg2any.source.ShapeCatalog;
import io.pg2any.source.ShapeCatalog.Present;

/** The shapes of tables that are copied: what the target's tables have, and what they are to have. Applier thread. */
final class CopyShapes {

    private static final Logger LOG = LoggerFactory.getLogger(CopyShapes.class);

    private final DestinationHandler destination;
    private final ShapeCatalog catalog;
    private final SchemaChanges policy;
    private final boolean followsNames;
    private final Map<TableId, TableShape> then = new HashMap<>();
    private final Map<TableId, TableShape> now = new HashMap<>();
    private final Map<TableId, Integer> oids = new HashMap<>();
    private final Map<TableId, Present> planned = new HashMap<>();
    private final Map<TableId, TableCopy> copies = new HashMap<>();

    /** @param followsNames whether the stream tells which tables got other names, and the target follows that */
    CopyShapes(DestinationHandler destination, ShapeCatalog catalog, SchemaChanges policy, boolean followsNames) {
        this.followsNames = followsNames;
        this.destination = destination;
        this.catalog = catalog;
        this.policy = policy;
        destination.shapes().forEach(shape -> then.put(shape.table(), shape));
    }

    /** Looks at tables, before they are described: {@link #changed} finds what changes from here on. */
    void look(List<TableId> tables) {
        destination.copies().forEach(copy -> copies.put(copy.table(), copy));
        Set<TableId> looked = new HashSet<>(then.keySet());
        looked.addAll(tables);
        oids.putAll(catalog.oids(looked));
        planned.putAll(catalog.present(oids));
    }

    /** What is known of an earlier copy of a table. */
    Optional<TableCopy> copyOf(TableId table) {
        return Optional.ofNullable(copies.get(table));
    }

    /** Says which tables of the target the source does not have any more. */
    void tellOfDropped(List<TableId> tables) {
        if (followsNames) {
            return; // the stream tells
        }
        then.keySet().stream().filter(table -> !tables.contains(table) && !oids.containsKey(table))
                .forEach(table -> LOG.info("table is gone from the source, the target's is kept table={}", table));
    }

    /** Whether the source has another table of this name than the one that was copied, and the target is to follow that. */
    boolean isRecreated(TableId table) {
        TableShape known = then.get(table);
        return destination.reshapes() && policy == SchemaChanges.APPLY && known != null && oids.getOrDefault(table, known.oid()) != known.oid();
    }

    /**
     * Whether the target has the table's rows under the name that it had, or another table's under its name that lives on as another one: then the stream
     * comes to where they got their names, and the target follows there.
     */
    boolean isToldOfLater(TableId table) {
        if (!followsNames) {
            return false;
        }
        TableShape sameName = then.get(table);
        Integer oid = oids.get(table);
        if (oid == null || sameName != null && sameName.oid() == oid || copyOf(table).filter(copy -> !copy.done()).isPresent()) {
            return false;
        }
        boolean hasFormerName = then.values().stream().anyMatch(shape -> shape.oid() == oid && isCopied(shape));
        boolean isOfAnother = sameName != null && isCopied(sameName) && catalog.find(sameName.oid()).isPresent();
        return isOfAnother || hasFormerName;
    }

    private boolean isCopied(TableShape shape) {
        return copyOf(shape.table()).filter(TableCopy::done).isPresent();
    }

    /** Looks at a table that is to be copied; whether the target's was in line with another shape of it. */
    boolean differs(TableJob job) {
        TableShape known = then.get(job.table());
        TableShape present = ShapeComparison.shape(job.source(), job.projection().source(), oids.getOrDefault(job.table(), 0), planned.get(job.table()));
        now.put(present.table(), present);
        return known != null && !known.looksLike(present);
    }

    /**
     * Changes the target's table to the shape that the copy will have.
     *
     * @param emptied whether its rows are removed first
     */
    void bringInLine(TableJob job, boolean emptied) {
        TableShape known = then.get(job.table());
        if (policy != SchemaChanges.APPLY || known == null) {
            return;
        }
        TableSchema target = job.projection().target();
        List<String> gone = known.names().stream().filter(name -> target.columns().stream().noneMatch(column -> column.name().equals(name))).toList();
        boolean ruled = !job.projection().isUnchanged(); // then these may be names of the target's own
        Set<String> retyped = requirePresent(job).columns().stream()
                .filter(column -> known.columns().stream().noneMatch(same -> same.name().equals(column.name()) && same.sameType(column)))
                .map(TableShape.ShapeColumn::name).collect(Collectors.toSet());
        destination.reshape(new Reshape(target, Map.of(), ruled ? List.of() : gone, ruled ? gone : List.of(), retyped, Map.of(), Set.of(), ruled ? List.of() : known.primaryKeyNames(), emptied));
        record(job);
        destination.commitLoad();
    }

    /** A table that does not have the columns any more that it had when its copy was planned. */
    Optional<TableJob> changed(List<TableJob> jobs) {
        Map<TableId, Present> present = catalog.present(catalog.oids(jobs.stream().map(TableJob::table).toList()));
        return jobs.stream().filter(job -> !hasSameColumns(planned.get(job.table()), present.get(job.table()))).findFirst();
    }

    private static boolean hasSameColumns(@Nullable Present before, @Nullable Present after) {
        return before != null && after != null && before.hasColumnsOf(after);
    }

    private TableShape requirePresent(TableJob job) {
        return Objects.requireNonNull(now.get(job.table()), "differs() comes first");
    }

    /** Stores the shape under which the table is copied, within the open transaction. */
    void record(TableJob job) {
        destination.recordShape(requirePresent(job));
    }
}
