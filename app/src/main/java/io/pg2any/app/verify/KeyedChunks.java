package io.pg2any.app.verify;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.KeyRange;
import io.pg2any.event.Row;
import io.pg2any.source.RowReader;

/**
 * Compares a table whose key both sides order alike, chunk by chunk: the next rows of the source by key, and what the target has in the same range.
 * What differs is known by key after one reading. The source's next chunk is read while the target's is compared.
 */
final class KeyedChunks {

    /** So few that two chunks stay near the processor. */
    private static final int CHUNK_ROWS = 5000;
    /** Rows of a chunk are remembered whole up to here; of the others a digest is enough. */
    private static final long WHOLE_BYTES = 8L << 20;

    private final Scope scope;
    private final Sides sides;
    private final Suspects suspects;
    private final Outcomes outcomes;
    private final Counts counts;
    private final RowForm sourceForm;
    private final RowForm targetForm;
    private final int rowsAtOnce;

    KeyedChunks(Scope scope, Sides sides, Suspects suspects, Outcomes outcomes, Counts counts) {
        this.scope = scope;
        this.sides = sides;
        this.suspects = suspects;
        this.outcomes = outcomes;
        this.counts = counts;
        this.sourceForm = new RowForm(scope.table(), sides.target().keepsEmptyValues());
        this.targetForm = new RowForm(scope.table(), sides.target().keepsEmptyValues());
        this.rowsAtOnce = scope.rowsAtOnce(sides.source());
    }

    /** A row as far as it is remembered; whole without a digest, or its key with one. */
    private record Remembered(Row row, @Nullable Digest digest) {

        /** Cells are mostly the same byte by byte, which is far quicker to see than what they mean. */
        boolean isSame(Row other, RowForm form) {
            return digest == null ? form.isSame(row, other) : digest.equals(form.digest(other));
        }
    }

    /** A part of the source's table; {@code last} is the key it ends with. */
    private static final class Chunk {
        private final List<Remembered> rows = new ArrayList<>(CHUNK_ROWS);
        private final @Nullable Row after;
        private @Nullable Row last;
        private long bytes;

        Chunk(@Nullable Row after) {
            this.after = after;
        }
    }

    /** Finds rows of a chunk: the next one mostly is the one, as both sides come by key; from where it is not, by their keys. */
    private final class Lookup {
        private final List<Remembered> rows;
        private int next;
        private @Nullable Map<ByteBuffer, Remembered> byKey;

        Lookup(List<Remembered> rows) {
            this.rows = rows;
        }

        @Nullable Remembered take(Row row) {
            if (byKey == null) {
                if (next < rows.size() && targetForm.isSameKey(rows.get(next).row(), row)) {
                    return rows.get(next++);
                }
                byKey = new HashMap<>();
                for (Remembered other : rows.subList(next, rows.size())) {
                    byKey.put(targetForm.key(other.row()), other);
                }
            }
            return byKey.remove(targetForm.key(row));
        }

        Iterable<Remembered> rest() {
            return byKey == null ? rows.subList(next, rows.size()) : byKey.values();
        }
    }

    void compare() {
        Future<Chunk> next = sides.beside(source -> read(source, null));
        while (true) {
            Chunk chunk = Sides.await(next);
            Row last = chunk.last;
            boolean ends = chunk.rows.size() < CHUNK_ROWS || last == null;
            if (!ends) {
                next = sides.beside(source -> read(source, last));
            }
            compare(chunk, new KeyRange(chunk.after, ends ? null : last));
            suspects.settleSome();
            if (ends || outcomes.isEnough()) {
                break;
            }
        }
        suspects.settle();
    }

    private Chunk read(RowReader source, @Nullable Row after) {
        Chunk chunk = new Chunk(after);
        scope.readByKey(source, after, CHUNK_ROWS, rowsAtOnce, row -> {
            chunk.bytes += row.bytes();
            boolean whole = chunk.bytes <= WHOLE_BYTES;
            Row kept = whole ? row : sourceForm.keyOnly(row);
            chunk.rows.add(new Remembered(kept, whole ? null : sourceForm.digest(row)));
            chunk.last = kept;
            counts.sourceRow();
        });
        return chunk;
    }

    private void compare(Chunk chunk, KeyRange range) {
        Lookup source = new Lookup(chunk.rows);
        sides.target().read(scope.table(), range, rowsAtOnce, row -> {
            counts.targetRow();
            Remembered other = source.take(row);
            if (other == null || !other.isSame(row, targetForm)) {
                suspects.add(targetForm.keyOnly(other == null ? row : other.row()));
            }
        });
        source.rest().forEach(missing -> suspects.add(targetForm.keyOnly(missing.row())));
    }
}
