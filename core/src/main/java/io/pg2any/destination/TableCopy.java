package io.pg2any.destination;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;

/**
 * How far the first copy of one table is, stored in the target.
 *
 * @param snapshot the source snapshot under which the table was or is being copied, as {@code pg_current_snapshot()}
 *     prints it; null before its copy began
 * @param repeats where a copy was taken up again, parts of it show what the stream tells once more: up to this position of the
 *     log; {@link Lsn#ZERO} for a copy under one snapshot
 * @param done whether the copy is complete
 * @param rows rows copied when it is
 */
public record TableCopy(TableId table, @Nullable String snapshot, Lsn repeats, boolean done, long rows) {}
