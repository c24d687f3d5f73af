package io.pg2any.destination.jsonl;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.Capabilities;
import io.pg2any.destination.ChangeBatch;
import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.ChunkCopy;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.Guarantee;
import io.pg2any.destination.LoadLane;
import io.pg2any.destination.MissingRow;
import io.pg2any.destination.Reshape;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableExtras;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Relation;
import io.pg2any.event.TableId;

/**
 * Appends every change of a stream to files of a folder, a line each. Beside them lies the position: how far the source was read, and up to
 * which byte of which file that is written. What stands behind that byte after a crash is cut off, and comes again.
 *
 * <p>A lock of the operating system keeps every other runner of the stream out; it goes with the process.
 */
final class JsonLinesDestination implements DestinationHandler {

    private final Path folder;
    private final long maxFileBytes;
    private final Map<Shape, TableSchema> tables = new HashMap<>();
    private @Nullable Opened opened;

    /** A table by what a change of the stream tells of it. */
    private record Shape(TableId table, List<String> columns) {}

    /** What there is once the stream is known. */
    private static final class Opened {
        private final PositionFile file;
        private final LineFiles lines;
        private final Path lockFile;
        /** As it was committed last. */
        private Position committed;
        /** As it is in the open transaction. */
        private Position next;
        private @Nullable FileLock lock;

        Opened(PositionFile file, LineFiles lines, Path lockFile) throws IOException {
            this.file = file;
            this.lines = lines;
            this.lockFile = lockFile;
            this.committed = file.read().orElse(Position.NONE);
            this.next = committed;
        }
    }

    JsonLinesDestination(Path folder, long maxFileBytes) {
        this.folder = folder;
        this.maxFileBytes = maxFileBytes;
    }

    /** Something that is done with files. */
    interface Action<T> {
        T run() throws IOException;
    }

    static <T> T io(String doing, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw CdcException.transientFailure("target-io", "The destination's files failed at " + doing + ": " + e.getMessage() + ".", e);
        }
    }

    private Opened opened() {
        Opened known = opened;
        if (known == null) {
            throw CdcException.internal("not-open", "The destination was used before it was opened, or after it was closed.", null);
        }
        return known;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Guarantee.EFFECTIVELY_ONCE, false, 1);
    }

    // An excerpt of docs/custom-destination.md begins: position
    @Override
    public Optional<Checkpoint> open(StreamIdentity stream) {
        return io("opening " + folder, () -> {
            Files.createDirectories(folder);
            Opened now = new Opened(new PositionFile(folder, stream.slot()), new LineFiles(folder, stream.slot()), folder.resolve(stream.slot() + ".lock"));
            opened = now;
            return now.committed.checkpoint();
        });
    }

    @Override
    public Optional<Checkpoint> fence() {
        Opened now = opened();
        return io("taking " + folder + " over", () -> {
            now.lock = lock(now.lockFile);
            now.committed = now.file.read().orElseGet(() -> Position.NONE.at(now.lines.firstFree(), 0));
            now.next = now.committed;
            now.lines.cut(now.committed.file(), now.committed.length());
            return now.committed.checkpoint();
        });
    }

    private void commit(Opened now, Position position) {
        io("committing", () -> {
            now.lines.sync();
            if (now.lines.length() >= maxFileBytes) {
                now.lines.cut(now.lines.file() + 1, 0);
            }
            now.committed = position.at(now.lines.file(), now.lines.length());
            now.file.write(now.committed);
            now.next = now.committed;
            return now;
        });
    }
    // An excerpt of docs/custom-destination.md ends: position

    private static FileLock lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // held by another handler of this JVM
        }
        channel.close();
        throw new CdcException(CdcException.Kind.TRANSIENT, "target-busy", "Another pg2any writes this stream to " + file.getParent() + ".",
                "Run one pg2any for a slot.", null);
    }

    @Override
    public void reset(Checkpoint checkpoint) {
        commit(opened(), new Position(Optional.of(checkpoint), 0, 0, List.of(), List.of()));
    }

    @Override
    public void forget() {
        Opened now = opened();
        io("removing the position", () -> {
            now.file.delete();
            now.committed = Position.NONE.at(now.lines.file(), now.lines.length());
            now.next = now.committed;
            return now;
        });
    }

    @Override
    public List<TableCopy> copies() {
        return opened().next.copies();
    }

    @Override
    public void recordCopy(TableCopy copy) {
        Opened now = opened();
        now.next = now.next.with(copy);
    }

    @Override
    public List<ChunkCopy> chunks() {
        return opened().next.chunks();
    }

    @Override
    public void forgetChunks(TableId table) {
        Opened now = opened();
        now.next = now.next.withoutChunks(table);
    }

    void recordChunk(ChunkCopy chunk) {
        Opened now = opened();
        now.next = now.next.with(chunk);
    }

    @Override
    public LoadLane lane() {
        return new JsonLinesLane(this);
    }

    /** There is nothing to make: a line tells the names of its columns. */
    @Override
    public boolean prepare(TableSchema table) {
        tables.put(new Shape(table.source(), table.columns().stream().map(column -> column.name()).toList()), table);
        return false;
    }

    @Override
    public Set<String> reshape(Reshape wish) {
        return Set.of();
    }

    @Override
    public List<String> complete(List<TableExtras> extras) {
        return List.of();
    }

    /** What was written stays, whatever it is; a new copy is told apart by the line that {@link #empty} writes. */
    @Override
    public boolean isEmpty(TableSchema table) {
        return true;
    }

    @Override
    public void empty(TableSchema table) {
        append(new JsonLine("truncate", table).bytes());
    }

    void append(byte[] line) {
        Opened now = opened();
        io("writing", () -> {
            now.lines.append(line);
            return now;
        });
    }

    @Override
    public void commitLoad() {
        Opened now = opened();
        commit(now, now.next);
    }

    // An excerpt of docs/custom-destination.md begins: apply
    @Override
    public void apply(ChangeBatch batch) {
        for (TransactionSlice transaction : batch.transactions()) {
            for (Change change : transaction.changes()) {
                switch (change) {
                    case ChangeEvent.Insert insert -> append(line("insert", insert.relation(), transaction)
                            .key(insert.row()).row("after", insert.row()).bytes());
                    case ChangeEvent.Update update -> append(line("update", update.relation(), transaction)
                            .key(update.row()).old(update.old(), update.oldIsFull()).row("after", update.row()).bytes());
                    case ChangeEvent.Delete delete -> append(line("delete", delete.relation(), transaction)
                            .key(delete.old()).old(delete.old(), delete.oldIsFull()).bytes());
                    case ChangeEvent.Truncate truncate -> truncate.relations().forEach(relation ->
                            append(line("truncate", relation, transaction).bytes()));
                }
            }
        }
    }

    @Override
    public void commit(Checkpoint checkpoint) {
        Opened now = opened();
        commit(now, now.next.at(checkpoint));
    }
    // An excerpt of docs/custom-destination.md ends: apply

    private JsonLine line(String operation, Relation relation, TransactionSlice transaction) {
        List<String> columns = relation.columns().stream().map(column -> column.name()).toList();
        TableSchema table = tables.get(new Shape(relation.table(), columns));
        if (table == null) {
            throw CdcException.internal("not-prepared", "Table " + relation.table() + " came before it was described.", null);
        }
        return new JsonLine(operation, table).of(transaction);
    }

    @Override
    public long missingRows() {
        return 0;
    }

    @Override
    public List<MissingRow> takeMissing() {
        return List.of();
    }

    @Override
    public void rollback() {
        Opened now = opened();
        io("taking back what was not committed", () -> {
            now.lines.cut(now.committed.file(), now.committed.length());
            now.next = now.committed;
            return now;
        });
    }

    @Override
    public void close() {
        Opened now = opened;
        opened = null;
        if (now != null) {
            now.lines.close();
            release(now.lock);
        }
    }

    private static void release(@Nullable FileLock lock) {
        if (lock != null) {
            try {
                lock.acquiredBy().close();
            } catch (IOException e) {
                return; // the lock goes with the process
            }
        }
    }
}
