package io.pg2any.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.event.Change;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableId;
import io.pg2any.protocol.MessageParser;
import io.pg2any.type.BuiltinTypes;

/** A table of orders with rows of about 200 bytes, as PostgreSQL sends it: every value follows from the number of its row. */
public final class Orders {

    private static final int OID = 16384;
    private static final List<Column> COLUMNS = List.of(new Column("id", 20), new Column("customer_id", 23), new Column("status", 25),
            new Column("amount", 1700), new Column("note", 25), new Column("attrs", 3802), new Column("created_at", 1184));

    private record Column(String name, int type) {}

    private Orders() {}

    /** The table for folding and writing. */
    public static TableSchema table() {
        return new TableSchema(new TableId("public", "orders"), new TargetName("", "orders"),
                COLUMNS.stream().map(column -> new ColumnSchema(column.name(), BuiltinTypes.of(column.type(), -1, column.name()), true)).toList(),
                List.of(0), List.of(0), ReplicaIdentity.DEFAULT);
    }

    /** A parser that knows the table, inside a transaction. */
    static MessageParser parser() {
        MessageParser parser = new MessageParser();
        byte[] begin = message(out -> {
            out.writeByte('B');
            out.writeLong(1);
            out.writeLong(0);
            out.writeInt(1);
        });
        parser.parse(begin, 0, begin.length);
        byte[] relation = relation();
        parser.parse(relation, 0, relation.length);
        return parser;
    }

    private static byte[] relation() {
        return message(out -> {
            out.writeByte('R');
            out.writeInt(OID);
            text(out, "public");
            text(out, "orders");
            out.writeByte('d');
            out.writeShort(COLUMNS.size());
            for (Column column : COLUMNS) {
                out.writeByte(column.name().equals("id") ? 1 : 0);
                text(out, column.name());
                out.writeInt(column.type());
                out.writeInt(-1);
            }
        });
    }

    /** The insert of row {@code number}. */
    static byte[] insert(int number) {
        return message(out -> {
            out.writeByte('I');
            out.writeInt(OID);
            out.writeByte('N');
            cells(out, number, "new");
        });
    }

    private static byte[] update(int number, int version) {
        return message(out -> {
            out.writeByte('U');
            out.writeInt(OID);
            out.writeByte('N');
            cells(out, number, "state " + version);
        });
    }

    /** Parsed changes: three updates of each of {@code keys} rows after its insert, interleaved. */
    public static List<Change> changes(int keys) {
        MessageParser parser = parser();
        List<Change> changes = new ArrayList<>();
        for (int version = 0; version < 4; version++) {
            for (int key = 0; key < keys; key++) {
                byte[] message = version == 0 ? insert(key) : update(key, version);
                changes.add((Change) parser.parse(message, 0, message.length));
            }
        }
        return changes;
    }

    /** The row as COPY's text format has it, with its line end. */
    public static byte[] copyLine(int number) {
        return (String.join("\t", values(number, "new")).replace("\n", "\\n") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** How many columns it has. */
    public static int columns() {
        return COLUMNS.size();
    }

    private static List<String> values(int number, String status) {
        return List.of(String.valueOf(1_000_000_000L + number), String.valueOf(number % 9973), status, number % 100_000 / 100 + "." + (10 + number % 90),
                "Leave it at the door, ring twice\nand wait — 'naïve' " + number, "{\"k\": " + number + ", \"tags\": [\"a\", \"b\"], \"text\": \"some more of it\"}",
                "2026-01-01 00:00:" + (10 + number % 50) + ".123456+00");
    }

    private static void cells(DataOutputStream out, int number, String status) throws IOException {
        List<String> values = values(number, status);
        out.writeShort(values.size());
        for (String value : values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            out.writeByte('t');
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] message(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.writeByte(0);
    }
}
