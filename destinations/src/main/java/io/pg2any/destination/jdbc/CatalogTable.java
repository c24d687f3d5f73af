package io.pg2any.destination.jdbc;

import java.util.List;

/**
 * A table that exists in the target.
 *
 * @param uniques its unique indexes, the primary key among them
 */
public record CatalogTable(List<CatalogColumn> columns, List<Unique> uniques) {

    public CatalogTable {
        columns = List.copyOf(columns);
        uniques = List.copyOf(uniques);
    }

    /**
     * A unique index.
     *
     * @param columns names of its columns; of an expression, some text that is no column's name
     * @param whole whether it covers every row and whole values at once: not partial, not of prefixes, not deferred
     */
    public record Unique(List<String> columns, boolean whole) {
        public Unique {
            columns = List.copyOf(columns);
        }
    }
}
