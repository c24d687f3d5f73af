package io.pg2any.transaction;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;
import io.pg2any.event.ChangeEvent.Definition;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Logged;
import io.pg2any.event.Relation;
import io.pg2any.event.Row;
import io.pg2any.event.Xid;
import io.pg2any.protocol.DefinitionMessage;

/**
 * Changes of one transaction on disk, in order: appended in large pieces, read back once. It is open only while it is
 * written or read, as there may be many. Never synced: it is worth nothing to another process. One thread.
 *
 * <p>A change stands as: kind byte, xid (4 bytes), then for a truncate the flags (1), the number of relations (4) and their
 * numbers (4 each); for a definition its length (4) and the message; else the relation's number (4), for update and delete a flag (1), and the rows. A row stands as: the
 * number of its cells (2), its length (4), its cells in wire form. A relation's number is its place in a list that stays in
 * memory.
 */
final class SpillFile {

    private static final int BUFFER = 256 * 1024;

    private static final int WITHOUT_OLD = 0;
    private static final int OLD_IDENTITY = 1;
    private static final int OLD_FULL = 2;
    private static final int CASCADE = 1;
    private static final int RESTART_IDENTITY = 2;

    private final Path path;
    private final List<Relation> relations = new ArrayList<>();
    private final IdentityHashMap<Relation, Integer> numbers = new IdentityHashMap<>();
    private long changes;

    SpillFile(Path path) {
        this.path = path;
    }

    void append(List<Logged> more) {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND), BUFFER))) {
            for (Logged change : more) {
                write(change, out);
            }
        } catch (IOException e) {
            throw failed("written", e);
        }
        changes += more.size();
    }

    void read(Consumer<Logged> to) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER))) {
            for (long i = 0; i < changes; i++) {
                to.accept(readChange(in));
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw failed("removed", e);
        }
    }

    private void write(Logged change, DataOutputStream out) throws IOException {
        switch (change) {
            case Insert insert -> {
                head('I', insert.xid(), insert.relation(), out);
                writeRow(insert.row(), out);
            }
            case Update update -> {
                head('U', update.xid(), update.relation(), out);
                Row old = update.old();
                out.writeByte(old == null ? WITHOUT_OLD : update.oldIsFull() ? OLD_FULL : OLD_IDENTITY);
                if (old != null) {
                    writeRow(old, out);
                }
                writeRow(update.row(), out);
            }
            case Delete delete -> {
                head('D', delete.xid(), delete.relation(), out);
                out.writeByte(delete.oldIsFull() ? OLD_FULL : OLD_IDENTITY);
                writeRow(delete.old(), out);
            }
            case Truncate truncate -> {
                out.writeByte('T');
                out.writeInt(truncate.xid().value());
                out.writeByte((truncate.cascade() ? CASCADE : 0) | (truncate.restartIdentity() ? RESTART_IDENTITY : 0));
                out.writeInt(truncate.relations().size());
                for (Relation relation : truncate.relations()) {
                    out.writeInt(numberOf(relation));
                }
            }
            case Definition definition -> {
                out.writeByte('S');
                out.writeInt(definition.xid().value());
                out.writeInt(definition.content().length);
                out.write(definition.content());
            }
        }
    }

    private void head(char kind, Xid xid, Relation relation, DataOutputStream out) throws IOException {
        out.writeByte(kind);
        out.writeInt(xid.value());
        out.writeInt(numberOf(relation));
    }

    private static void writeRow(Row row, DataOutputStream out) throws IOException {
        int length = row.bytes();
        out.writeShort(row.size());
        out.writeInt(length);
        if (length > 0) {
            out.write(row.array(), row.cellStart(0), length);
        }
    }

    private int numberOf(Relation relation) {
        Integer known = numbers.get(relation);
        if (known != null) {
            return known;
        }
        relations.add(relation);
        numbers.put(relation, relations.size() - 1);
        return relations.size() - 1;
    }

    private Logged readChange(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        Xid xid = new Xid(in.readInt());
        return switch (kind) {
            case 'I' -> new Insert(relations.get(in.readInt()), readRow(in), xid);
            case 'U' -> readUpdate(relations.get(in.readInt()), in, xid);
            case 'D' -> readDelete(relations.get(in.readInt()), in, xid);
            case 'T' -> readTruncate(in, xid);
            case 'S' -> readDefinition(in, xid);
            default -> throw new IOException("it is damaged");
        };
    }

    private static Update readUpdate(Relation relation, DataInputStream in, Xid xid) throws IOException {
        int flag = in.readUnsignedByte();
        @Nullable Row old = flag == WITHOUT_OLD ? null : readRow(in);
        return new Update(relation, old, flag == OLD_FULL, readRow(in), xid);
    }

    private static Delete readDelete(Relation relation, DataInputStream in, Xid xid) throws IOException {
        int flag = in.readUnsignedByte();
        return new Delete(relation, readRow(in), flag == OLD_FULL, xid);
    }

    private static Definition readDefinition(DataInputStream in, Xid xid) throws IOException {
        byte[] content = new byte[in.readInt()];
        in.readFully(content);
        return new Definition(DefinitionMessage.read(content).orElseThrow(() -> new IOException("it is damaged")).table(), content, xid);
    }

    private Truncate readTruncate(DataInputStream in, Xid xid) throws IOException {
        int flags = in.readUnsignedByte();
        int count = in.readInt();
        List<Relation> emptied = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            emptied.add(relations.get(in.readInt()));
        }
        return new Truncate(emptied, (flags & CASCADE) != 0, (flags & RESTART_IDENTITY) != 0, xid);
    }

    private static Row readRow(DataInputStream in) throws IOException {
        int[] cells = new int[in.readUnsignedShort()];
        byte[] array = new byte[in.readInt()];
        in.readFully(array);
        Row row = new Row(array, cells, array.length);
        int at = 0;
        for (int i = 0; i < cells.length; i++) {
            cells[i] = at;
            byte kind = array[at];
            at = kind == Row.TEXT || kind == Row.BINARY ? row.start(i) + row.length(i) : at + 1;
        }
        return row;
    }

    private static CdcException failed(String what, IOException cause) {
        return new CdcException(
                CdcException.Kind.TRANSIENT,
                "spill-failed",
                "A large transaction's spill file cannot be " + what + ": " + cause.getMessage() + ".",
                "Make room on the disk of the spill directory, or allow more memory for transactions in progress.",
                cause);
    }
}
