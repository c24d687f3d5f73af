package io.pg2any.snapshot;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.OnExisting;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableLoader;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.observe.Observer;
import io.pg2any.source.SourceErrors;
import io.pg2any.source.SourceTable;
import io.pg2any.source.Sql;

/**
 * Copies tables as one snapshot shows them. What is finished is recorded in the target in the same transaction as its last
 * rows and not read again after a crash. Runs on the thread that owns the destination.
 */
public final class FirstCopy {

    private static final Logger LOG = LoggerFactory.getLogger(FirstCopy.class);

    /** Rows between two commits: enough that a commit costs nothing, little enough that the target's undo log stays small. */
    private static final int ROWS_PER_COMMIT = 100_000;

    private static final int ROWS_PER_PROGRESS = 1000;

    /** A table to copy: its catalog description and what the destination sees of it. */
    public record Job(SourceTable source, TableSchema target) {}

    private final DestinationHandler destination;
    private final Observer observer;
    private final OnExisting onExisting;
    private final BooleanSupplier stopped;
    private final Map<TableSchema, Boolean> overExisting = new HashMap<>();

    public FirstCopy(DestinationHandler destination, Observer observer, OnExisting onExisting, BooleanSupplier stopped) {
        this.destination = destination;
        this.observer = observer;
        this.onExisting = onExisting;
        this.stopped = stopped;
    }

    public OnExisting onExisting() {
        return onExisting;
    }

    /** The same with another way of treating rows that are there. */
    public FirstCopy with(OnExisting other) {
        return new FirstCopy(destination, observer, other, stopped);
    }

    /**
     * Prepares the target's tables, and refuses those that hold rows which are not ours before anything is written.
     *
     * @param jobs the tables to be copied, with what is known of an earlier try, if anything
     */
    public void prepare(Map<Job, @Nullable TableCopy> jobs) {
        List<String> filled = new ArrayList<>();
        jobs.forEach((job, earlier) -> {
            destination.prepare(job.target);
            boolean empty = destination.isEmpty(job.target);
            if (!empty && earlier == null && onExisting == OnExisting.REFUSE) {
                filled.add(job.target.target().toString());
            }
            overExisting.put(job.target, !empty && onExisting == OnExisting.UPSERT);
        });
        destination.rollback();
        if (!filled.isEmpty()) {
            throw CdcException.configuration("target-not-empty", "The target already holds rows in " + String.join(", ", filled) + ".",
                    "Choose what to do with them: --on-existing truncate empties the tables first, --on-existing upsert writes over rows with the same key.");
        }
    }

    /** Copies one table; false if it was asked to stop before the end. */
    public boolean copy(Job job, SourceSnapshot snapshot, @Nullable TableCopy earlier) {
        TableSchema target = job.target;
        boolean over = overExisting.getOrDefault(target, false);
        // Over rows that stay, the stream replays everything since the first try: what it deleted in between is gone from the
        // source but may be in the target.
        String visible = over && earlier != null && earlier.snapshot() != null ? earlier.snapshot() : snapshot.text();
        if (!over) {
            destination.empty(target);
        }
        destination.recordCopy(new TableCopy(target.source(), visible, false, 0));
        boolean inPieces = !over || target.hasKey();
        if (inPieces) {
            destination.commitLoad();
        }
        observer.copyStarted(target.source(), job.source.estimatedRows());
        long rows = transfer(job, snapshot, over, inPieces);
        if (rows < 0) {
            destination.rollback();
            return false;
        }
        destination.recordCopy(new TableCopy(target.source(), visible, true, rows));
        destination.commitLoad();
        observer.copyFinished(target.source(), rows);
        LOG.info("table copied table={} rows={}", target.source(), rows);
        return true;
    }

    private long transfer(Job job, SourceSnapshot snapshot, boolean over, boolean inPieces) {
        int columns = job.target.columns().size();
        long rows = 0;
        try (TableLoader loader = destination.load(job.target, over)) {
            CopyOut out = snapshot.connection().unwrap(PGConnection.class).getCopyAPI().copyOut(copyStatement(job));
            try {
                for (byte[] line = out.readFromCopy(); line != null; line = out.readFromCopy()) {
                    loader.add(CopyText.parse(line, columns));
                    rows++;
                    if (rows % ROWS_PER_PROGRESS == 0) {
                        observer.copyProgress(job.target.source(), rows);
                        if (stopped.getAsBoolean()) {
                            return -1;
                        }
                    }
                    if (inPieces && rows % ROWS_PER_COMMIT == 0) {
                        loader.flush();
                        destination.commitLoad();
                    }
                }
            } finally {
                if (out.isActive()) {
                    out.cancelCopy();
                }
            }
            loader.flush();
            observer.copyProgress(job.target.source(), rows);
            return rows;
        } catch (SQLException e) {
            throw SourceErrors.of("copying " + job.target.source(), e);
        }
    }

    /** COPY of the table itself leaves inherited children out, as the publication does; partitions are read through the root. */
    private static String copyStatement(Job job) {
        String columns = job.target.columns().stream().map(ColumnSchema::name).map(Sql::identifier).collect(Collectors.joining(", "));
        String table = Sql.table(job.source.table());
        String filter = job.source.rowFilter();
        String rows = (job.source.partitioned() ? table : "ONLY " + table) + (filter.isEmpty() ? "" : " WHERE " + filter);
        return "COPY (SELECT " + columns + " FROM " + rows + ") TO STDOUT";
    }
}
