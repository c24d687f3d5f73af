package io.pg2any.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TableShape;
import io.pg2any.destination.TableShape.ShapeColumn;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.TableDefinition;
import io.pg2any.event.TableId;
import io.pg2any.pipeline.ShapeChanges.ShapeChange;
import io.pg2any.pipeline.ShapeChanges.TableAction;
import io.pg2any.pipeline.ShapeComparison.Finding;
import io.pg2any.projection.Projections;
import io.pg2any.source.SchemaChanges;
import io.pg2any.source.ShapeCatalog;
import io.pg2any.source.ShapeCatalog.Present;
import io.pg2any.source.ShapeCatalog.Published;
import io.pg2any.source.SourceTable;
import io.pg2any.source.TableResolver;

/**
 * Decides what a table's definition, told by the source's event trigger, asks for. Such a message can be forged by whoever may write to the source's log: what
 * it takes away must be gone in the source's catalog, too, which is where what was dropped never comes back. Applier thread.
 */
final class DefinitionJudge {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionJudge.class);

    private final DestinationHandler destination;
    private final TableResolver resolver;
    private final ShapeCatalog catalog;
    private final Projections projections;
    private final SchemaChanges policy;
    private final Predicate<TableId> chosen;
    private final Map<TableId, TableShape> shapes;
    private final Outcomes outcomes;

    /** What comes of a table whose columns are others now. */
    interface Outcomes {

        /** The target's table stays as it is. */
        @Nullable ShapeChange leave(Relation relation, TableSchema schema, TableShape shape);

        /** It follows. */
        @Nullable ShapeChange change(Relation relation, TableSchema schema, TableShape then, Finding.Changed changed, Present now);

        /** It is copied again. */
        ShapeChange copy(Relation relation, TableSchema schema, String reason);
    }

    /** @param shapes what the target's tables have, kept up to date by whoever owns it */
    DefinitionJudge(
            DestinationHandler destination,
            TableResolver resolver,
            ShapeCatalog catalog,
            Projections projections,
            SchemaChanges policy,
            Predicate<TableId> chosen,
            Map<TableId, TableShape> shapes,
            Outcomes outcomes) {
        this.destination = destination;
        this.resolver = resolver;
        this.catalog = catalog;
        this.projections = projections;
        this.policy = policy;
        this.chosen = chosen;
        this.shapes = shapes;
        this.outcomes = outcomes;
    }

    /** What is to be done; null: nothing. */
    @Nullable TableAction judge(TableDefinition told) {
        Optional<TableShape> known = Optional.ofNullable(shapes.get(told.table())).filter(shape -> shape.oid() == told.oid())
                .or(() -> shapes.values().stream().filter(shape -> shape.oid() == told.oid()).findFirst());
        if (told.gone()) {
            return known.map(this::gone).orElse(null);
        }
        if (known.isPresent() && !known.get().table().equals(told.table()) && follows(policy, destination, projections)) {
            TableId before = known.get().table();
            if (shapes.containsKey(told.table())) { // it was copied since, as another table
                return catalog.find(told.oid()).isEmpty() ? new ShapeChanges.Drop(before) : new ShapeChanges.Farewell(before);
            }
            return chosen.test(told.table()) ? new ShapeChanges.Rename(before, told.table()) : new ShapeChanges.Farewell(before);
        }
        Optional<Published> publicity = catalog.published(told.oid(), resolver.publication());
        TableShape then = known.filter(same -> same.table().equals(told.table())).orElse(shapes.get(told.table()));
        boolean another = then == null || then.oid() != told.oid();
        if (publicity.isEmpty() || another && !catalog.oid(told.table()).equals(Optional.of(told.oid()))) {
            return null; // its rows do not come, or it is gone by now and what rows it had tell of themselves
        }
        Published published = publicity.get();
        SourceTable described = ToldComparison.described(told, published);
        TableShape shape = ToldComparison.shape(told, published);
        TableSchema schema = resolver.schema(described);
        Relation relation = relation(told, described);
        if (then == null) {
            return outcomes.leave(relation, schema, shape);
        }
        return switch (new ToldComparison(then, told, published).find()) {
            case Finding.Same _ -> null;
            case Finding.Changed changed -> changed(told, relation, schema, then, changed);
            case Finding.Unknown(String reason) -> policy == SchemaChanges.APPLY ? outcomes.copy(relation, schema, reason) : outcomes.leave(relation, schema, shape);
        };
    }

    /** Whether the target's tables get other names, and are dropped, with the source's. Where there are rules for columns, which go by names, they do not. */
    static boolean follows(SchemaChanges policy, DestinationHandler destination, Projections projections) {
        return policy == SchemaChanges.APPLY && destination.movesTables() && projections.isNone();
    }

    private @Nullable TableAction gone(TableShape shape) {
        boolean really = catalog.find(shape.oid()).isEmpty();
        if (really && follows(policy, destination, projections)) {
            return new ShapeChanges.Drop(shape.table());
        }
        if (really) {
            LOG.info("table is gone from the source, the target's is kept table={}", shape.table());
        }
        return null;
    }

    private @Nullable TableAction changed(TableDefinition told, Relation relation, TableSchema schema, TableShape then, Finding.Changed changed) {
        Optional<Present> now = catalog.find(told.oid());
        List<String> stillThere = new ArrayList<>(changed.gone().stream().filter(column -> now.isPresent() && now.get().has(column.number())
                && told.columns().stream().noneMatch(same -> same.number() == column.number())).map(ShapeColumn::name).toList());
        if (!stillThere.isEmpty()) {
            LOG.warn("a message in the source's log tells that columns were dropped, and they were not: it is passed over table={} columns={}", told.table(), stillThere);
            return null;
        }
        Set<String> replaced = new HashSet<>(changed.gone().stream().map(ShapeColumn::name).toList());
        replaced.retainAll(changed.added().stream().map(ShapeCatalog.PresentColumn::name).toList());
        boolean allowed = policy == SchemaChanges.APPLY || policy == SchemaChanges.ADD_ONLY && changed.isAdditionOrDrop() && replaced.isEmpty();
        return allowed ? outcomes.change(relation, schema, then, changed, ShapeCatalog.present(told)) : outcomes.leave(relation, schema, changed.shape());
    }

    /** The table as the stream would describe it. */
    private static Relation relation(TableDefinition told, SourceTable described) {
        List<String> key = switch (told.identity()) {
            case DEFAULT -> described.primaryKey();
            case INDEX -> described.identityKey();
            case FULL -> described.columns().stream().map(SourceTable.SourceColumn::name).toList();
            case NOTHING -> List.of();
        };
        return new Relation(told.oid(), told.table(), told.identity(), described.columns().stream()
                .map(column -> new Column(column.name(), key.contains(column.name()), column.typeOid(), column.typeModifier())).toList());
    }
}
