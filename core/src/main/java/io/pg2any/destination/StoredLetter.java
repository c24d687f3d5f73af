package io.pg2any.destination;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.TableId;

/**
 * A {@link DeadLetter} as it is kept in the target. Rows are JSON objects of column names with values in PostgreSQL's text form; a cell that
 * the log did not tell is {@code {"unchanged": true}}, one that is too large to be kept {@code {"omitted_bytes": n}}.
 *
 * @param id by which it is called, ascending with time
 * @param table in the source
 * @param operation a {@link DeadLetter.Operation} in lower case
 * @param key the key cells, as a row; empty if the table has no key
 * @param commitLsn start of the transaction's commit record; empty for a row of the first copy, as are the next two
 * @param commitTime as ISO 8601
 * @param recordedAt as the target prints it
 * @param oldRow null: the log did not tell, or images were not asked for
 * @param newRow null: there is none, or images were not asked for
 */
public record StoredLetter(
        String id,
        TableId table,
        String operation,
        String key,
        String error,
        String commitLsn,
        String xid,
        String commitTime,
        String recordedAt,
        @Nullable String oldRow,
        @Nullable String newRow) {}
