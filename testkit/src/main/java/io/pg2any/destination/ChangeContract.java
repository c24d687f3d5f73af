package io.pg2any.destination;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.pg2any.event.Change;
import io.pg2any.event.Lsn;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.TEXT;
import static io.pg2any.destination.Fixtures.UNCHANGED;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.deleted;
import static io.pg2any.destination.Fixtures.inserted;
import static io.pg2any.destination.Fixtures.moved;
import static io.pg2any.destination.Fixtures.people;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.transaction;
import static io.pg2any.destination.Fixtures.truncated;
import static io.pg2any.destination.Fixtures.updated;
import static org.assertj.core.api.Assertions.assertThat;

/** Changes of the source have their effect in the target, whether a destination takes each of them in order or what they come to. */
public interface ChangeContract {

    TestTarget fresh() throws Exception;

    private static DestinationHandler prepared(TestTarget target, TableSchema... tables) {
        DestinationHandler handler = target.running();
        for (TableSchema table : tables) {
            handler.prepare(table);
        }
        return handler;
    }

    private static void play(DestinationHandler handler, TableSchema table, Change... changes) {
        handler.apply(transaction(List.of(table), true, changes));
        handler.commit(START.at(Lsn.parse("0/200")));
    }

    @Test
    default void rowsAreInsertedChangedAndDeleted() throws Exception {
        try (TestTarget target = fresh(); DestinationHandler handler = prepared(target, people())) {
            play(handler, people(), inserted(people(), "1", "Ann", "a@x"), inserted(people(), "2", "Bob", null), inserted(people(), "3", "Cid", "c@x"));
            play(handler, people(), updated(people(), null, row("1", "Anna", null)), deleted(people(), "2", null, null), inserted(people(), "4", "Dan", "d@x"),
                    inserted(people(), "5", "Eve", "e@x"), updated(people(), null, row("5", "Eva", "e@x")), deleted(people(), "5", null, null),
                    deleted(people(), "3", null, null), inserted(people(), "3", "Cyd", "back\n\"again\""));
            assertThat(target.contents(people())).containsExactly("1|Anna|∅", "3|Cyd|back\n\"again\"", "4|Dan|d@x");
        }
    }

    @Test
    default void keysMoveAndChangePlaces() throws Exception {
        try (TestTarget target = fresh(); DestinationHandler handler = prepared(target, people())) {
            play(handler, people(), inserted(people(), "1", "Ann", "a@x"), inserted(people(), "2", "Bob", "b@x"), inserted(people(), "3", "Cid", "c@x"));
            play(handler, people(), moved(people(), "1", row("9", "Ann", "a@x")), moved(people(), "2", row("1", "Bobby", UNCHANGED)), moved(people(), "9", row("2", "Ann", UNCHANGED)),
                    moved(people(), "3", row("30", UNCHANGED, UNCHANGED)));
            assertThat(target.contents(people())).containsExactly("1|Bobby|b@x", "2|Ann|a@x", "30|Cid|c@x");
        }
    }

    @Test
    default void cellsThatAnUpdateDoesNotTellStayWhatTheyAre() throws Exception {
        try (TestTarget target = fresh(); DestinationHandler handler = prepared(target, people())) {
            play(handler, people(), inserted(people(), "1", "Ann", "a@x"), inserted(people(), "2", "Bob", null));
            play(handler, people(), updated(people(), null, row("1", UNCHANGED, "new")), updated(people(), null, row("2", "Bert", UNCHANGED)),
                    inserted(people(), "3", "Cid", "c@x"), updated(people(), null, row("3", UNCHANGED, null)));
            assertThat(target.contents(people())).containsExactly("1|Ann|new", "2|Bert|∅", "3|Cid|∅");
        }
    }

    @Test
    default void ofEqualRowsWithoutAKeyOneIsChanged() throws Exception {
        try (TestTarget target = fresh()) {
            TableSchema log = table("log", 0, column("word", new PgType.Varchar("character varying(20)", 20)), column("num", INTEGER));
            try (DestinationHandler handler = prepared(target, log)) {
                play(handler, log, inserted(log, "a", "1"), inserted(log, "a", "1"), inserted(log, "a", "1"), inserted(log, null, null), inserted(log, null, null));
                play(handler, log, deleted(log, "a", "1"), updated(log, row("a", "1"), row("b", null)), deleted(log, null, null));
                assertThat(target.contents(log)).containsExactly("a|1", "b|∅", "∅|∅");
            }
        }
    }

    @Test
    default void aTruncateKeepsItsPlaceAmongOtherChanges() throws Exception {
        try (TestTarget target = fresh()) {
            TableSchema more = table("more", 1, column("id", INTEGER));
            try (DestinationHandler handler = prepared(target, people(), more)) {
                handler.apply(transaction(List.of(people(), more), true, inserted(people(), "1", "Ann", null), inserted(more, "1")));
                handler.commit(START.at(Lsn.parse("0/200")));
                handler.apply(transaction(List.of(people(), more), true, inserted(people(), "2", "Bob", null), truncated(people(), more), inserted(people(), "3", "Cid", null)));
                handler.commit(START.at(Lsn.parse("0/300")));
                assertThat(target.contents(people())).containsExactly("3|Cid|∅");
                assertThat(target.contents(more)).isEmpty();
            }
        }
    }

    @Test
    default void aLargeTransactionComesInPartsAndIsThereAfterItsCommit() throws Exception {
        try (TestTarget target = fresh(); DestinationHandler handler = prepared(target, people())) {
            List<TableSchema> tables = List.of(people());
            handler.apply(transaction(tables, false, inserted(people(), "1", "taken back", null)));
            handler.rollback();
            for (int part = 0; part < 3; part++) {
                int from = part * 400;
                handler.apply(transaction(tables, part == 2, IntStream.range(from, from + 400).mapToObj(i -> inserted(people(), "" + i, "n" + i, null)).toArray(Change[]::new)));
            }
            handler.commit(START.at(Lsn.parse("0/200")));
            assertThat(target.contents(people())).isEqualTo(IntStream.range(0, 1200).mapToObj(i -> i + "|n" + i + "|∅").sorted().toList());
        }
    }

    @Test
    default void changesGoOnWhereAFirstCopyEnded() throws Exception {
        try (TestTarget target = fresh(); DestinationHandler handler = prepared(target, people())) {
            try (LoadLane lane = handler.lane()) {
                load(lane, 0, 500);
                lane.commit(new ChunkCopy(people().source(), "1:0-9", 500));
                load(lane, 500, 900);
                lane.rollback();
                load(lane, 500, 1000);
                lane.commit(new TableCopy(people().source(), "10:20:", Lsn.ZERO, false, true, 1000));
            }
            handler.commitLoad();
            assertThat(handler.chunks()).isEmpty();
            assertThat(handler.copyOf(people().source()).orElseThrow().done()).isTrue();
            play(handler, people(), deleted(people(), "7", null, null), updated(people(), null, row("8", "changed", UNCHANGED)));
            assertThat(target.contents(people())).isEqualTo(IntStream.range(0, 1000).filter(i -> i != 7)
                    .mapToObj(i -> i + "|" + (i == 8 ? "changed" : "copied") + "|e" + i).sorted().toList());
        }
    }

    private static void load(LoadLane lane, int from, int to) {
        try (TableLoader loader = lane.load(people(), false, true)) {
            for (int i = from; i < to; i++) {
                loader.add(row("" + i, "copied", "e" + i));
            }
            loader.flush();
        }
    }

    @Test
    default void valuesOfEveryKindAreReadBackAsTheyWere() throws Exception {
        try (TestTarget target = fresh()) {
            TableSchema facts = table("facts", 1, column("id", INTEGER), column("num", PgType.Simple.BIGINT), column("price", new PgType.Numeric("numeric(30,10)", 30, 10)),
                    column("ratio", PgType.Simple.DOUBLE), column("ok", PgType.Simple.BOOLEAN), column("word", TEXT), column("photo", PgType.Simple.BYTEA),
                    column("doc", PgType.Simple.JSONB), column("born", PgType.Simple.DATE), column("made", new PgType.Timestamp("timestamp without time zone", 6, false)),
                    column("seen", new PgType.Timestamp("timestamp with time zone", 6, true)));
            try (DestinationHandler handler = prepared(target, facts)) {
                play(handler, facts, inserted(facts, "1", "-9223372036854775808", "12345678901234567890.0123456789", "0.30000000000000004", "t", "t\té\\ 日本 🎉 ", "\\x00ff0a",
                        "{\"a\": [1, 2.50, null], \"b\": \"x\"}", "2024-02-29", "2024-02-29 12:34:56.789012", "2024-02-29 12:34:56.5+00"),
                        inserted(facts, "2", null, null, null, null, null, null, null, null, null, null));
                assertThat(target.contents(facts)).containsExactly("1|-9223372036854775808|12345678901234567890.0123456789|0.30000000000000004|true|t\té\\ 日本 🎉 |\\x00ff0a"
                        + "|{a=[1,2.5,null], b=\"x\"}|2024-02-29|2024-02-29 12:34:56.789012|2024-02-29 12:34:56.5", "2|∅|∅|∅|∅|∅|∅|∅|∅|∅|∅");
            }
        }
    }
}
