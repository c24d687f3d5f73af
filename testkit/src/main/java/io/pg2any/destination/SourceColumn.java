package io.pg2any.destination;

import java.util.List;

/** A column of the source, and how its values are compared. */
public record SourceColumn(String name, Category category) {

    /** The columns of a table as a destination is told them. */
    static List<SourceColumn> of(TableSchema table) {
        return table.columns().stream().map(column -> new SourceColumn(column.name(), Category.of(column.type()))).toList();
    }
}
