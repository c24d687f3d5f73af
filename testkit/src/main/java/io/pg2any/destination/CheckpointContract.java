package io.pg2any.destination;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;

import static io.pg2any.destination.Fixtures.START;
import static io.pg2any.destination.Fixtures.STREAM;
import static io.pg2any.destination.Fixtures.batch;
import static io.pg2any.destination.Fixtures.people;
import static io.pg2any.destination.Fixtures.row;
import static io.pg2any.destination.Fixtures.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where a stream stands is stored with the rows, and only by the runner that took the stream over last. */
public interface CheckpointContract {

    TestDatabase fresh() throws Exception;

    @Test
    default void aNewStreamHasNoCheckpoint() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.handler(true);
            assertThat(handler.open(STREAM)).isEmpty();
            assertThat(handler.fence()).isEmpty();
            handler.close();
            assertThat(database.handler(true).open(STREAM)).isEmpty();
        }
    }

    @Test
    default void aCheckpointIsReadBackAsItWasStored() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler first = database.running();
            Checkpoint later = new Checkpoint(new StreamIdentity("slot_a", "7000000000000000001", 2, "shop"), Lsn.parse("16/B374D848"));
            first.apply(batch());
            first.commit(later);
            first.close();
            DestinationHandler second = database.handler(true);
            assertThat(second.open(STREAM)).contains(later);
            assertThat(second.fence()).contains(later);
        }
    }

    @Test
    default void rowsAndCheckpointAreCommittedTogetherOrNotAtAll() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.prepare(people());
            handler.apply(batch(upserts(people(), row("1", "Ann", "a@x"))));
            handler.commit(START.at(Lsn.parse("0/200")));
            handler.apply(batch(upserts(people(), row("2", "Bob", "b@x"))));
            handler.close();
            assertThat(database.query("SELECT id FROM people")).containsExactly("1");
            assertThat(database.handler(true).open(STREAM)).contains(START.at(Lsn.parse("0/200")));
        }
    }

    @Test
    default void aRunnerThatWasReplacedCannotCommit() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler first = database.running();
            first.prepare(people());
            DestinationHandler second = database.handler(true);
            second.open(STREAM);
            assertThat(second.fence()).contains(START);
            first.apply(batch(upserts(people(), row("1", "Ann", "a@x"))));
            assertThatThrownBy(() -> first.commit(START.at(Lsn.parse("0/200"))))
                    .isInstanceOfSatisfying(CdcException.class, e -> {
                        assertThat(e.code()).isEqualTo("fenced");
                        assertThat(e.kind()).isEqualTo(CdcException.Kind.POSITION);
                    });
            first.close();
            assertThat(database.query("SELECT id FROM people")).isEmpty();
            second.commit(START.at(Lsn.parse("0/300")));
        }
    }

    @Test
    default void aRunnerThatWasReplacedCannotCommitALoadNorResetTheCheckpoint() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler first = database.running();
            DestinationHandler second = database.handler(true);
            second.open(STREAM);
            second.fence();
            first.recordCopy(new TableCopy(new TableId("public", "people"), null, Lsn.ZERO, false, false, 0));
            assertThatThrownBy(first::commitLoad).hasMessageContaining("took over slot slot_a");
            first.rollback();
            assertThatThrownBy(() -> first.reset(START)).hasMessageContaining("took over slot slot_a");
        }
    }

    @Test
    default void streamsOfDifferentSlotsKeepTheirOwnPositions() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler one = database.running();
            StreamIdentity other = new StreamIdentity("slot_b", "7000000000000000009", 1, "shop");
            DestinationHandler two = database.handler(true);
            assertThat(two.open(other)).isEmpty();
            two.fence();
            two.reset(new Checkpoint(other, Lsn.parse("0/900")));
            one.commit(START.at(Lsn.parse("0/200")));
            assertThat(two.fence()).contains(new Checkpoint(other, Lsn.parse("0/900")));
        }
    }

    @Test
    default void theStateOfFirstCopiesIsKeptUntilTheCheckpointIsReset() throws Exception {
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
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
        try (TestDatabase database = fresh()) {
            DestinationHandler handler = database.running();
            handler.prepare(people());
            handler.apply(batch(upserts(people(), row("1", "Ann", null))));
            handler.recordCopy(new TableCopy(people().source(), null, Lsn.ZERO, false, true, 1));
            handler.rollback();
            handler.commit(START.at(Lsn.parse("0/200")));
            assertThat(handler.copies()).isEmpty();
            assertThat(handler.isEmpty(people())).isTrue();
        }
    }
}
