package io.pg2any.snapshot;

import java.util.stream.Collectors;

import io.pg2any.event.TableId;
import io.pg2any.source.Sql;

/**
 * A part of a table that is read and loaded at once: a range of blocks of the table itself or of one of its partitions.
 *
 * @param heap the table that holds the rows: a partition, or the table itself
 * @param blocks which of its blocks; null: all, not cut
 */
record Chunk(TableJob job, TableId heap, @org.jspecify.annotations.Nullable BlockRange blocks) {

    /** The statement that reads it: COPY of a query, so that only these columns, by name, and these blocks are read. */
    String copyStatement(boolean binary) {
        String columns = job.projection().read().stream().map(Sql::identifier).collect(Collectors.joining(", "));
        StringBuilder sql = new StringBuilder("COPY (SELECT ").append(columns).append(" FROM ");
        // what inherits from a table is not published with it; the rows of a partitioned table are in what it consists of
        sql.append(job.source().partitioned() && blocks == null ? "" : "ONLY ").append(Sql.table(heap));
        String and = " WHERE ";
        if (blocks != null && blocks.from() > 0) {
            sql.append(and).append("ctid >= '(").append(blocks.from()).append(",0)'::tid");
            and = " AND ";
        }
        if (blocks != null && !blocks.isOpen()) {
            sql.append(and).append("ctid < '(").append(blocks.to()).append(",0)'::tid");
            and = " AND ";
        }
        for (String filter : job.filters()) {
            sql.append(and).append('(').append(filter).append(')');
            and = " AND ";
        }
        return sql.append(") TO STDOUT").append(binary ? " (FORMAT binary)" : "").toString();
    }

    /** Its name in the target's record of finished chunks. */
    String label() {
        return blocks == null ? "all" : blocks.label();
    }
}
