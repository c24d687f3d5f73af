package io.pg2any.app.verify;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TableSchema;
import io.pg2any.event.Lsn;
import io.pg2any.event.Row;
import io.pg2any.projection.Projection;
import io.pg2any.projection.Stamp;
import io.pg2any.source.RowReader;

/**
 * What of a table is compared: rows of the source as the user's rules for columns let them arrive.
 *
 * @param rows of the source
 * @param projection one that adds no columns and does not mask the key
 */
record Scope(RowReader.Scope rows, Projection projection) {

    /** Of added columns there are none. */
    private static final Stamp NONE = new Stamp(Lsn.ZERO, Instant.EPOCH);

    /** As the target has it. */
    TableSchema table() {
        return projection.target();
    }

    Scope where(String condition) {
        return new Scope(rows.where(condition), projection);
    }

    int rowsAtOnce(RowReader source) {
        return source.rowsAtOnce(rows);
    }

    void readByKey(RowReader source, @Nullable Row after, int most, int rowsAtOnce, Consumer<Row> taker) {
        source.readByKey(rows, after == null ? null : key(after), most, rowsAtOnce, row -> taker.accept(projected(row)));
    }

    void readAll(RowReader source, int rowsAtOnce, Consumer<Row> taker) {
        source.readAll(rows, rowsAtOnce, row -> taker.accept(projected(row)));
    }

    /** The rows with keys of the target. */
    List<RowReader.Versioned> fetch(RowReader source, List<Row> keys) {
        return source.fetch(rows, keys.stream().map(this::key).toList()).stream()
                .map(found -> new RowReader.Versioned(projected(found.row()), found.version())).toList();
    }

    private Row projected(Row row) {
        return projection.isUnchanged() ? row : projection.row(row, NONE);
    }

    private Row key(Row row) {
        return projection.isUnchanged() ? row : projection.keyInSource(row);
    }
}
