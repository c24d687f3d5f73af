package io.pg2any.snapshot;

import java.util.LinkedHashMap;
import java.util.Map;

import io.pg2any.destination.OnError;
import io.pg2any.destination.OnExisting;
import io.pg2any.destination.OnValue;
import io.pg2any.event.TableId;

/**
 * How a first copy is done.
 *
 * @param onExisting what happens to rows that a target table holds already
 * @param onError what becomes of rows that the target refuses
 * @param onValue what becomes of values that a column of the target cannot hold
 * @param parallelism how many chunks are copied at the same time
 * @param bytesPerSecond the most that is read from the source; 0: no limit
 * @param indexes whether tables that are made get the source's secondary indexes and foreign keys once they are loaded
 * @param where conditions on the rows to be copied, in SQL, by {@code schema.table}
 */
public record CopySettings(OnExisting onExisting, OnError onError, OnValue onValue, int parallelism, long bytesPerSecond, boolean indexes, Map<String, String> where) {

    public CopySettings {
        where = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(where));
    }

    public CopySettings with(OnExisting other) {
        return new CopySettings(other, onError, onValue, parallelism, bytesPerSecond, indexes, where);
    }

    /** The condition on a table's rows, empty: none. */
    public String where(TableId table) {
        return where.getOrDefault(table.toString(), "");
    }
}
