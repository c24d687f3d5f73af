package io.pg2any.app.deadletter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.Config;
import io.pg2any.Endpoints;
import io.pg2any.destination.ChangeBatch;
import io.pg2any.destination.DeadLetter.Operation;
import io.pg2any.destination.DeadLetters;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.NameMapping;
import io.pg2any.destination.Step;
import io.pg2any.destination.StoredLetter;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Column;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;
import io.pg2any.event.Xid;
import io.pg2any.projection.ColumnRules;
import io.pg2any.source.Catalog;
import io.pg2any.source.RowFetcher;
import io.pg2any.source.SourceConnections;
import io.pg2any.source.SourceErrors;
import io.pg2any.source.SourceTable;
import io.pg2any.source.TableResolver;
import io.pg2any.source.TypeCatalog;

/**
 * Tries dead letters again, each in one transaction with its removal. For a row with a key the source is asked: the target gets the row
 * as it is there now, or loses it if it is gone there; a letter never brings an old version back. Meanwhile the stream cannot commit, so what
 * is written is never older than what the stream has written; what is newer in the source it tells later. For a table without a key the image itself
 * is applied. One thread.
 */
public final class Retry implements AutoCloseable {

    private final Config config;
    private final Connection connection;
    private final TableResolver resolver;
    private final RowFetcher source;
    private @Nullable DestinationHandler open;

    public Retry(Config config) {
        this.config = config;
        SourceConnections connections = Endpoints.source(config);
        this.connection = connections.open();
        this.source = new RowFetcher(connections);
        try {
            this.resolver = new TableResolver(new Catalog(connection), new TypeCatalog(connection), config.publicationName(), new NameMapping(config.mapping()));
        } catch (SQLException e) {
            throw SourceErrors.of("reading the catalog", e);
        }
    }

    /** Tries one letter. */
    public Outcome attempt(String id) {
        try {
            return attempt(id, destination());
        } catch (CdcException e) {
            close(open); // after an exception a handler is good for nothing else
            open = null;
            if (e.kind() == CdcException.Kind.DATA || e.kind() == CdcException.Kind.CONFIGURATION) {
                return new Outcome(id, false, e.explain());
            }
            throw e;
        }
    }

    private Outcome attempt(String id, DestinationHandler destination) {
        DeadLetters letters = Letters.of(destination);
        Optional<StoredLetter> found = letters.find(id);
        if (found.isEmpty()) {
            return new Outcome(id, false, "there is no such dead letter");
        }
        StoredLetter letter = found.get();
        if (letter.operation().equals(Operation.TRUNCATE.name())) {
            return new Outcome(id, false, "a TRUNCATE is not done again: rows may have come since");
        }
        SourceTable table = resolver.describe(letter.table());
        TableSchema schema = resolver.schema(table);
        if (!config.columnRules().equals(ColumnRules.NONE)) {
            return new Outcome(id, false, "where columns are renamed, masked, left out or added (--columns and its like), a letter is not tried again:"
                    + " change the row in the source, so that the stream tells it once more");
        }
        destination.prepare(schema);
        letters.hold();
        Effect effect = schema.hasKey() ? fromSource(letter, schema, table.rowFilter()) : fromImage(letter, schema);
        Step step = effect.step();
        if (step == null) {
            destination.rollback();
            return new Outcome(id, false, effect.what());
        }
        long missingBefore = destination.missingRows();
        Optional<CdcException> refusal = destination.attempt(new ChangeBatch(List.of(), List.of(step)));
        if (refusal.isPresent()) {
            destination.rollback();
            return new Outcome(id, false, "refused again: " + refusal.get().getMessage());
        }
        if (!schema.hasKey() && destination.missingRows() > missingBefore) {
            destination.rollback();
            return new Outcome(id, false, "the target has no row that is equal to the old one");
        }
        letters.remove(id);
        letters.release();
        return new Outcome(id, true, effect.what());
    }

    /** @param step null: nothing can be done */
    private record Effect(@Nullable Step step, String what) {}

    /** The rows under the letter's keys as the source has them now. */
    private Effect fromSource(StoredLetter letter, TableSchema schema, String rowFilter) {
        List<Row> keys = keys(letter, schema);
        if (keys.isEmpty()) {
            return new Effect(null, "the letter does not tell the key that the table has now");
        }
        List<Row> gone = new ArrayList<>();
        List<Row> there = new ArrayList<>();
        for (Row key : keys) {
            List<Row> found = source.fetch(schema, List.of(key), rowFilter);
            (found.isEmpty() ? gone : there).addAll(found.isEmpty() ? List.of(key) : found);
        }
        boolean asKept = Image.of(letter.newRow()).map(image -> there.stream().allMatch(row -> image.shows(schema, row))).orElse(true);
        String what = there.isEmpty() ? "the source has no such row any more: the target has none either"
                : asKept ? "written" : "written in the newer version that the source has now";
        return new Effect(new Step.NetRows(schema, gone, there, List.of()), what);
    }

    private static List<Row> keys(StoredLetter letter, TableSchema schema) {
        List<Row> keys = new ArrayList<>();
        for (String json : new @Nullable String[] {letter.key(), letter.newRow(), letter.oldRow()}) {
            Image.of(json).flatMap(image -> image.key(schema))
                    .filter(key -> keys.stream().noneMatch(known -> schema.key().stream().allMatch(i -> known.cellEquals(i, key, i))))
                    .ifPresent(keys::add);
        }
        return keys;
    }

    /** The change itself: without a key nothing newer can be told from it. */
    private static Effect fromImage(StoredLetter letter, TableSchema schema) {
        Relation relation = new Relation(0, schema.source(), schema.identity(),
                schema.columns().stream().map(column -> new Column(column.name(), true, 0, -1)).toList());
        Optional<Row> row = Image.of(letter.newRow()).flatMap(image -> image.row(schema));
        Optional<Row> old = Image.of(letter.oldRow()).flatMap(image -> image.row(schema));
        Xid none = new Xid(0);
        Optional<Change> change = switch (Operation.valueOf(letter.operation())) {
            case COPY, INSERT -> row.map(inserted -> new ChangeEvent.Insert(relation, inserted, none));
            case UPDATE -> old.flatMap(from -> row.map(to -> new ChangeEvent.Update(relation, from, true, to, none)));
            case DELETE -> old.map(deleted -> new ChangeEvent.Delete(relation, deleted, true, none));
            case TRUNCATE -> Optional.empty();
        };
        return change.map(applied -> new Effect(new Step.Ordered(schema, List.of(applied)), "applied as it was kept"))
                .orElseGet(() -> new Effect(null, "the image does not tell all columns that the table has now"));
    }

    private DestinationHandler destination() {
        DestinationHandler handler = open;
        if (handler == null) {
            handler = Letters.open(config);
            open = handler;
        }
        return handler;
    }

    private static void close(@Nullable DestinationHandler handler) {
        if (handler != null) {
            handler.close();
        }
    }

    @Override
    public void close() {
        close(open);
        source.close();
        SourceConnections.closeQuietly(connection);
    }
}
