package io.pg2any.destination;

import java.util.List;

/** What a table has in the source beside its rows and key, and may have in the target once its rows are loaded. */
public record TableExtras(TableSchema table, List<SecondaryIndex> indexes, List<ForeignKey> foreignKeys) {

    public TableExtras {
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
    }
}
