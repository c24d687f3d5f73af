package io.pg2any.destination.jsonl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.ChunkCopy;
import io.pg2any.destination.TableCopy;
import io.pg2any.event.TableId;

/**
 * What is known of a stream at a commit.
 *
 * @param file number of the last file of lines
 * @param length bytes of it that are committed
 */
record Position(Optional<Checkpoint> checkpoint, long file, long length, List<TableCopy> copies, List<ChunkCopy> chunks) {

    static final Position NONE = new Position(Optional.empty(), 1, 0, List.of(), List.of());

    Position {
        copies = List.copyOf(copies);
        chunks = List.copyOf(chunks);
    }

    Position at(long number, long bytes) {
        return new Position(checkpoint, number, bytes, copies, chunks);
    }

    Position at(Checkpoint reached) {
        return new Position(Optional.of(reached), file, length, copies, chunks);
    }

    Position with(TableCopy copy) {
        List<TableCopy> all = new ArrayList<>(copies);
        all.removeIf(other -> other.table().equals(copy.table()));
        all.add(copy);
        return new Position(checkpoint, file, length, all, chunks);
    }

    Position with(ChunkCopy chunk) {
        List<ChunkCopy> all = new ArrayList<>(chunks);
        all.add(chunk);
        return new Position(checkpoint, file, length, copies, all);
    }

    Position withoutChunks(TableId table) {
        return new Position(checkpoint, file, length, copies, chunks.stream().filter(chunk -> !chunk.table().equals(table)).toList());
    }
}
