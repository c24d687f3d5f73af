package io.pg2any.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.ChunkCopy;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.LoadLane;
import io.pg2any.destination.OnError;
import io.pg2any.destination.OnExisting;
import io.pg2any.destination.Prepared;
import io.pg2any.destination.RefusedRows;
import io.pg2any.destination.TableCopy;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;
import io.pg2any.observe.Observer;
import io.pg2any.projection.Stamp;
import io.pg2any.source.SocketConnection;
import io.pg2any.source.SourceConnections;

/**
 * Copies tables in chunks, several at a time. A chunk is one transaction of the target, which also records that the chunk is there: what
 * is recorded is not read again after a crash.
 *
 * <p>The rest of a table is then read under a later snapshot than its first chunks. Between the two snapshots a row may have
 * changed, even moved from one chunk's blocks to another's. So the stream tells everything since the first snapshot once more,
 * which leaves each row as it is at the second one; a table without a key cannot be told twice, and is copied anew.
 *
 * <p>Runs on the thread that owns the destination, which leads the workers.
 */
public final class FirstCopy {

    private static final Logger LOG = LoggerFactory.getLogger(FirstCopy.class);
    private static final Duration TICK = Duration.ofSeconds(2);

    private final SourceConnections source;
    private final DestinationHandler destination;
    private final Observer observer;
    private final CopySettings settings;
    private final BooleanSupplier stopped;
    private final Map<TableId, Found> found = new HashMap<>();

    /**
     * What there was of a table in the target.
     *
     * @param prepared what it was before
     * @param made whether it was missing, now or when its copy began
     * @param overExisting whether it holds rows that are to be written over
     */
    private record Found(Prepared prepared, boolean made, boolean overExisting) {}

    public FirstCopy(
            SourceConnections source, DestinationHandler destination, Observer observer, CopySettings settings, BooleanSupplier stopped) {
        this.source = source;
        this.destination = destination;
        this.observer = observer;
        this.settings = settings;
        this.stopped = stopped;
    }

    /**
     * Prepares the target's tables, and refuses those that hold rows which are not ours before anything is written.
     *
     * @param jobs the tables to be copied
     */
    public void prepare(List<TableJob> jobs) {
        List<String> filled = new ArrayList<>();
        Set<TableId> begun = destination.chunks().stream().map(ChunkCopy::table).collect(Collectors.toSet());
        for (TableJob job : jobs) {
            TableCopy earlier = job.earlier();
            Prepared prepared = destination.prepareLoad(job.target());
            boolean made = prepared == Prepared.MADE || earlier != null && earlier.made();
            boolean empty = destination.isEmpty(job.target());
            boolean over = !empty && settings.onExisting() == OnExisting.UPSERT;
            if (prepared == Prepared.AWAITS_KEY && (over || begun.contains(job.table()))) { // by which rows are found that are copied again
                makeKey(job, !over);
                prepared = Prepared.THERE;
            }
            if (!empty && earlier == null && settings.onExisting() == OnExisting.REFUSE) {
                filled.add(job.target().target().toString());
            }
            found.put(job.table(), new Found(prepared, made, over));
        }
        destination.rollback();
        if (!filled.isEmpty()) {
            throw CdcException.configuration("target-not-empty", "The target already holds rows in " + String.join(", ", filled) + ".",
                    "Choose what to do with them: --on-existing truncate empties the tables first, --on-existing upsert writes over rows with the same key.");
        }
    }

    /** @param ours whether all rows of the table are the copy's: if they do not allow the key, the next run copies them anew */
    private void makeKey(TableJob job, boolean ours) {
        try {
            destination.makeKey(job.target());
        } catch (CdcException e) {
            if (ours && e.kind() == CdcException.Kind.DATA) {
                destination.recordCopy(TableCopy.wanted(job.table(), true));
                destination.forgetChunks(job.table());
                destination.commitLoad();
            }
            throw e;
        }
    }

    /** Whether the target's table was missing and was made for the copy. */
    public boolean made(TableJob job) {
        Found known = found.get(job.table());
        return known != null && known.made();
    }

    /**
     * Copies the tables as {@code snapshot} shows them.
     *
     * @param threads from {@link #connect}
     * @param tick is run every few seconds while the workers work
     * @return false if it was asked to stop before all was done
     */
    public boolean copy(List<TableJob> jobs, SourceSnapshot snapshot, CopyThreads threads, Runnable tick) throws InterruptedException {
        List<CopyBoard.Task> tasks = tasks(jobs, snapshot);
        CopyBoard board = new CopyBoard(tasks);
        Throttle throttle = new Throttle(settings.bytesPerSecond());
        String exported = snapshot.export();
        int complete = jobs.size() - (int) tasks.stream().map(CopyBoard.Task::table).distinct().count();
        try {
            for (int i = 0; i < threads.count(); i++) {
                board.workerBegins();
            }
            threads.begin(connection -> work(connection, board, exported, snapshot.stamp(), throttle), board::workerEnds);
            while (!board.isOver()) {
                CopyBoard.Task last = board.awaitTable(TICK);
                if (last != null) {
                    complete(last);
                    complete++;
                } else if (!board.isOver()) {
                    tick.run();
                }
            }
        } finally {
            board.end();
            threads.await();
        }
        Throwable failure = board.failure();
        if (failure != null) {
            throw failure instanceof CdcException known ? known : CdcException.internal("copy", "Copying failed: " + failure + ".", failure);
        }
        if (complete < jobs.size() && !stopped.getAsBoolean()) {
            throw CdcException.internal("copy", "Copying ended with " + complete + " of " + jobs.size() + " tables complete.", null);
        }
        return complete == jobs.size();
    }

    private int lanes() {
        return Math.max(1, Math.min(settings.parallelism(), destination.capabilities().loadLanes()));
    }

    /** Begins to connect as many threads and lanes as will copy, while other things are still to be done. */
    public CopyThreads connect() {
        destination.lanesAhead(lanes());
        return new CopyThreads(lanes(), source);
    }

    private void work(SocketConnection connection, CopyBoard board, String exported, Stamp stamp, Throttle throttle) {
        Throwable failure = null;
        try (SourceSnapshot snapshot = SourceSnapshot.imported(connection, exported); LoadLane lane = destination.lane()) {
            new CopyWorker(snapshot, lane, board, stamp, throttle, new RefusedRows(settings.onError(), settings.onValue()), observer, stopped).run();
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            board.workerEnds(failure);
        }
    }

    /** What there is to do, and the beginning of it recorded: which tables are emptied, which go on. */
    private List<CopyBoard.Task> tasks(List<TableJob> jobs, SourceSnapshot snapshot) {
        List<ChunkCopy> known = destination.chunks();
        List<TableTasks> tables = new ArrayList<>();
        Map<TableId, List<ChunkCopy>> done = known.stream().collect(Collectors.groupingBy(ChunkCopy::table));
        List<ChunkPlan> plans = ChunkPlan.of(jobs, snapshot.connection(), lanes());
        for (int i = 0; i < jobs.size(); i++) {
            tables.add(begin(jobs.get(i), plans.get(i), done.getOrDefault(jobs.get(i).table(), List.of()), snapshot));
        }
        destination.commitLoad();
        // the largest first: what takes longest must not begin last
        return tables.stream().sorted(Comparator.comparingLong(TableTasks::bytes).reversed()).flatMap(table -> table.tasks().stream()).toList();
    }

    private record TableTasks(long bytes, List<CopyBoard.Task> tasks) {}

    private TableTasks begin(TableJob job, ChunkPlan plan, List<ChunkCopy> done, SourceSnapshot snapshot) {
        Found there = found.getOrDefault(job.table(), new Found(Prepared.THERE, false, false));
        boolean over = there.overExisting();
        boolean keyed = job.target().hasKey();
        TableCopy earlier = job.earlier();
        String before = earlier == null ? null : earlier.snapshot();
        boolean goesOn = before != null && keyed && !done.isEmpty() && plan.knows(done);
        // Rows that an earlier try has left, and that the source has deleted since, go when the stream tells their deletion again.
        boolean repeated = before != null && (goesOn || over);
        if (!goesOn) {
            destination.forgetChunks(job.table());
            if (!over && there.prepared() != Prepared.MADE) {
                destination.empty(job.target());
            }
        }
        List<ChunkCopy> left = goesOn ? done : List.of();
        List<Chunk> chunks = over && !keyed ? ChunkPlan.whole(job) : plan.chunks(job, left);
        boolean keyDeferred = !goesOn && !over && deferKey(job, there.prepared(), chunks.size());
        TableProgress table = new TableProgress(job, repeated && before != null ? before : snapshot.text(), repeated ? snapshot.seen() : Lsn.ZERO,
                there.made(), over || goesOn, keyDeferred, left.stream().mapToLong(ChunkCopy::rows).sum(), chunks.size(), observer);
        destination.recordCopy(chunks.isEmpty() ? table.finished(0) : table.begun()); // all of it was copied, but the end was not told
        observer.copyPlanned(job.table(), job.source().estimatedRows());
        if (goesOn) {
            LOG.info("first copy of a table goes on table={} chunks_copied_before={} chunks_left={}", job.table(), left.size(), chunks.size());
        }
        boolean whole = chunks.size() == 1 && left.isEmpty();
        List<CopyBoard.Task> tasks = chunks.stream().map(chunk -> new CopyBoard.Task(chunk, table, whole)).toList();
        return new TableTasks(plan.bytes(), tasks);
    }

    /** Whether the table of the target, which is empty, gets its key when its rows are there. */
    private boolean deferKey(TableJob job, Prepared prepared, int chunks) {
        boolean worth = chunks > 1 && !job.projection().masksKey() && settings.onError() == OnError.STOP; // otherwise rows with a key that is there are left out
        if (prepared == Prepared.AWAITS_KEY && !worth) {
            destination.makeKey(job.target());
        }
        return worth && (prepared == Prepared.AWAITS_KEY || prepared == Prepared.MADE && destination.deferKey(job.target()));
    }

    /** The worker has recorded it: while workers work, they alone use the destination. */
    private void complete(CopyBoard.Task last) {
        TableCopy copy = last.table().finished(0);
        observer.copyFinished(copy.table(), copy.rows());
        LOG.info("table copied table={} rows={} chunks={}", copy.table(), copy.rows(), last.table().chunks());
    }
}
