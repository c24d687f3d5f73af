package io.pg2any.destination.postgres;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/** The checks that a table's cells need before they are sent as text. */
final class CellCheck {

    private final @Nullable LimitedText[] limits;

    CellCheck(TargetTable table) {
        limits = new LimitedText[table.columns().size()];
        for (int i = 0; i < limits.length; i++) {
            limits[i] = table.columns().get(i).encoder() instanceof LimitedText limited ? limited : null;
        }
    }

    /** Whether there is a column that may refuse a cell. */
    boolean isNeeded() {
        return Arrays.stream(limits).anyMatch(Objects::nonNull);
    }

    /**
     * Refuses a cell, not NULL, that the column would change.
     *
     * @throws UnfitValue if it would
     */
    void check(Row row, int cell) {
        LimitedText limit = limits[cell];
        if (limit != null) {
            limit.check(row, cell);
        }
    }
}
