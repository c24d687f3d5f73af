package io.pg2any.snapshot;

import java.util.ArrayList;
import java.util.List;

import io.pg2any.destination.TableSchema;
import io.pg2any.event.TableId;
import io.pg2any.projection.Projection;
import io.pg2any.source.SourceTable;

/**
 * A table to copy: its description in the source's catalog and what becomes of it in the destination.
 *
 * @param where the user's condition on the rows to be copied; empty: none
 */
public record TableJob(SourceTable source, Projection projection, String where) {

    /** As the target has it. */
    TableSchema target() {
        return projection.target();
    }

    TableId table() {
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
