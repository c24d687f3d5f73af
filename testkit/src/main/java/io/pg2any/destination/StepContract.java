package io.pg2any.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.pg2any.destination.Step.PartialUpdate;
import io.pg2any.event.Lsn;
import io.pg2any.event.Row;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.TEXT;
import static io.pg2any.destination.Fixtures.UNCHANGED;
import static io.pg2any.destination.Fixtures.batch;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.deleted;
import static io.pg2any.destination.Fixtures.deletes;
import static io.pg2any.destination.Fixtures.inserted;
import static io.pg2any.destination.Fixtures.ordered;
import static io.pg2any.destination.Fixtures.people;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.updated;
import static io.pg2any.destination.Fixtures.updates;
import static io.pg2any.destination.Fixtures.upserts;
import static org.assertj.core.api.Assertions.assertThat;

/** Every kind of step has its effect in the target. */
public interface StepContract {

    TestDatabase fresh() throws Exception;

    /** What an empty text is in the target, as a query of {@link TestDatabase} shows it. */
    default String emptyText() {
        return "";
    }

    private static List<String> all(TestDatabase database) {
        return database.query("SELECT id, name, email FROM people ORDER BY id");
    }

    @Test
    default void upsertsWriteNewRowsAndOverwriteOldOnes() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(people(), row("1", "Ann", "a@x"), row("2", "Bob", null))));
            handler.apply(batch(upserts(people(), row("2", "Bert", "b@x"), row("3", "Cid", ""), row("1", "Ann", "a@x"))));
            handler.commit(START);
            assertThat(all(database)).containsExactly("1|Ann|a@x", "2|Bert|b@x", "3|Cid|" + emptyText());
        }
    }

    @Test
    default void setsOfEverySizeAreWrittenAndDeleted() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            int upTo = 0;
            for (int size : new int[] {1, 2, 7, 8, 9, 63, 64, 65, 511, 513, 1200}) {
                int from = upTo;
                Row[] rows = IntStream.range(from, from + size)
                        .mapToObj(i -> row("" + i, i % 3 == 0 ? null : "name " + i, "e" + i)).toArray(Row[]::new);
                handler.apply(batch(upserts(people(), rows)));
                handler.apply(batch(upserts(people(), rows)));
                upTo += size;
            }
            handler.commit(START);
            assertThat(database.query("SELECT count(*), count(name), sum(id) FROM people"))
                    .containsExactly(upTo + "|" + (upTo - (upTo + 2) / 3) + "|" + (long) upTo * (upTo - 1) / 2);
            for (int size : new int[] {1, 9, 600}) {
                int from = upTo - size;
                handler.apply(batch(deletes(people(),
                        IntStream.range(from, upTo).mapToObj(i -> row("" + i, null, null)).toArray(Row[]::new))));
                upTo = from;
            }
            handler.commit(START);
            assertThat(database.query("SELECT count(*) FROM people")).containsExactly("" + upTo);
            assertThat(handler.missingRows()).isZero();
        }
    }

    @Test
    default void aPartialUpdateLeavesUnchangedCellsAlone() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(people(), row("1", "Ann", "a@x"), row("2", "Bob", "b@x"), row("3", "Cid", null))));
            handler.apply(batch(updates(people(), row("1", "Anna", UNCHANGED), row("2", UNCHANGED, "bob@x"), row("3", UNCHANGED, UNCHANGED))));
            handler.commit(START);
            assertThat(all(database)).containsExactly("1|Anna|a@x", "2|Bob|bob@x", "3|Cid|∅");
            assertThat(handler.missingRows()).isZero();
        }
    }

    @Test
    default void anUpdateToEqualValuesStillFindsItsRow() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(people(), row("1", "Ann", "a@x"))));
            handler.apply(batch(updates(people(), row("1", "Ann", UNCHANGED))));
            handler.commit(START);
            assertThat(handler.missingRows()).isZero();
        }
    }

    @Test
    default void missingRowsAreCounted() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(people(), row("1", "Ann", "a@x"))));
            handler.apply(batch(
                    deletes(people(), row("8", null, null)),
                    updates(people(), row("9", "Ida", UNCHANGED)),
                    new Step.NetRows(people(), List.of(), List.of(), List.of(new PartialUpdate(row("6", "Max", UNCHANGED), row("7", null, null))))));
            handler.commit(START);
            assertThat(handler.missingRows()).isEqualTo(3);
            assertThat(all(database)).containsExactly("1|Ann|a@x");
        }
    }

    @Test
    default void aMovedRowTakesItsUnchangedCellsAlong() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(people(), row("1", "Ann", "a@x"), row("2", "Bob", null))));
            Step swap = new Step.NetRows(people(),
                    List.of(row("1", null, null), row("2", null, null)),
                    List.of(),
                    List.of(new PartialUpdate(row("2", UNCHANGED, UNCHANGED), row("1", null, null)),
                            new PartialUpdate(row("1", "Bobby", UNCHANGED), row("2", null, null))));
            handler.apply(batch(swap));
            handler.commit(START);
            assertThat(all(database)).containsExactly("1|Bobby|∅", "2|Ann|a@x");
        }
    }

    @Test
    default void manyMovedRowsTakeTheirUnchangedCellsAlong() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            List<Row> rows = IntStream.range(0, 100).mapToObj(i -> row("" + i, "n" + i, "e" + i)).toList();
            handler.apply(batch(new Step.NetRows(people(), List.of(), rows, List.of())));
            List<PartialUpdate> moved = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                moved.add(new PartialUpdate(row("" + (i + 1), "m" + i, UNCHANGED), row("" + i, null, null)));
            }
            handler.apply(batch(new Step.NetRows(people(), rows, List.of(), moved)));
            handler.commit(START);
            assertThat(all(database)).containsExactlyInAnyOrderElementsOf(
                    IntStream.range(0, 100).mapToObj(i -> (i + 1) + "|m" + i + "|e" + i).toList());
        }
    }

    @Test
    default void aUniqueValueMovesBetweenRows() throws Exception {
        try (TestDatabase database = fresh()) {
            database.execute("CREATE TABLE people (id int PRIMARY KEY NOT NULL, name varchar(20), email varchar(20))");
            database.execute("CREATE UNIQUE INDEX people_email ON people (email)");
            DestinationHandler handler = database.running();
            handler.apply(batch(upserts(people(), row("1", "Ann", "a@x"), row("2", "Bob", "b@x"), row("3", "Cid", "c@x"))));
            handler.apply(batch(new Step.NetRows(people(), List.of(row("3", null, null)),
                    List.of(row("1", "Ann", "b@x")),
                    List.of(new PartialUpdate(row("2", UNCHANGED, "a@x"), null), new PartialUpdate(row("4", "Dan", UNCHANGED), row("3", null, null))))));
            handler.commit(START);
            assertThat(all(database)).containsExactly("1|Ann|b@x", "2|Bob|a@x", "4|Dan|c@x");
        }
    }

    @Test
    default void compositeKeysInAnyOrderFindTheirRows() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema stock = new TableSchema(people().source(), new TargetName("", "stock"),
                    List.of(column("amount", INTEGER), column("place", new PgType.Varchar("character varying(10)", 10)), column("item", INTEGER)),
                    List.of(2, 1), List.of(2, 1), people().identity());
            Row[] rows = IntStream.range(0, 20).mapToObj(i -> row("" + i, "p" + i % 4, "" + i / 4)).toArray(Row[]::new);
            handler.apply(batch(upserts(stock, rows)));
            handler.apply(batch(deletes(stock, IntStream.range(0, 10).mapToObj(i -> row(null, "p" + i % 4, "" + i / 4)).toArray(Row[]::new)),
                    updates(stock, row("77", "p3", "4"))));
            handler.commit(START);
            assertThat(database.query("SELECT amount FROM stock ORDER BY amount"))
                    .containsExactly("10", "11", "12", "13", "14", "15", "16", "17", "18", "77");
            assertThat(handler.missingRows()).isZero();
        }
    }

    @Test
    default void aTableOfKeyColumnsAloneIsUpserted() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema pairs = table("pairs", 2, column("a", INTEGER), column("b", INTEGER));
            handler.apply(batch(upserts(pairs, row("1", "2"))));
            handler.apply(batch(upserts(pairs, row("1", "2"), row("1", "3"))));
            handler.commit(START);
            assertThat(database.query("SELECT a, b FROM pairs ORDER BY b")).containsExactly("1|2", "1|3");
        }
    }

    @Test
    default void truncateEmptiesTablesWithinTheTransaction() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema more = table("more", 1, column("id", INTEGER));
            handler.apply(batch(upserts(people(), row("1", "Ann", null)), upserts(more, row("1"))));
            handler.commit(START);
            handler.apply(batch(upserts(people(), row("2", "Bob", null)), new Step.Truncate(List.of(people(), more)),
                    upserts(people(), row("3", "Cid", null))));
            handler.rollback();
            assertThat(all(database)).containsExactly("1|Ann|∅");
            handler.apply(batch(new Step.Truncate(List.of(people(), more)), upserts(people(), row("3", "Cid", null))));
            handler.commit(START);
            assertThat(all(database)).containsExactly("3|Cid|∅");
            assertThat(database.query("SELECT id FROM more")).isEmpty();
        }
    }

    @Test
    default void ofEqualRowsWithoutAKeyExactlyOneIsChanged() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema log = table("log", 0, column("word", TEXT), column("amount", PgType.Simple.DOUBLE));
            handler.apply(batch(ordered(log,
                    inserted(log, "a", "1.5"), inserted(log, "a", "1.5"), inserted(log, "a", "1.5"),
                    inserted(log, null, null), inserted(log, null, null), inserted(log, "A", "0.1"))));
            handler.apply(batch(ordered(log,
                    deleted(log, "a", "1.5"),
                    updated(log, row("a", "1.5"), row("b", null)),
                    deleted(log, null, null), deleted(log, "a", "99"))));
            handler.commit(START);
            assertThat(database.query("SELECT word, amount FROM log"))
                    .containsExactlyInAnyOrder("a|1.5", "b|∅", "∅|∅", "A|0.1");
            assertThat(handler.missingRows()).isEqualTo(1);
        }
    }

    @Test
    default void rowsWithoutAKeyMatchByEveryType() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema wide = table("wide", 0,
                    column("doc", PgType.Simple.JSONB), column("raw", PgType.Simple.JSON), column("bin", PgType.Simple.BYTEA),
                    column("at", new PgType.Timestamp("timestamp(6) with time zone", 6, true)), column("day", PgType.Simple.DATE),
                    column("price", new PgType.Numeric("numeric(12,2)", 12, 2)), column("small", PgType.Simple.REAL),
                    column("ok", PgType.Simple.BOOLEAN), column("at_time", new PgType.Time("time", 6, false)),
                    column("spot", new PgType.Other("point")), column("id", PgType.Simple.UUID), column("code", new PgType.Char("character(4)", 4)));
            String[] cells = {"{\"a\": [1, 2.50], \"b\": null}", "{\"x\":1}", "\\x00ff0a", "2024-02-29 12:34:56.789+00", "2024-02-29", "12.30", "0.1", "t",
                    "23:59:59.5", "(1,2)", "3f333df6-90a4-4fda-8dd3-9485d27cee36", "ab  "};
            String[] changed = cells.clone();
            changed[5] = "99.99";
            String[] nothing = new String[cells.length];
            handler.apply(batch(ordered(wide, inserted(wide, cells), inserted(wide, cells), inserted(wide, nothing), inserted(wide, cells))));
            handler.apply(batch(ordered(wide, updated(wide, row(cells), row(changed)), deleted(wide, cells), deleted(wide, nothing), deleted(wide, cells))));
            handler.commit(START);
            assertThat(handler.missingRows()).isZero();
            assertThat(database.query("SELECT price FROM wide")).containsExactly("99.99");
        }
    }

    @Test
    default void anUnchangedCellOfAKeylessRowComesFromItsOldImage() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            TableSchema log = table("log", 0, column("word", TEXT), column("large", TEXT));
            handler.apply(batch(ordered(log, inserted(log, "a", "xyz"), updated(log, row("a", "xyz"), row("b", UNCHANGED)))));
            handler.commit(START);
            assertThat(database.query("SELECT word, large FROM log")).containsExactly("b|xyz");
        }
    }

    @Test
    default void aFirstCopyIsLoadedFreshOrOverWhatIsThere() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.prepare(people());
            try (LoadLane lane = handler.lane()) {
                try (TableLoader loader = lane.load(people(), false, true)) {
                    for (int i = 0; i < 10_000; i++) {
                        loader.add(row("" + i, "n" + i, i % 2 == 0 ? null : "tab\there"));
                    }
                    loader.flush();
                }
                lane.commit(new ChunkCopy(people().source(), "1:0-9", 10_000));
            }
            assertThat(handler.chunks()).containsExactly(new ChunkCopy(people().source(), "1:0-9", 10_000));
            handler.forgetChunks(people().source());
            handler.commitLoad();
            assertThat(handler.chunks()).isEmpty();
            assertThat(database.query("SELECT count(*), count(email) FROM people")).containsExactly("10000|5000");
            TableCopy done = new TableCopy(people().source(), "10:20:", Lsn.ZERO, false, true, 20);
            try (LoadLane lane = handler.lane()) {
                try (TableLoader loader = lane.load(people(), true, true)) {
                    for (int i = 9_990; i < 10_010; i++) {
                        loader.add(row("" + i, "new", "e"));
                    }
                    loader.flush();
                }
                lane.commit(done);
                try (TableLoader loader = lane.load(people(), true, true)) {
                    loader.add(row("77777", "given up", null));
                    loader.flush();
                }
                lane.rollback();
            }
            assertThat(handler.copyOf(people().source())).contains(done);
            assertThat(database.query("SELECT count(*) FROM people WHERE id = 77777")).containsExactly("0");
            assertThat(database.query("SELECT count(*) FROM people WHERE name = 'new'")).containsExactly("20");
            handler.empty(people());
            handler.commitLoad();
            assertThat(handler.isEmpty(people())).isTrue();
        }
    }
}
