package io.pg2any.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.pg2any.destination.ColumnSchema;
import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Column;
import io.pg2any.event.Lsn;
import io.pg2any.event.Relation;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;
import io.pg2any.type.PgType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Rows are written as words: the key, then two columns; {@code ~} is an unchanged cell, {@code -} a NULL. */
class NetChangesTest {

    private final Relation users = relation("users", ReplicaIdentity.DEFAULT);
    private final Relation full = relation("full", ReplicaIdentity.FULL);
    private final Relation log = relation("log", ReplicaIdentity.NOTHING);

    @Test
    void foldsInsertAndUpdatesToOneWholeRow() {
        assertThat(fold(insert(users, "1 a b"), update(users, "1 ~ c"), update(users, "1 d ~")))
                .containsExactly("users delete[] upsert[1 d c] update[]");
    }

    @Test
    void mergesUpdatesFromLeftToRight() {
        assertThat(fold(update(users, "1 a ~"), update(users, "1 ~ b"))).containsExactly("users delete[] upsert[1 a b] update[]");
        assertThat(fold(update(users, "1 a ~"), update(users, "1 b ~"))).containsExactly("users delete[] upsert[] update[1 b ~]");
    }

    @Test
    void foldsInsertAndDeleteToNothing() {
        assertThat(fold(insert(users, "1 a b"), delete(users, "1"))).isEmpty();
        assertThat(fold(insert(users, "1 a b"), delete(users, "1"), insert(users, "1 c d")))
                .containsExactly("users delete[] upsert[1 c d] update[]");
    }

    @Test
    void foldsDeleteAndInsertToAnUpsert() {
        assertThat(fold(delete(users, "1"), insert(users, "1 a b"))).containsExactly("users delete[] upsert[1 a b] update[]");
        assertThat(fold(delete(users, "1"), insert(users, "1 a b"), delete(users, "1")))
                .containsExactly("users delete[1] upsert[] update[]");
    }

    @Test
    void movesAWholeRowToItsNewKey() {
        assertThat(fold(move(users, "1", "2 a b"))).containsExactly("users delete[1] upsert[2 a b] update[]");
    }

    @Test
    void movesARowThatIsNotWholeFromWhereTheTargetHeldIt() {
        assertThat(fold(move(users, "1", "2 a ~"))).containsExactly("users delete[1] upsert[] update[2 a ~ from 1]");
        assertThat(fold(move(users, "1", "2 a ~"), move(users, "2", "3 ~ ~")))
                .containsExactly("users delete[1] upsert[] update[3 a ~ from 1]");
        assertThat(fold(update(users, "1 a ~"), move(users, "1", "2 ~ b"))).containsExactly("users delete[1] upsert[2 a b] update[]");
        assertThat(fold(insert(users, "1 a b"), move(users, "1", "2 ~ ~"))).containsExactly("users delete[] upsert[2 a b] update[]");
    }

    @Test
    void aRowThatComesBackToItsKeyDidNotMove() {
        assertThat(fold(move(users, "1", "2 a ~"), move(users, "2", "1 ~ ~"))).containsExactly("users delete[] upsert[] update[1 a ~]");
    }

    @Test
    void swapsKeysByWayOfAFreeOne() {
        assertThat(fold(move(users, "1", "9 a ~"), move(users, "2", "1 b ~"), move(users, "9", "2 ~ ~")))
                .containsExactly("users delete[1, 2] upsert[] update[1 b ~ from 2, 2 a ~ from 1]");
    }

    @Test
    void shiftsAChainOfKeys() {
        assertThat(fold(move(users, "2", "3 b ~"), move(users, "1", "2 a ~")))
                .containsExactly("users delete[2, 1] upsert[] update[2 a ~ from 1, 3 b ~ from 2]");
    }

    @Test
    void deletesAKeyThatIsReadFromThoughItIsWrittenAgain() {
        assertThat(fold(move(users, "1", "2 a ~"), insert(users, "1 x y")))
                .containsExactly("users delete[1] upsert[1 x y] update[2 a ~ from 1]");
    }

    @Test
    void takesUnchangedCellsFromAWholeOldRow() {
        assertThat(fold(new Update(full, row("1 a b"), true, row("1 ~ c"), Xid.NONE)))
                .containsExactly("full delete[] upsert[1 a c] update[]");
    }

    @Test
    void tellsRowsApartThatPassEachOtherUnderADeferredKey() {
        Update there = new Update(full, row("1 a b"), true, row("2 a b"), Xid.NONE);
        Update back = new Update(full, row("2 c d"), true, row("1 c d"), Xid.NONE);
        assertThat(fold(there, back)).containsExactly("full delete[] upsert[1 c d, 2 a b] update[]");
        assertThat(fold(there, new Delete(full, row("2 c d"), true, Xid.NONE)))
                .containsExactly("full delete[1] upsert[2 a b] update[]");
        assertThat(fold(there, new Delete(full, row("2 a b"), true, Xid.NONE))).containsExactly("full delete[1] upsert[] update[]");
    }

    @Test
    void takesAKeyThatIsStoredOutOfLineFromTheOldRow() {
        assertThat(fold(move(users, "1", "~ a b"))).containsExactly("users delete[] upsert[1 a b] update[]");
    }

    @Test
    void stopsAtAnOldRowWithoutItsKey() {
        assertOldKeyMissing(delete(users, "-"));
        assertOldKeyMissing(update(users, "~ a b"));
        assertOldKeyMissing(move(users, "-", "1 a b"));
    }

    @Test
    void stopsAtAnUpdateOfADeletedRow() {
        assertThatExceptionOfType(CdcException.class)
                .isThrownBy(() -> fold(delete(users, "1"), update(users, "1 a ~")))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(CdcException.Kind.INTERNAL));
    }

    @Test
    void keepsTheOrderOfATableWithoutAKey() {
        Insert one = insert(log, "1 a b");
        Insert two = insert(log, "1 a b");
        assertThat(NetChanges.of(List.of(slice(one, insert(users, "1 a b")), slice(two)), this::schema))
                .first().isEqualTo(new Step.Ordered(schema(log), List.of(one, two)));
    }

    @Test
    void aTruncateWipesWhatWasDoneToItsTablesAndOnlyTheirs() {
        assertThat(fold(insert(users, "1 a b"), insert(log, "1 a b"), insert(full, "1 a b"),
                        new Truncate(List.of(users, log), false, false, Xid.NONE),
                        insert(users, "2 c d"), insert(full, "2 c d")))
                .containsExactly("full delete[] upsert[1 a b, 2 c d] update[]", "truncate[users, log]", "users delete[] upsert[2 c d] update[]");
    }

    @Test
    void aTableDescribedAgainInTheSameShapeGoesOn() {
        assertThat(fold(insert(users, "1 a b"), update(relation("users", ReplicaIdentity.DEFAULT), "1 ~ c")))
                .containsExactly("users delete[] upsert[1 a c] update[]");
    }

    @Test
    void aTableInAnotherShapeBeginsAnotherStep() {
        Relation wider = new Relation(1, users.table(), ReplicaIdentity.DEFAULT, columns("id", "a", "b", "c"));
        assertThat(fold(insert(users, "1 a b"), insert(full, "1 a b"), update(wider, "1 ~ c d"), insert(full, "2 a b")))
                .containsExactly(
                        "users delete[] upsert[1 a b] update[]",
                        "full delete[] upsert[1 a b, 2 a b] update[]",
                        "users delete[] upsert[] update[1 ~ c d]");
    }

    @Test
    void asksOnceForTheTableOfARelation() {
        List<Relation> asked = new ArrayList<>();
        NetChanges.of(
                List.of(slice(insert(users, "1 a b"), insert(full, "1 a b"), insert(users, "2 a b")), slice(insert(users, "3 a b"))),
                relation -> {
                    asked.add(relation);
                    return schema(relation);
                });
        assertThat(asked).containsExactly(users, full);
    }

    @Test
    void foldsManyUpdatesOfOneRow() {
        Change[] updates = IntStream.range(0, 10_000).mapToObj(i -> update(users, "1 v" + i + " ~")).toArray(Change[]::new);
        assertThat(fold(updates)).containsExactly("users delete[] upsert[] update[1 v9999 ~]");
    }

    /** A publication may leave deletes out, so that a key is inserted twice. */
    @Test
    void keepsTheLatestOfRowsThatAreInsertedUnderOneKey() {
        assertThat(fold(insert(users, "1 a b"), insert(users, "1 c d"))).containsExactly("users delete[] upsert[1 c d] update[]");
        assertThat(fold(insert(users, "1 a b"), insert(users, "2 a b"), insert(users, "10 a b"), insert(users, "2 c d"), insert(users, "10 e f")))
                .containsExactly("users delete[] upsert[1 a b, 2 c d, 10 e f] update[]");
    }

    @Test
    void rowsThatWereAppendedAreFoundByWhatChangesThemLater() {
        assertThat(fold(insert(users, "8 a b"), insert(users, "9 a b"), insert(users, "10 a b"), insert(users, "7 a b")))
                .containsExactly("users delete[] upsert[8 a b, 9 a b, 10 a b, 7 a b] update[]");
        assertThat(fold(insert(users, "8 a b"), insert(users, "9 a b"), delete(users, "8"), update(users, "9 ~ c"), update(users, "5 ~ d"), insert(users, "11 a b")))
                .containsExactly("users delete[] upsert[9 a c, 11 a b] update[5 ~ d]");
        assertThat(fold(delete(users, "8"), insert(users, "8 a b"), insert(users, "9 a b"))).containsExactly("users delete[] upsert[9 a b, 8 a b] update[]");
    }

    private void assertOldKeyMissing(Change change) {
        assertThatExceptionOfType(CdcException.class).isThrownBy(() -> fold(change)).satisfies(e -> {
            assertThat(e.kind()).isEqualTo(CdcException.Kind.DATA);
            assertThat(e.code()).isEqualTo("old-key-missing");
            assertThat(e.explain()).contains("public.users").contains("id");
        });
    }

    private List<String> fold(Change... changes) {
        return NetChanges.of(List.of(slice(changes)), this::schema).stream().map(NetChangesTest::print).toList();
    }

    private static TransactionSlice slice(Change... changes) {
        return new TransactionSlice(Xid.NONE, Lsn.ZERO, Lsn.ZERO, Instant.EPOCH, List.of(changes), true, 0);
    }

    private TableSchema schema(Relation relation) {
        List<ColumnSchema> shape =
                relation.columns().stream().map(column -> new ColumnSchema(column.name(), new PgType.Text("text"), true)).toList();
        List<Integer> key = relation == log ? List.of() : List.of(0);
        return new TableSchema(relation.table(), new TargetName("", relation.table().table()), shape, key, key, relation.identity());
    }

    private static Relation relation(String name, ReplicaIdentity identity) {
        return new Relation(name.hashCode(), new TableId("public", name), identity, columns("id", "a", "b"));
    }

    private static List<Column> columns(String... names) {
        return Arrays.stream(names).map(name -> new Column(name, name.equals("id"), 25, -1)).toList();
    }

    private static Insert insert(Relation table, String row) {
        return new Insert(table, row(row), Xid.NONE);
    }

    private static Update update(Relation table, String row) {
        return new Update(table, null, false, row(row), Xid.NONE);
    }

    private static Update move(Relation table, String oldKey, String row) {
        return new Update(table, row(oldKey + " - -"), false, row(row), Xid.NONE);
    }

    private static Delete delete(Relation table, String key) {
        return new Delete(table, row(key + " - -"), false, Xid.NONE);
    }

    private static Row row(String words) {
        String[] cells = words.split(" ");
        RowBuilder builder = new RowBuilder(cells.length);
        for (String cell : cells) {
            switch (cell) {
                case "~" -> builder.addUnchanged();
                case "-" -> builder.addNull();
                default -> builder.addCell(Row.ofText(cell), 0);
            }
        }
        return builder.build();
    }

    private static String print(Step step) {
        return switch (step) {
            case Step.NetRows net -> net.table().source().table()
                    + " delete" + net.deletes().stream().map(row -> row.text(0)).toList()
                    + " upsert" + net.upserts().stream().map(NetChangesTest::print).toList()
                    + " update" + net.updates().stream().map(NetChangesTest::print).toList();
            case Step.Ordered ordered -> ordered.table().source().table() + " " + ordered.changes().size();
            case Step.Truncate truncate -> "truncate" + truncate.tables().stream().map(table -> table.source().table()).toList();
        };
    }

    private static String print(Step.PartialUpdate update) {
        return print(update.row()) + (update.movedFrom() == null ? "" : " from " + update.movedFrom().text(0));
    }

    private static String print(Row row) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> row.isUnchanged(i) ? "~" : row.isNull(i) ? "-" : row.text(i))
                .collect(Collectors.joining(" "));
    }
}
