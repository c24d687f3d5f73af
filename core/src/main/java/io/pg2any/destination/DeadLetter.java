package io.pg2any.destination;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.Row;
import io.pg2any.event.Xid;

/**
 * A change that the target refused.
 *
 * @param old what the log tells of the row as it was; null: nothing
 * @param oldIsFull whether that is all of it; otherwise only its key cells are valid
 * @param row what it was to become, unchanged cells among them; null where it was to go
 * @param error what the target said
 * @param at which transaction made it; null: a row of the first copy
 */
public record DeadLetter(
        TableSchema table,
        Operation operation,
        @Nullable Row old,
        boolean oldIsFull,
        @Nullable Row row,
        CdcException error,
        @Nullable At at) {

    private static final int LONGEST_KEY = 200;

    /** What was to be done. */
    public enum Operation {
        COPY,
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE
    }

    /**
     * The transaction of a change.
     *
     * @param commitLsn start of its commit record
     */
    public record At(Lsn commitLsn, Xid xid, Instant commitTime) {}

    /** A row of the first copy. */
    public static DeadLetter copied(TableSchema table, Row row, CdcException error) {
        return new DeadLetter(table, Operation.COPY, null, false, row, error, null);
    }

    /** Indexes of the columns of {@link #old} that are valid. */
    public List<Integer> oldColumns() {
        return oldIsFull ? IntStream.range(0, table.columns().size()).boxed().toList() : table.key();
    }

    /** The row's key for people, such as {@code id=5}; empty if the table has none. */
    public String key() {
        Row known = row == null ? old : row;
        if (known == null || !table.hasKey()) {
            return "";
        }
        Row before = old;
        String key = table.key().stream()
                .map(i -> table.columns().get(i).name() + "=" + shown(known.isUnchanged(i) && before != null ? before : known, i))
                .collect(Collectors.joining(", "));
        return key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) + "…" : key;
    }

    private static String shown(Row row, int i) {
        return row.isUnchanged(i) ? "unchanged" : row.isNull(i) ? "NULL" : String.valueOf(row.text(i));
    }
}
