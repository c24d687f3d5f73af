package io.pg2any.app.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.pg2any.Config;
import io.pg2any.Endpoints;
import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.Inspector;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;
import io.pg2any.projection.Projection;
import io.pg2any.projection.Projections;
import io.pg2any.source.Catalog;
import io.pg2any.source.ReplicationManager;
import io.pg2any.source.RowReader;
import io.pg2any.source.SourceConnections;
import io.pg2any.source.SourceErrors;
import io.pg2any.source.SourceTable;
import io.pg2any.source.TableResolver;
import io.pg2any.source.TableSelection;
import io.pg2any.source.TypeCatalog;

/** Compares the tables that a stream replicates, while it runs. */
public final class Verification {

    private final Config config;
    private final VerifySettings settings;
    private final Progress progress;

    private Verification(Config config, VerifySettings settings, Progress progress) {
        this.config = config;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Compares all chosen tables, one after the other.
     *
     * @throws CdcException if a side cannot be read, or the target stays behind
     */
    public static VerifyReport of(Config config, VerifySettings settings, Progress progress) {
        return new Verification(config, settings, progress).run();
    }

    private VerifyReport run() {
        SourceConnections source = Endpoints.source(config);
        try (ReplicationManager manager = new ReplicationManager(source, config.replicationSlotName()); DestinationHandler handler = Endpoints.destination(config)) {
            StreamIdentity identity = manager.identify();
            try (Inspector inspector = inspect(handler, identity); Sides sides = new Sides(source, inspector)) {
                Optional<Checkpoint> stored = inspector.checkpoint();
                requireSameStream(identity, stored);
                try (Follower follower = settings.follow() ? Follower.start(config, stored) : null) {
                    Fence fence = new Fence(sides.source(), inspector, settings.patience(), follower == null ? () -> { } : follower::requireAlive);
                    fence.pass();
                    List<VerifyReport.Table> tables = new ArrayList<>();
                    for (Described table : tables(manager.connection())) {
                        tables.add(compare(table, sides, fence));
                    }
                    return new VerifyReport(tables);
                }
            }
        } catch (SQLException e) {
            throw SourceErrors.of("reading the catalog", e);
        }
    }

    private Inspector inspect(DestinationHandler handler, StreamIdentity identity) {
        try {
            return handler.inspect(identity).orElseThrow(() -> CdcException.configuration("not-verifiable",
                    "A destination of this kind cannot be read back, and so not be compared.", ""));
        } catch (CdcException e) {
            if (settings.follow() || !e.code().equals("target-busy")) {
                throw e;
            }
            throw new CdcException(e.kind(), e.code(), e.getMessage(),
                    "If that is pg2any run: stop it and say --follow. The stream then goes on in this process while it compares.", e);
        }
    }

    private static void requireSameStream(StreamIdentity identity, Optional<Checkpoint> stored) {
        if (stored.isPresent() && !stored.get().stream().systemIdentifier().equals(identity.systemIdentifier())) {
            throw CdcException.configuration("other-source", "The target's position of slot " + identity.slot() + " is that of another source.",
                    "Check --source and --slot.");
        }
    }

    /** A table with what of it is replicated. */
    private record Described(SourceTable table, Projection projection) {
        TableSchema schema() {
            return projection.target();
        }
    }

    private List<Described> tables(Connection connection) throws SQLException {
        Catalog catalog = new Catalog(connection);
        TableSelection selection = Endpoints.selection(config);
        Projections projections = Endpoints.projections(config);
        TableResolver resolver = new TableResolver(catalog, new TypeCatalog(connection), config.publicationName(), Endpoints.mapping(config));
        List<TableId> published = catalog.publishedTables(config.publicationName()).stream().filter(selection).toList();
        if (published.isEmpty()) {
            throw CdcException.configuration("no-tables", "No table of publication " + config.publicationName() + " is chosen: there is nothing to compare.",
                    "Check --tables and --publication.");
        }
        return published.stream().map(resolver::describe).map(table -> new Described(table, projections.of(resolver.schema(table)))).toList();
    }

    private VerifyReport.Table compare(Described described, Sides sides, Fence fence) {
        TableId id = described.table().table();
        progress.begun(id, described.table().estimatedRows());
        long begun = System.nanoTime();
        RowForm form = new RowForm(described.schema(), sides.target().keepsEmptyValues());
        Outcomes outcomes = new Outcomes(form, settings.repair(), settings.limit());
        Counts counts = new Counts(rows -> progress.read(id, rows));
        String problem = "";
        try {
            compare(described, sides, fence, form, outcomes, counts);
        } catch (CdcException e) {
            if (e.kind() != CdcException.Kind.DATA) {
                throw e;
            }
            problem = e.explain();
        }
        VerifyReport.Table result = new VerifyReport.Table(id, counts.source(), counts.target(), outcomes.differences(), outcomes.repaired(), outcomes.unsettledRows(),
                outcomes.isIncomplete(), outcomes.shown(), Duration.ofNanos(System.nanoTime() - begun), problem);
        progress.done(result);
        return result;
    }

    private void compare(Described described, Sides sides, Fence fence, RowForm form, Outcomes outcomes, Counts counts) {
        TableSchema schema = described.schema();
        if (schema.added().count() > 0 || described.projection().masksKey()) {
            throw CdcException.data("not-comparable", "The target's table " + schema.target() + " has rows or keys that the source does not have: rules keep deleted rows,"
                    + " add columns or mask the key.", "Leave it out with --tables.");
        }
        Scope whole = new Scope(new RowReader.Scope(described.projection().source(), described.table().rowFilter(), described.table().partitioned()),
                described.projection());
        String copied = config.copyWhere().getOrDefault(schema.source().toString(), "");
        Scope scope = whole.where(Stream.of(described.table().rowFilter(), copied).filter(condition -> !condition.isEmpty())
                .collect(Collectors.joining(") AND (")));
        if (!schema.hasKey()) {
            new KeylessBuckets(scope, sides, fence, outcomes, counts).compare();
            return;
        }
        Suspects suspects = new Suspects(whole, form, sides, fence, outcomes);
        if (sides.target().hasNumericKey(schema)) {
            new KeyedChunks(scope, sides, suspects, outcomes, counts).compare();
        } else {
            new KeyedBuckets(scope, sides, suspects, outcomes, counts).compare();
        }
    }
}
