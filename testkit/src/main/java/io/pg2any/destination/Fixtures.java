package io.pg2any.destination;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Column;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;
import io.pg2any.transaction.NetChanges;
import io.pg2any.type.PgType;

/** Tables, rows and batches, written short. */
public final class Fixtures {

    public static final StreamIdentity STREAM = new StreamIdentity("slot_a", "7000000000000000001", 1, "shop");
    public static final Checkpoint START = new Checkpoint(STREAM, Lsn.parse("0/100"));
    public static final PgType TEXT = new PgType.Text("text");
    public static final PgType INTEGER = PgType.Simple.INTEGER;
    /** Stands for a cell that the stream did not repeat. */
    public static final String UNCHANGED = "\u0001unchanged";

    private static final Xid XID = new Xid(7);
    private static final int TEXT_OID = 25;

    private Fixtures() {}

    public static ColumnSchema column(String name, PgType type) {
        return new ColumnSchema(name, type, true);
    }

    /** A table whose primary key is its first columns. */
    public static TableSchema table(String name, int keyColumns, ColumnSchema... columns) {
        List<Integer> key = new ArrayList<>();
        for (int i = 0; i < keyColumns; i++) {
            key.add(i);
        }
        return new TableSchema(new TableId("public", name), new TargetName("", name), List.of(columns), key, key,
                key.isEmpty() ? ReplicaIdentity.FULL : ReplicaIdentity.DEFAULT);
    }

    public static TableSchema people() {
        return table("people", 1, column("id", INTEGER), column("name", TEXT), column("email", TEXT));
    }

    public static Row row(String... cells) {
        RowBuilder builder = new RowBuilder(cells.length);
        for (String cell : cells) {
            if (cell == null) {
                builder.addNull();
            } else if (cell.equals(UNCHANGED)) {
                builder.addUnchanged();
            } else {
                builder.addText(cell.getBytes(StandardCharsets.UTF_8));
            }
        }
        return builder.build();
    }

    public static ChangeBatch batch(Step... steps) {
        return new ChangeBatch(List.of(), List.of(steps));
    }

    /** A transaction, or a part of one, in both forms: as its changes, and as what these come to. */
    public static ChangeBatch transaction(List<TableSchema> tables, boolean last, Change... changes) {
        Lsn commit = Lsn.parse("0/180");
        List<TransactionSlice> slices = List.of(new TransactionSlice(XID, commit, last ? Lsn.parse("0/190") : Lsn.ZERO, Instant.EPOCH, List.of(changes), last, 0));
        return new ChangeBatch(slices, NetChanges.of(slices,
                relation -> tables.stream().filter(table -> table.source().equals(relation.table())).findFirst().orElseThrow()));
    }

    public static Step.NetRows upserts(TableSchema table, Row... rows) {
        return new Step.NetRows(table, List.of(), List.of(rows), List.of());
    }

    public static Step.NetRows deletes(TableSchema table, Row... rows) {
        return new Step.NetRows(table, List.of(rows), List.of(), List.of());
    }

    public static Step.NetRows updates(TableSchema table, Row... rows) {
        return new Step.NetRows(table, List.of(), List.of(),
                Arrays.stream(rows).map(row -> new Step.PartialUpdate(row, null)).toList());
    }

    public static Step.Ordered ordered(TableSchema table, Change... changes) {
        return new Step.Ordered(table, List.of(changes));
    }

    public static Change inserted(TableSchema table, String... cells) {
        return new ChangeEvent.Insert(relation(table), row(cells), XID);
    }

    /** @param old the whole row as it was, if that is told */
    public static Change updated(TableSchema table, Row old, Row now) {
        return new ChangeEvent.Update(relation(table), old, old != null, now, XID);
    }

    /** A row of which the first column is the key, and was another. */
    public static Change moved(TableSchema table, String oldKey, Row now) {
        return new ChangeEvent.Update(relation(table), row(identity(table, oldKey)), false, now, XID);
    }

    private static String[] identity(TableSchema table, String key) {
        String[] cells = new String[table.columns().size()];
        cells[0] = key;
        return cells;
    }

    /** @param cells of a table with a key its key alone counts */
    public static Change deleted(TableSchema table, String... cells) {
        return new ChangeEvent.Delete(relation(table), row(cells), table.identity() == ReplicaIdentity.FULL, XID);
    }

    public static Change truncated(TableSchema... tables) {
        return new ChangeEvent.Truncate(Arrays.stream(tables).map(Fixtures::relation).toList(), false, false, XID);
    }

    private static Relation relation(TableSchema table) {
        List<Column> columns = table.columns().stream().map(column -> new Column(column.name(), true, TEXT_OID, -1)).toList();
        return new Relation(1, table.source(), table.identity(), columns);
    }
}
