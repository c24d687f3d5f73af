package io.pg2any.destination.jsonl;

import io.pg2any.destination.ChunkCopy;
import io.pg2any.destination.LoadLane;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableLoader;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.Row;

/** Writes the rows of a first copy as lines of the operation {@code read}. The one lane: it uses the handler's own files. */
record JsonLinesLane(JsonLinesDestination destination) implements LoadLane {

    @Override
    public TableLoader load(TableSchema table, boolean overExisting, boolean parsed) {
        return new Loader(destination, table);
    }

    private record Loader(JsonLinesDestination destination, TableSchema table) implements TableLoader {

        @Override
        public void add(Row row) {
            destination.append(new JsonLine("read", table).key(row).row("after", row).bytes());
        }

        /** Every line is in its file's buffer, which the commit flushes. */
        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Override
    public void commit(ChunkCopy chunk) {
        destination.recordChunk(chunk);
        destination.commitLoad();
    }

    @Override
    public void commit(TableCopy table) {
        destination.forgetChunks(table.table());
        destination.recordCopy(table);
        destination.commitLoad();
    }

    @Override
    public void rollback() {
        destination.rollback();
    }

    @Override
    public void close() {}
}
