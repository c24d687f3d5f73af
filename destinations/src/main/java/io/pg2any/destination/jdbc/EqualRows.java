package io.pg2any.destination.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Row;

/**
 * What changes of a table without a key come to. Rows that are equal byte by byte cannot be told apart: all that counts is how many of
 * each there are, and a row that came and went is nothing.
 *
 * @param gone rows of which the target has one less for each time that they stand here
 * @param come rows of which it has one more
 */
record EqualRows(List<Row> gone, List<Row> come) {

    static EqualRows of(List<Change> changes) {
        Map<Image, Count> counts = new LinkedHashMap<>();
        for (Change change : changes) {
            Row old = before(change);
            if (old != null) {
                counts.computeIfAbsent(new Image(old), _ -> new Count()).rows--;
            }
            Row row = after(change);
            if (row != null) {
                counts.computeIfAbsent(new Image(row), _ -> new Count()).rows++;
            }
        }
        List<Row> gone = new ArrayList<>();
        List<Row> come = new ArrayList<>();
        counts.forEach((image, count) -> {
            for (int i = 0; i < Math.abs(count.rows); i++) {
                (count.rows < 0 ? gone : come).add(image.row);
            }
        });
        return new EqualRows(gone, come);
    }

    /** The whole row before a change; null before an insert. */
    static @Nullable Row before(Change change) {
        return switch (change) {
            case Insert _ -> null;
            case Update(var _, Row old, boolean full, var _, var _) when old != null && full -> old;
            case Delete(var _, Row old, boolean full, var _) when full -> old;
            case Update _, Delete _, Truncate _ -> throw CdcException.internal("ordered-change",
                    "A change of kind " + change.type() + " of a table without a key came without its old row.", null);
        };
    }

    /** The whole row after a change; null after a delete. */
    static @Nullable Row after(Change change) {
        Row old = before(change);
        return switch (change) {
            case Insert insert -> insert.row();
            case Update update when old != null -> update.row().completedFrom(old);
            case Update _, Delete _, Truncate _ -> null;
        };
    }

    private static final class Count {
        private int rows;
    }

    /** A row as a key. */
    private static final class Image {
        private final Row row;
        private final int hash;

        Image(Row row) {
            this.row = row;
            int cells = 0;
            for (int i = 0; i < row.size(); i++) {
                cells = 31 * cells + row.cellHash(i);
            }
            this.hash = cells;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Image image && image.hash == hash && image.row.size() == row.size() && sameCells(image.row);
        }

        private boolean sameCells(Row other) {
            for (int i = 0; i < row.size(); i++) {
                if (!row.cellEquals(i, other, i)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
