package io.pg2any.destination.jdbc;

import java.util.List;

/**
 * A table that exists in the target.
 *
 * @param uniques its unique indexes, the primary key among them
 * @param updatable whether rows can be changed where they are; otherwise, since a column takes values by insert alone, they are
 *     removed and inserted anew
 */
public record CatalogTable(List<CatalogColumn> columns, List<Unique> uniques, boolean updatable) {

    public CatalogTable {
        columns = List.copyOf(columns);
        uniques = List.copyOf(uniques);
    }

    public CatalogTable(List<CatalogColumn> columns, List<Unique> uniques) {
        this(columns, uniques, true);
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
