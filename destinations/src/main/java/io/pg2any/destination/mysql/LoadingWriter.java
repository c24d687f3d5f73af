package io.pg2any.destination.mysql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.event.Row;

/** Writes large sets of new rows by LOAD DATA and everything else by prepared statements. */
final class LoadingWriter implements TableWriter {

    /** Below, the second trip that LOAD DATA takes costs more than it saves. */
    private static final int FEWEST_ROWS = 512;
    /** What is gathered in memory at once. */
    private static final int MOST_ROWS = 8192;
    private static final long MOST_BYTES = 4L << 20;

    private final LoadData load;
    private final TableWriter prepared;

    LoadingWriter(LoadData load, TableWriter prepared) {
        this.load = load;
        this.prepared = prepared;
    }

    @Override
    public void insert(List<Row> rows) throws SQLException {
        for (List<Row> part : parts(rows)) {
            if (part.size() < FEWEST_ROWS) {
                prepared.insert(part);
            } else {
                load.insert(part);
            }
        }
    }

    /** Where others wrote rows under keys that should have been free, all are written over then. */
    @Override
    public void upsert(List<Row> rows, int fresh) throws SQLException {
        for (List<Row> part : parts(rows.subList(0, fresh))) {
            if (part.size() < FEWEST_ROWS || !load.insertWhereAbsent(part)) {
                prepared.upsert(part, 0);
            }
        }
        if (fresh < rows.size()) {
            prepared.upsert(rows.subList(fresh, rows.size()), 0);
        }
    }

    private static List<List<Row>> parts(List<Row> rows) {
        List<List<Row>> parts = new ArrayList<>();
        for (int at = 0; at < rows.size(); at += parts.getLast().size()) {
            parts.add(rows.subList(at, end(rows, at)));
        }
        return parts;
    }

    /** A row that is too large to be held in memory twice stands alone. */
    private static int end(List<Row> rows, int from) {
        long bytes = rows.get(from).bytes();
        int at = from + 1;
        while (at < rows.size() && at - from < MOST_ROWS && bytes + rows.get(at).bytes() <= MOST_BYTES) {
            bytes += rows.get(at++).bytes();
        }
        return at;
    }

    @Override
    public long update(List<Row> rows, int[] columns) throws SQLException {
        return prepared.update(rows, columns);
    }

    @Override
    public long delete(List<Row> rows) throws SQLException {
        return prepared.delete(rows);
    }
}
