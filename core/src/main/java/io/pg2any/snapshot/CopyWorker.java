package io.pg2any.snapshot;

import java.sql.SQLException;
import java.util.function.BooleanSupplier;

import io.pg2any.destination.ChunkCopy;
import io.pg2any.destination.DeadLetter;
import io.pg2any.destination.LoadLane;
import io.pg2any.destination.RawLoader;
import io.pg2any.destination.RefusedRows;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableLoader;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.Row;
import io.pg2any.observe.Observer;
import io.pg2any.projection.Projection;
import io.pg2any.projection.Stamp;
import io.pg2any.source.CopyOutput;
import io.pg2any.source.SourceErrors;

/** One of the threads of a first copy: has a connection to the source under the common snapshot, and a lane into the target. */
final class CopyWorker {

    private static final int ROWS_PER_TELLING = 1000;

    private final SourceSnapshot snapshot;
    private final LoadLane lane;
    private final CopyBoard board;
    private final Stamp stamp;
    private final Throttle throttle;
    private final RefusedRows refused;
    private final Observer observer;
    private final BooleanSupplier stopped;

    /** @param stamp of all rows that are copied */
    CopyWorker(SourceSnapshot snapshot, LoadLane lane, CopyBoard board, Stamp stamp, Throttle throttle, RefusedRows refused, Observer observer,
            BooleanSupplier stopped) {
        this.snapshot = snapshot;
        this.lane = lane;
        this.board = board;
        this.stamp = stamp;
        this.throttle = throttle;
        this.refused = refused;
        this.observer = observer;
        this.stopped = stopped;
    }

    /** Copies chunks until there are no more, or a stop is asked for. */
    void run() {
        for (CopyBoard.Task task = board.take(); task != null; task = board.take()) {
            long read = copyOrName(task);
            if (read < 0) {
                lane.rollback();
                return;
            }
            long rows = read - refused.leftOut();
            TableProgress table = task.table();
            if (task.isWholeTable()) {
                lane.commit(table.finished(rows));
            } else {
                lane.commit(new ChunkCopy(task.chunk().job().table(), task.chunk().label(), rows));
            }
            refused.committed(observer::refused);
            if (table.done(rows)) {
                if (!task.isWholeTable()) {
                    if (table.keyDeferred()) {
                        makeKey(table);
                    }
                    lane.commit(table.finished(0));
                }
                board.finished(task);
            }
        }
    }

    /** If the rows do not allow it, the table is copied anew by the next run: the source may have been put right by then. */
    private void makeKey(TableProgress table) {
        try {
            lane.makeKey(table.job().target());
        } catch (CdcException e) {
            if (e.kind() == CdcException.Kind.DATA) {
                lane.commit(TableCopy.wanted(table.job().table(), true));
            }
            throw e;
        }
    }

    /** Where data that nobody looked into are refused, the rows are read once more to find which one it is. */
    private long copyOrName(CopyBoard.Task task) {
        try {
            return copy(task, false);
        } catch (CdcException e) {
            if (e.kind() != CdcException.Kind.DATA) {
                throw e;
            }
            lane.rollback();
            refused.rolledBack();
            return copy(task, true);
        }
    }

    private TableLoader loader(TableSchema table, boolean overExisting, boolean parsed) {
        return refused.areTreated()
                ? lane.load(table, overExisting, parsed, (row, error) -> refused.treat(DeadLetter.copied(table, row, error), lane::record))
                : lane.load(table, overExisting, parsed);
    }

    /** The rows copied; -1 if it was asked to stop before the end. */
    private long copy(CopyBoard.Task task, boolean parsed) {
        Chunk chunk = task.chunk();
        try (TableLoader loader = loader(chunk.job().target(), task.table().overExisting(), parsed || chunk.job().projection().changesRows())) {
            boolean binary = loader instanceof RawLoader raw && raw.binary();
            try (CopyOutput out = snapshot.copy(chunk.job().table(), chunk.copyStatement(binary), () -> board.isEnded() || stopped.getAsBoolean())) {
                long rows = loader instanceof RawLoader raw ? pass(out, raw, task) : parse(out, loader, task);
                if (rows >= 0) {
                    loader.flush();
                }
                return rows;
            }
        } catch (OutOfMemoryError e) {
            throw CdcException.outOfMemory("copying a row of " + chunk.job().table(), e);
        } catch (SQLException e) {
            boolean ownCondition = !chunk.job().where().isEmpty(); // which may name a column that never was
            throw ownCondition ? SourceErrors.of("copying " + chunk.job().table(), e) : SourceErrors.ofReading(chunk.job().table(), e);
        }
    }

    private long parse(CopyOutput out, TableLoader loader, CopyBoard.Task task) throws SQLException {
        Projection projection = task.chunk().job().projection();
        int columns = projection.read().size();
        Meter meter = new Meter(task);
        while (out.next()) {
            Row row = CopyText.parse(out.array(), out.from(), out.to(), columns);
            loader.add(projection.changesRows() ? projection.copied(row, stamp) : row);
            meter.took(1, out.to() - out.from());
        }
        return out.isComplete() ? meter.end(out.rows()) : -1;
    }

    private long pass(CopyOutput out, RawLoader loader, CopyBoard.Task task) throws SQLException {
        Meter meter = new Meter(task);
        while (out.next()) {
            int messages = 1 + (throttle.isOn() ? 0 : out.gather());
            loader.addCopyData(out.array(), out.from(), out.to());
            meter.took(messages, out.to() - out.from());
        }
        return out.isComplete() ? meter.end(out.rows()) : -1;
    }

    /** Counts what was read of a chunk, and tells it now and then. */
    private final class Meter {
        private final CopyBoard.Task task;
        private long rows;
        private long told;
        private long bytes;

        Meter(CopyBoard.Task task) {
            this.task = task;
        }

        /** @param messages need not be rows, but mostly are */
        void took(int messages, int length) {
            throttle.took(length);
            bytes += length;
            rows += messages;
            if (rows - told >= ROWS_PER_TELLING) {
                tell(rows);
            }
        }

        long end(long allRows) {
            tell(allRows);
            return allRows;
        }

        private void tell(long now) {
            task.table().read(now - told, bytes);
            told = now;
            bytes = 0;
        }
    }
}
