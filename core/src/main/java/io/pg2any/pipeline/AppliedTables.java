package io.pg2any.pipeline;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Relation;

/** The tables that changes were applied to, prepared in the target when the first one comes. The applier's thread only. */
final class AppliedTables {

    private final DestinationHandler destination;
    private final Projector projector;
    private final boolean passesRowsOn;
    private final IdentityHashMap<Relation, TableSchema> tables = new IdentityHashMap<>();
    private final Map<TableSchema, TableSchema> prepared = new HashMap<>();

    AppliedTables(DestinationHandler destination, Projector projector, PipelineSettings settings) {
        this.destination = destination;
        this.projector = projector;
        this.passesRowsOn = settings.passesRowsOn();
    }

    TableSchema table(Relation relation) {
        return tables.computeIfAbsent(relation, r -> prepared.computeIfAbsent(projector.schema(r), schema -> {
            destination.prepare(schema);
            return schema;
        }));
    }

    /** Prepares what a change writes to. */
    void prepare(Change change) {
        switch (change) {
            case ChangeEvent.Insert insert -> table(insert.relation());
            case ChangeEvent.Update update -> table(update.relation());
            case ChangeEvent.Delete delete -> table(delete.relation());
            case ChangeEvent.Truncate truncate -> truncate.relations().forEach(this::table);
        }
    }

    /** Whether rows of the table go on with their cells in binary form: nobody looks at them on the way, and the target takes them. */
    boolean takesBinary(Relation relation) {
        return passesRowsOn && destination.takesBinary(table(relation));
    }

    /** Forgets them all. */
    void clear() {
        tables.clear();
        prepared.clear();
    }
}
