package io.pg2any.app.verify;

import java.time.Duration;
import java.util.List;

import io.pg2any.event.TableId;

/** What a comparison came to. */
public record VerifyReport(List<Table> tables) {

    public VerifyReport {
        tables = List.copyOf(tables);
    }

    /**
     * A row that is proven to differ.
     *
     * @param key its key; of a table without one its values
     * @param kind {@code missing}, {@code extra} or {@code value}
     * @param sentence the same for people, completing "row …"
     * @param columns that differ, where both sides have the row
     * @param times how many such rows; 1 but in tables without a key
     */
    public record Row(String key, String kind, String sentence, List<String> columns, int times) {}

    /**
     * A table.
     *
     * @param differences rows that are proven to differ, those that were repaired among them
     * @param repaired how many of these are equal now
     * @param unsettled rows that were changed at every look, so that nothing can be said of them
     * @param incomplete whether it stopped looking when there were enough differences
     * @param problem why it could not be compared, as a sentence; empty: it was
     */
    public record Table(TableId table, long sourceRows, long targetRows, long differences, long repaired, long unsettled, boolean incomplete,
            List<Row> rows, Duration time, String problem) {

        public Table {
            rows = List.copyOf(rows);
        }

        /** Whether no difference is left. */
        public boolean isEqual() {
            return problem.isEmpty() && differences == repaired && !incomplete;
        }

        /** Rows of the source that were compared in a second. */
        public long rowsPerSecond() {
            return (long) (sourceRows / Math.max(0.001, time.toMillis() / 1000.0));
        }
    }

    /** Whether every table is equal. */
    public boolean isEqual() {
        return tables.stream().allMatch(Table::isEqual);
    }
}
