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
import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;
import io.pg2any.source.SourceErrors;
import io.pg2any.source.Sql;

/** Cuts tables into chunks by their size on disk, large values that are stored apart included. */
final class ChunkPlan {

    /** Below this a chunk is not worth its transaction. */
    private static final long LEAST_BYTES = 8L << 20;

    /** Above this a chunk that is lost with a crash, and the target's undo log, begin to hurt. */
    private static final long MOST_BYTES = 64L << 20;

    /** More of them are more beginnings and ends: with eight a million rows took 2 % longer. */
    private static final int CHUNKS_A_WORKER = 4;

    /** Joined by index to each table's leaves: asked for with IN, the server would read all of its catalog for each. */
    private static final String HEAPS = """
            SELECT wanted.place, n.nspname, c.relname, c.relkind = 'r' AND c.relam = (SELECT oid FROM pg_am WHERE amname = 'heap') AS cut,
                   coalesce(pg_relation_filenode(c.oid), 0)::bigint, coalesce(pg_relation_size(c.oid), 0), coalesce(pg_table_size(c.oid), 0),
                   current_setting('block_size')::bigint
            FROM unnest(?::text[]) WITH ORDINALITY AS wanted (name, place)
            CROSS JOIN LATERAL (SELECT relid::oid FROM pg_partition_tree(wanted.name::regclass) WHERE isleaf UNION SELECT wanted.name::regclass::oid) AS leaf (oid)
            JOIN pg_class c ON c.oid = leaf.oid AND c.relkind IN ('r', 'f')
            JOIN pg_namespace n ON n.oid = c.relnamespace
            ORDER BY wanted.place, c.oid""";

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

    /** Looks at what tables consist of, once the snapshot is taken: what that shows is in blocks that exist by then. One plan for each, in their order. */
    static List<ChunkPlan> of(List<TableJob> jobs, Connection connection, int workers) {
        List<ChunkPlan> plans = jobs.stream().map(_ -> new ChunkPlan(new ArrayList<>(), workers)).toList();
        try (PreparedStatement statement = connection.prepareStatement(HEAPS)) {
            statement.setArray(1, connection.createArrayOf("text", jobs.stream().map(job -> Sql.table(job.table())).toArray()));
            try (ResultSet heap = statement.executeQuery()) {
                while (heap.next()) {
                    plans.get(heap.getInt(1) - 1).heaps.add(new Heap(new TableId(heap.getString(2), heap.getString(3)), heap.getBoolean(4) ? heap.getLong(5) : 0,
                            heap.getLong(6), heap.getLong(7), heap.getLong(8)));
                }
            }
        } catch (SQLException e) {
            throw SourceErrors.isChanged(e)
                    ? CdcException.transientFailure(SourceErrors.CHANGED, "The source has changed a table before it was copied: " + e.getMessage() + ".", e)
                    : SourceErrors.of("looking at the size of tables", e);
        }
        return plans;
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
