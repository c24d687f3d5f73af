package io.pg2any.destination.jsonl;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.ChunkCopy;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableCopy;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;

/** The position of a stream in a file of its own, {@code slot.position}, which is replaced as a whole. */
final class PositionFile {

    private final Path folder;
    private final Path path;
    private final String slot;

    PositionFile(Path folder, String slot) {
        this.folder = folder;
        this.path = folder.resolve(slot + ".position");
        this.slot = slot;
    }

    Optional<Position> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
            return Optional.of(position(properties));
        } catch (IllegalArgumentException e) {
            throw new CdcException(CdcException.Kind.POSITION, "checkpoint-damaged", "The position in " + path + " cannot be read.",
                    "Remove that file and copy the tables again.", e);
        }
    }

    private Position position(Properties from) {
        Optional<Checkpoint> checkpoint = from.containsKey("position")
                ? Optional.of(new Checkpoint(
                        new StreamIdentity(slot, get(from, "system"), Integer.parseInt(get(from, "timeline")), get(from, "database")),
                        Lsn.parse(get(from, "position"))))
                : Optional.empty();
        List<TableCopy> copies = new ArrayList<>();
        for (int i = 0; from.containsKey("copy." + i + ".table"); i++) {
            String copy = "copy." + i + ".";
            copies.add(new TableCopy(table(from, copy), from.getProperty(copy + "snapshot"), Lsn.parse(get(from, copy + "repeats")), false,
                    get(from, copy + "done").equals("true"), Long.parseLong(get(from, copy + "rows"))));
        }
        List<ChunkCopy> chunks = new ArrayList<>();
        for (int i = 0; from.containsKey("chunk." + i + ".table"); i++) {
            String chunk = "chunk." + i + ".";
            chunks.add(new ChunkCopy(table(from, chunk), get(from, chunk + "part"), Long.parseLong(get(from, chunk + "rows"))));
        }
        return new Position(checkpoint, Long.parseLong(get(from, "file")), Long.parseLong(get(from, "length")), copies, chunks);
    }

    private static TableId table(Properties from, String prefix) {
        return new TableId(get(from, prefix + "schema"), get(from, prefix + "table"));
    }

    private static String get(Properties from, String name) {
        String value = from.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    // An excerpt of docs/custom-destination.md begins: position file
    /** Returns once the position is on the disk: beside the old one first, then in its place. */
    void write(Position position) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text(position));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LineFiles.syncFolder(folder);
    }
    // An excerpt of docs/custom-destination.md ends: position file

    private static String text(Position position) throws IOException {
        Properties to = new Properties();
        position.checkpoint().ifPresent(checkpoint -> {
            to.setProperty("system", checkpoint.stream().systemIdentifier());
            to.setProperty("timeline", String.valueOf(checkpoint.stream().timeline()));
            to.setProperty("database", checkpoint.stream().database());
            to.setProperty("position", checkpoint.position().toString());
        });
        to.setProperty("file", String.valueOf(position.file()));
        to.setProperty("length", String.valueOf(position.length()));
        for (int i = 0; i < position.copies().size(); i++) {
            TableCopy copy = position.copies().get(i);
            String prefix = "copy." + i + ".";
            set(to, prefix, copy.table(), copy.rows());
            if (copy.snapshot() != null) {
                to.setProperty(prefix + "snapshot", copy.snapshot());
            }
            to.setProperty(prefix + "repeats", copy.repeats().toString());
            to.setProperty(prefix + "done", String.valueOf(copy.done()));
        }
        for (int i = 0; i < position.chunks().size(); i++) {
            ChunkCopy chunk = position.chunks().get(i);
            set(to, "chunk." + i + ".", chunk.table(), chunk.rows());
            to.setProperty("chunk." + i + ".part", chunk.chunk());
        }
        StringWriter text = new StringWriter();
        to.store(text, null);
        return text.toString();
    }

    private static void set(Properties to, String prefix, TableId table, long rows) {
        to.setProperty(prefix + "schema", table.schema());
        to.setProperty(prefix + "table", table.table());
        to.setProperty(prefix + "rows", String.valueOf(rows));
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
