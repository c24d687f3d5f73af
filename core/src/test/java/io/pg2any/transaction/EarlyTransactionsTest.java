package io.pg2any.transaction;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.pg2any.destination.TransactionSlice;

import static io.pg2any.transaction.Stream.USERS;
import static io.pg2any.transaction.Stream.insert;
import static org.assertj.core.api.Assertions.assertThat;

class EarlyTransactionsTest {

    private static final long ROW = HeldTransaction.costOf(insert(USERS, 0, "1", "name"));

    /** Slices of two rows; a head start from a single row on. */
    private static Stream stream() {
        return Stream.early(2 * ROW, ROW);
    }

    private static List<Boolean> early(Stream stream) {
        return stream.slices.stream().map(slice -> slice.headStart() != null).toList();
    }

    @Test
    void aLargeTransactionIsHandedOutWhileItRuns() {
        try (Stream stream = stream()) {
            stream.streamStart(7, true).row("1", 7).row("2", 7).row("3", 7).streamStop();
            assertThat(stream.seen()).containsExactly("7[1, 2]+");
            stream.begin(8, 50).row("8").commit(50);
            stream.streamStart(7, false).row("4", 7).row("5", 7).streamStop().streamCommit(7, 100);
            assertThat(stream.seen()).containsExactly("7[1, 2]+", "8[8]58", "7[3, 4]+", "7[5]108");
            assertThat(early(stream)).containsExactly(true, false, true, true);
            assertThat(stream.slices.getLast().commitLsn().value()).isEqualTo(100);
            assertThat(stream.assembler.heldBytes()).isZero();
        }
    }

    @Test
    void oneThatWasGivenUpComesAgainAsAWhole() {
        try (Stream stream = stream()) {
            stream.streamStart(7, true).row("1", 7).row("2", 7).streamStop();
            assertThat(stream.slices.getFirst().headStart().giveUp()).isTrue();
            stream.streamStart(7, false).row("3", 7).streamStop().streamCommit(7, 100);
            assertThat(stream.seen()).containsExactly("7[1, 2]+", "7[1, 2]+", "7[3]108");
            assertThat(early(stream)).containsExactly(true, false, false);
        }
    }

    @Test
    void aRollbackOfAPartGivesItUp() {
        try (Stream stream = stream()) {
            stream.streamStart(7, true).row("1", 7).row("2", 7).row("3", 9).streamStop().streamAbort(7, 9);
            TransactionSlice end = stream.slices.getLast();
            assertThat(end.headStart().isGivenUp()).isTrue();
            assertThat(end.changes()).isEmpty();
            stream.streamStart(7, false).row("4", 7).streamStop().streamCommit(7, 100);
            assertThat(stream.seen().subList(2, 4)).containsExactly("7[1, 2]+", "7[4]108");
        }
    }

    @Test
    void oneThatTheTargetHasAlreadyIsGivenUp() {
        try (Stream stream = stream()) {
            stream.streamStart(7, true).row("1", 7).row("2", 7).streamStop().streamAbort(7, 7);
            assertThat(stream.slices).hasSize(2).allMatch(slice -> slice.headStart().isGivenUp());
            assertThat(stream.assembler.heldTransactions()).isZero();
        }
    }

    @Test
    void onlyOneAtATimeRunsAhead() {
        try (Stream stream = stream()) {
            stream.streamStart(7, true).row("1", 7).row("2", 7).streamStop();
            stream.streamStart(8, true).row("3", 8).row("4", 8).streamStop().streamCommit(8, 90).streamCommit(7, 100);
            assertThat(stream.seen()).containsExactly("7[1, 2]+", "8[3, 4]+", "8[]98", "7[]108");
            assertThat(early(stream)).containsExactly(true, false, false, true);
        }
    }

    @Test
    void onceTheCommitIsHandedOutItCannotBeGivenUp() {
        try (Stream stream = stream()) {
            stream.streamStart(7, true).row("1", 7).row("2", 7).streamStop().streamCommit(7, 100);
            assertThat(stream.slices.getLast().headStart().giveUp()).isFalse();
        }
    }
}
