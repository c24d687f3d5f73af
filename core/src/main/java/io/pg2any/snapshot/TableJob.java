package io.pg2any.snapshot;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.TableId;
import io.pg2any.projection.Projection;
import io.pg2any.source.SourceTable;

/**
 * A table to copy: its description in the source's catalog and what becomes of it in the destination.
 *
 * @param where the user's condition on the rows to be copied; empty: none
 * @param earlier what is known of an earlier try; null: nothing
 */
public record TableJob(SourceTable source, Projection projection, String where, @Nullable TableCopy earlier) {

    /** The same, with what is known of an earlier try. */
    public TableJob after(@Nullable TableCopy known) {
        return new TableJob(source, projection, where, known);
    }

    /** As the target has it. */
    TableSchema target() {
        return projection.target();
    }

    public TableId table() {
        return source.table();
    }

    /** SQL conditions that all have to hold. */
    List<String> filters() {
        List<String> filters = new ArrayList<>();
        if (!source.rowFilter().isEmpty()) {
            filters.add(source.rowFilter());
        }
        if (!where.isEmpty()) {
            filters.add(where);
        }
        return filters;
    }
}
