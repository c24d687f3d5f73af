package io.pg2any.app.verify;

import io.pg2any.event.TableId;

/** Is told how a comparison goes on, on its thread or another one. */
public interface Progress {

    /** A table's turn comes; the planner thinks that it has so many rows, 0 if it does not know. */
    void begun(TableId table, long estimatedRows);

    /** So many rows of the source have been read. */
    void read(TableId table, long rows);

    void done(VerifyReport.Table table);
}
