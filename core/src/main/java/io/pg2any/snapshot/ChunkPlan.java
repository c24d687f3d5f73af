package io.pg2any.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.pg2any.destination.ChunkCopy;
import io.pg2any.event.TableId;
import io.pg2any.source.SourceErrors;
import io.pg2any.source.Sql;

/** Cuts tables into chunks by their size on disk, large values that are stored apart included. */
final class ChunkPlan {

    /** Below this a chunk is not worth its transaction. */
    private static final long LEAST_BYTES = 8L << 20;

    /** Above this a chunk that is lost with a crash, and the target's undo log, begin to hurt. */
    private static final long MOST_BYTES = 64L << 20;

    private static final int CHUNKS_A_WORKER = 8;

    private static final String HEAPS = """
            SELECT n.nspname, c.relname, c.relkind = 'r' AND c.relam = (SELECT oid FROM pg_am WHERE amname = 'heap') AS cut,
                   coalesce(pg_relation_filenode(c.oid), 0)::bigint, coalesce(pg_relation_size(c.oid), 0), coalesce(pg_table_size(c.oid), 0),
                   current_setting('block_size')::bigint
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid IN (SELECT relid FROM pg_partition_tree(?::text::regclass) WHERE isleaf UNION SELECT ?::text::regclass)
              AND c.relkind IN ('r', 'f')
            ORDER BY c.oid""";

    private final List<Heap> heaps;
    private final int workers;

    /**
     * What holds rows of a table.
     *
     * @param file its {@code relfilenode}; 0: nothing whose blocks could be told apart
     */
    private record Heap(TableId name, long file, long bytes, long allBytes, long blockBytes) {}

    private ChunkPlan(List<Heap> heaps, int workers) {
        this.heaps = heaps;
        this.workers = workers;
    }

    /** Looks at what a table consists of, once the snapshot is taken: what that shows is in blocks that exist by then. */
    static ChunkPlan of(TableJob job, Connection connection, int workers) {
        String table = Sql.table(job.table());
        List<Heap> heaps = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(HEAPS)) {
            statement.setString(1, table);
            statement.setString(2, table);
            try (ResultSet heap = statement.executeQuery()) {
                while (heap.next()) {
                    heaps.add(new Heap(new TableId(heap.getString(1), heap.getString(2)), heap.getBoolean(3) ? heap.getLong(4) : 0, heap.getLong(5),
                            heap.getLong(6), heap.getLong(7)));
                }
            }
        } catch (SQLException e) {
            throw SourceErrors.ofReading(job.table(), e);
        }
        return new ChunkPlan(heaps, workers);
    }

    /** Size on disk, with values that are stored apart, without indexes. */
    long bytes() {
        return heaps.stream().mapToLong(Heap::allBytes).sum();
    }

    /** Whether these chunks can be left out: none of their files was rewritten since. */
    boolean knows(List<ChunkCopy> done) {
        Set<Long> files = heaps.stream().map(Heap::file).collect(Collectors.toSet());
        return done.stream().allMatch(chunk -> files.contains(BlockRange.parse(chunk.chunk()).file()));
    }

    /** The table as one chunk, for rows that must arrive in one transaction. */
    static List<Chunk> whole(TableJob job) {
        return List.of(new Chunk(job, job.table(), null));
    }

    /** The chunks of the table without those that are done. */
    List<Chunk> chunks(TableJob job, List<ChunkCopy> done) {
        if (heaps.size() == 1 && heaps.getFirst().file == 0) {
            return whole(job);
        }
        List<BlockRange> ranges = done.stream().map(chunk -> BlockRange.parse(chunk.chunk())).toList();
        List<Chunk> chunks = new ArrayList<>();
        for (Heap heap : heaps) {
            long chunkBytes = Math.clamp(bytes() / ((long) CHUNKS_A_WORKER * workers), LEAST_BYTES, MOST_BYTES);
            long size = heap.bytes / heap.blockBytes;
            // large values lie apart: blocks of the heap stand for more bytes than their own
            long blocks = heap.allBytes == 0 ? 1 : Math.max(1, Math.round((double) size * chunkBytes / heap.allBytes));
            for (BlockRange rest : BlockRange.rest(heap.file, ranges)) {
                for (BlockRange piece : heap.file == 0 ? List.of(rest) : rest.cutFor(workers, blocks, size)) {
                    chunks.add(new Chunk(job, heap.name, piece));
                }
            }
        }
        return chunks;
    }
}
