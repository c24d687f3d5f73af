package io.pg2any.pipeline;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.event.TableId;
import io.pg2any.source.SourceTable;

/** Says at the start what a user should know of the tables. */
final class TableWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(TableWarnings.class);

    private TableWarnings() {}

    static void log(List<SourceTable> tables) {
        for (SourceTable table : tables) {
            TableId id = table.table();
            if (!table.leftOut().isEmpty()) {
                LOG.warn("table={} has generated columns that the source does not send and the target will not have: {}", id, table.leftOut());
            }
            if (!table.followsUpdates()) {
                LOG.warn("table={} has no replica identity: inserts are followed, but while it is published the source itself refuses"
                        + " updates and deletes of it. Add a primary key, or ALTER TABLE … REPLICA IDENTITY FULL.", id);
            } else if (table.primaryKey().isEmpty() && table.identityKey().isEmpty()) {
                LOG.info("table={} has no key: old rows are matched by all their columns, which is slow for updates and deletes of large tables", id);
            }
        }
    }
}
