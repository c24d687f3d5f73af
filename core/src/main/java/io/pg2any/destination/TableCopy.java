package io.pg2any.destination;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.TableId;

/**
 * How far the first copy of one table is, stored in the target.
 *
 * @param snapshot the source snapshot under which the table was or is being copied, as {@code pg_current_snapshot()}
 *     prints it; null before its copy began
 * @param done whether the copy is complete
 * @param rows rows copied when it is
 */
public record TableCopy(TableId table, @Nullable String snapshot, boolean done, long rows) {}
