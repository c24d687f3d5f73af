package io.pg2any.destination;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;
import io.pg2any.type.PgType;

import static io.pg2any.destination.Fixtures.INTEGER;
import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.STREAM;
import static io.pg2any.destination.Fixtures.column;
import static io.pg2any.destination.Fixtures.inserted;
import static io.pg2any.destination.Fixtures.people;
import static io.pg2any.destination.Fixtures.table;
import static io.pg2any.destination.Fixtures.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where a stream stands is stored with the rows, and only by the runner that took the stream over. */
public interface CheckpointContract {

    TestTarget fresh() throws Exception;

    private static ChangeBatch person(String id) {
        Change inserted = inserted(people(), id, "n" + id, null);
        return transaction(List.of(people()), true, inserted);
    }

    @Test
    default void aNewStreamHasNoCheckpoint() throws Exception {
        try (TestTarget target = fresh()) {
            try (DestinationHandler handler = target.handler(true)) {
                assertThat(handler.open(STREAM)).isEmpty();
                assertThat(handler.fence()).isEmpty();
            }
            try (DestinationHandler again = target.handler(true)) {
                assertThat(again.open(STREAM)).isEmpty();
            }
        }
    }

    @Test
    default void aCheckpointIsReadBackAsItWasStored() throws Exception {
        try (TestTarget target = fresh()) {
            Checkpoint later = new Checkpoint(new StreamIdentity("slot_a", "7000000000000000001", 2, "shop"), Lsn.parse("16/B374D848"));
            try (DestinationHandler first = target.running()) {
                first.apply(new ChangeBatch(List.of(), List.of()));
                first.commit(later);
            }
            try (DestinationHandler second = target.handler(true)) {
                assertThat(second.open(STREAM)).contains(later);
                assertThat(second.fence()).contains(later);
            }
        }
    }

    /** What was not committed is gone, or gets the same effect when it comes again. So many rows that no buffer holds them back; and of equal ones each counts. */
    @Test
    default void rowsAndCheckpointAreCommittedTogetherOrNotAtAll() throws Exception {
        TableSchema log = table("log", 0, column("word", new PgType.Varchar("character varying(1000)", 1000)), column("num", INTEGER));
        Change[] many = IntStream.range(0, 2_000).mapToObj(i -> inserted(log, "x".repeat(999), "" + i / 2)).toArray(Change[]::new);
        ChangeBatch large = transaction(List.of(log), true, many);
        try (TestTarget target = fresh()) {
            Guarantee guarantee;
            try (DestinationHandler handler = target.running()) {
                guarantee = handler.capabilities().guarantee();
                handler.prepare(log);
                handler.apply(transaction(List.of(log), true, inserted(log, "first", "1")));
                handler.commit(START.at(Lsn.parse("0/200")));
                handler.apply(large);
            }
            if (guarantee == Guarantee.ATOMIC) {
                assertThat(target.contents(log)).containsExactly("first|1");
            }
            try (DestinationHandler handler = target.handler(true)) {
                assertThat(handler.open(STREAM)).contains(START.at(Lsn.parse("0/200")));
                assertThat(handler.fence()).contains(START.at(Lsn.parse("0/200")));
                handler.prepare(log);
                handler.apply(large);
                handler.commit(START.at(Lsn.parse("0/300")));
                assertThat(guarantee == Guarantee.AT_LEAST_ONCE ? target.contents(log).stream().distinct().toList() : target.contents(log))
                        .hasSize(1 + (guarantee == Guarantee.AT_LEAST_ONCE ? many.length / 2 : many.length)).contains("first|1", "x".repeat(999) + "|999");
            }
        }
    }

    /** Either the new one gets in and the former commits no more, or it is kept out and the former goes on. */
    @Test
    default void ofTwoRunnersOneAloneCanCommit() throws Exception {
        try (TestTarget target = fresh(); DestinationHandler first = target.running(); DestinationHandler second = target.handler(true)) {
            first.prepare(people());
            second.open(STREAM);
            if (isKeptOut(second)) {
                first.apply(person("1"));
                first.commit(START.at(Lsn.parse("0/200")));
                assertThat(target.contents(people())).containsExactly("1|n1|∅");
                return;
            }
            first.apply(person("1"));
            assertThatThrownBy(() -> first.commit(START.at(Lsn.parse("0/200"))))
                    .isInstanceOfSatisfying(CdcException.class, e -> {
                        assertThat(e.code()).isEqualTo("fenced");
                        assertThat(e.kind()).isEqualTo(CdcException.Kind.POSITION);
                    });
            first.close();
            assertThat(target.contents(people())).isEmpty();
            second.commit(START.at(Lsn.parse("0/300")));
        }
    }

    @Test
    default void ofTwoRunnersOneAloneCanCommitALoadAndResetTheCheckpoint() throws Exception {
        try (TestTarget target = fresh(); DestinationHandler first = target.running(); DestinationHandler second = target.handler(true)) {
            TableCopy begun = new TableCopy(new TableId("public", "people"), null, Lsn.ZERO, false, false, 0);
            second.open(STREAM);
            if (isKeptOut(second)) {
                first.recordCopy(begun);
                first.commitLoad();
                first.reset(START);
                return;
            }
            first.recordCopy(begun);
            assertThatThrownBy(first::commitLoad).hasMessageContaining("took over slot slot_a");
            first.rollback();
            assertThatThrownBy(() -> first.reset(START)).hasMessageContaining("took over slot slot_a");
        }
    }

    private static boolean isKeptOut(DestinationHandler second) {
        try {
            second.fence();
            return false;
        } catch (CdcException e) {
            assertThat(e.kind()).as("whoever waits may get in").isEqualTo(CdcException.Kind.TRANSIENT);
            return true;
        }
    }

    @Test
    default void streamsOfDifferentSlotsKeepTheirOwnPositions() throws Exception {
        StreamIdentity other = new StreamIdentity("slot_b", "7000000000000000009", 1, "shop");
        try (TestTarget target = fresh(); DestinationHandler one = target.running()) {
            try (DestinationHandler two = target.handler(true)) {
                assertThat(two.open(other)).isEmpty();
                two.fence();
                two.reset(new Checkpoint(other, Lsn.parse("0/900")));
                one.commit(START.at(Lsn.parse("0/200")));
            }
            try (DestinationHandler again = target.handler(true)) {
                assertThat(again.open(other)).contains(new Checkpoint(other, Lsn.parse("0/900")));
            }
        }
    }

    @Test
    default void theStateOfFirstCopiesIsKeptUntilTheCheckpointIsReset() throws Exception {
        try (TestTarget target = fresh(); DestinationHandler handler = target.running()) {
            TableId people = new TableId("public", "people");
            TableCopy begun = new TableCopy(people, "10:20:11,15", Lsn.ZERO, false, false, 0);
            handler.recordCopy(new TableCopy(people, null, Lsn.ZERO, false, false, 0));
            handler.recordCopy(begun);
            handler.recordCopy(new TableCopy(new TableId("other", "people"), "10:20:", Lsn.ZERO, false, true, 7));
            handler.commitLoad();
            assertThat(handler.copyOf(people)).contains(begun);
            assertThat(handler.copies()).hasSize(2);
            handler.reset(START);
            assertThat(handler.copies()).isEqualTo(List.of());
        }
    }

    @Test
    default void rollbackTakesBackRowsAndCopyState() throws Exception {
        try (TestTarget target = fresh(); DestinationHandler handler = target.running()) {
            handler.prepare(people());
            handler.apply(person("1"));
            handler.recordCopy(new TableCopy(people().source(), null, Lsn.ZERO, false, true, 1));
            handler.rollback();
            handler.commit(START.at(Lsn.parse("0/200")));
            assertThat(handler.copies()).isEmpty();
            assertThat(handler.isEmpty(people())).isTrue();
            assertThat(target.contents(people())).isEmpty();
        }
    }
}
