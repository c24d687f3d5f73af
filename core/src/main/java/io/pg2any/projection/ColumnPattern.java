package io.pg2any.projection;

import java.util.regex.Pattern;

import io.pg2any.event.TableId;
import io.pg2any.event.TablePattern;

/** A pattern {@code schema.table.column}; {@code table.column} is of {@code public}. */
record ColumnPattern(TablePattern table, String columnText, Pattern column) {

    /** @throws IllegalArgumentException with a clause that says what is wrong */
    static ColumnPattern of(String text) {
        int dot = text.lastIndexOf('.');
        if (dot < 1 || dot == text.length() - 1) {
            throw new IllegalArgumentException("does not name a column as schema.table.column");
        }
        String column = text.substring(dot + 1);
        return new ColumnPattern(TablePattern.of(text.substring(0, dot)), column, TablePattern.glob(column));
    }

    boolean test(TableId id, String name) {
        return table.test(id) && column.matcher(name).matches();
    }

    /** Whether it can only be one column of one table. */
    boolean isExact() {
        return table.isExact() && TablePattern.isExact(columnText);
    }

    @Override
    public String toString() {
        return table.text() + "." + columnText;
    }
}
