package io.pg2any.destination.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.pg2any.destination.TableLoader;
import io.pg2any.event.Row;

/** Gathers the rows of a first copy into sets that are worth a trip. */
final class BufferedLoader implements TableLoader {

    /** Beyond this, more rows in one trip were measured not to help. */
    private static final int MOST_ROWS = 4096;
    private static final long MOST_BYTES = 4L << 20;

    /** Writes a set of rows. */
    interface Writer {
        void write(List<Row> rows) throws SQLException;
    }

    private final Consumer<List<Row>> sets;
    private final List<Row> rows = new ArrayList<>();
    private long bytes;

    /** @param sets takes a set, which is cleared afterwards */
    BufferedLoader(Consumer<List<Row>> sets) {
        this.sets = sets;
    }

    @Override
    public void add(Row row) {
        rows.add(row);
        bytes += row.bytes();
        if (rows.size() >= MOST_ROWS || bytes >= MOST_BYTES) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (rows.isEmpty()) {
            return;
        }
        try {
            sets.accept(rows);
        } finally {
            rows.clear();
            bytes = 0;
        }
    }

    @Override
    public void close() {
        rows.clear();
    }
}
