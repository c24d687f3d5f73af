package io.pg2any.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.pg2any.error.CdcException;
import io.pg2any.event.ChangeEvent.Message;
import io.pg2any.event.ChangeEvent.Origin;
import io.pg2any.event.ChangeEvent.RelationEvent;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.Lsn;
import io.pg2any.event.Xid;

import static io.pg2any.transaction.Stream.AUDIT;
import static io.pg2any.transaction.Stream.USERS;
import static io.pg2any.transaction.Stream.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TransactionAssemblerTest {

    @Test
    void handsOutATransactionAtItsCommit() {
        Stream stream = Stream.whole().begin(7, 100).row("1").row("2");
        assertThat(stream.seen()).isEmpty();
        assertThat(stream.assembler.isInsideTransaction()).isTrue();
        stream.commit(100);
        assertThat(stream.seen()).containsExactly("7[1, 2]108");
        assertThat(stream.assembler.isInsideTransaction()).isFalse();
        assertThat(stream.slices.getFirst().commitLsn()).isEqualTo(new Lsn(100));
        assertThat(stream.slices.getFirst().commitTime()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(stream.slices.getFirst().bytes()).isPositive();
    }

    @Test
    void handsOutAnEmptyTransactionSinceThePositionGoesOnByIt() {
        assertThat(Stream.whole().begin(7, 100).commit(100).seen()).containsExactly("7[]108");
    }

    @Test
    void dropsTransactionsThatTheTargetHolds() {
        Stream stream = Stream.after(108)
                .begin(7, 100).row("1").commit(100)
                .begin(8, 108).row("2").commit(108);
        assertThat(stream.seen()).containsExactly("8[2]116");
    }

    @Test
    void cutsALargeTransactionIntoSlices() {
        long twoRows = 2 * HeldTransaction.costOf(insert(USERS, 0, "1", "name"));
        Stream stream = Stream.inSlicesOf(twoRows).begin(7, 100).row("1").row("2").row("3").row("4").row("5").commit(100);
        assertThat(stream.seen()).containsExactly("7[1, 2]+", "7[3, 4]+", "7[5]108");
        assertThat(stream.slices.getFirst().bytes()).isEqualTo(twoRows);
        assertThat(stream.slices.getFirst().endLsn()).isEqualTo(Lsn.ZERO);
    }

    @Test
    void dropsChangesOfTablesThatAreNotWanted() {
        Stream stream = Stream.filtered((table, xid) -> table == USERS || xid.equals(new Xid(8)));
        stream.begin(7, 100).event(insert(AUDIT, 0, "1", "x")).row("2").event(insert(AUDIT, 0, "3", "x")).commit(100);
        stream.begin(8, 200).event(insert(AUDIT, 0, "4", "x")).commit(200);
        assertThat(stream.seen()).containsExactly("7[2]108", "8[4]208");
    }

    @Test
    void keepsOfATruncateTheWantedTables() {
        Stream stream = Stream.filtered((table, xid) -> table == USERS);
        stream.begin(7, 100)
                .event(new Truncate(List.of(AUDIT, USERS), true, false, Xid.NONE))
                .event(new Truncate(List.of(AUDIT), true, false, Xid.NONE))
                .event(new Truncate(List.of(USERS), true, false, Xid.NONE))
                .commit(100);
        assertThat(stream.seen()).containsExactly("7[T[users], T[users]]108");
    }

    @Test
    void looksOverEventsThatChangeNoRow() {
        Stream stream = Stream.whole()
                .event(new RelationEvent(USERS, Xid.NONE))
                .event(new Message(false, new Lsn(50), "prefix", new byte[0], Xid.NONE))
                .begin(7, 100)
                .event(new Origin(new Lsn(1), "elsewhere"))
                .row("1")
                .event(new Message(true, new Lsn(60), "prefix", new byte[0], Xid.NONE))
                .commit(100);
        assertThat(stream.seen()).containsExactly("7[1]108");
    }

    @Test
    void stopsAtEventsInAnImpossibleOrder() {
        assertProtocolError(() -> Stream.whole().row("1"));
        assertProtocolError(() -> Stream.whole().commit(100));
        assertProtocolError(() -> Stream.whole().begin(7, 100).begin(8, 200));
        assertProtocolError(() -> Stream.whole().begin(7, 100).commit(101));
        assertProtocolError(() -> Stream.whole().begin(7, 100).streamStart(8, true));
        assertProtocolError(() -> Stream.whole().streamStop());
        assertProtocolError(() -> Stream.whole().streamStart(7, false));
        assertProtocolError(() -> Stream.whole().streamStart(7, true).streamStop().streamStart(7, true));
        assertProtocolError(() -> Stream.whole().streamStart(7, true).commit(100));
        assertProtocolError(() -> Stream.whole().streamCommit(7, 100));
        assertProtocolError(() -> Stream.whole().streamPrepare(7, 100, "gid"));
        assertProtocolError(() -> Stream.whole().beginPrepare(7, 100, "gid").commit(100));
        assertProtocolError(() -> Stream.whole().prepare(7, 100, "gid"));
        assertProtocolError(() -> Stream.whole().beginPrepare(7, 100, "gid").prepare(7, 100, "other"));
    }

    @Test
    void interleavesStreamedTransactionsWithOthers() {
        Stream stream = Stream.whole()
                .streamStart(7, true).row("1", 7).streamStop()
                .streamStart(8, true).row("2", 8).streamStop()
                .begin(9, 100).row("3").commit(100)
                .streamStart(7, false).row("4", 7).streamStop();
        assertThat(stream.assembler.heldTransactions()).isEqualTo(2);
        stream.streamCommit(8, 200).streamCommit(7, 300);
        assertThat(stream.seen()).containsExactly("9[3]108", "8[2]208", "7[1, 4]308");
        assertThat(stream.assembler.heldTransactions()).isZero();
        assertThat(stream.assembler.heldBytes()).isZero();
    }

    @Test
    void cutsAStreamedTransactionIntoSlicesAtItsCommit() {
        long twoRows = 2 * HeldTransaction.costOf(insert(USERS, 0, "1", "name"));
        Stream stream = Stream.inSlicesOf(twoRows)
                .streamStart(7, true).row("1", 7).row("2", 7).row("3", 7).streamStop()
                .streamCommit(7, 100);
        assertThat(stream.seen()).containsExactly("7[1, 2]+", "7[3]108");
    }

    @Test
    void dropsWhatWasRolledBack() {
        Stream stream = Stream.whole()
                .streamStart(7, true).row("1", 7).row("2", 8).row("3", 9).row("4", 8).streamStop()
                .streamAbort(7, 9)
                .streamStart(7, false).row("5", 7).row("6", 10).streamStop()
                .streamAbort(7, 8)
                .streamStart(11, true).row("7", 11).streamStop()
                .streamAbort(11, 11)
                .streamAbort(12, 12)
                .streamAbort(12, 13)
                .streamCommit(7, 100);
        assertThat(stream.seen()).containsExactly("7[1, 5, 6]108");
        assertThat(stream.assembler.heldBytes()).isZero();
    }

    @Test
    void freesTheMemoryOfARolledBackSavepoint() {
        Stream stream = Stream.whole().streamStart(7, true).row("1", 7).streamStop();
        long before = stream.assembler.heldBytes();
        stream.streamStart(7, false);
        for (int i = 0; i < 1000; i++) {
            stream.row("2", 8 + i % 2);
        }
        stream.streamStop().streamAbort(7, 9).streamAbort(7, 8);
        assertThat(stream.assembler.heldBytes()).isLessThan(before + 1000);
    }

    @Test
    void dropsStreamedTransactionsThatTheTargetHolds() {
        Stream stream = Stream.after(150)
                .streamStart(7, true).row("1", 7).streamStop().streamCommit(7, 100)
                .streamCommit(8, 120)
                .streamStart(9, true).row("2", 9).streamStop().streamCommit(9, 150);
        assertThat(stream.seen()).containsExactly("9[2]158");
        assertThat(stream.assembler.heldTransactions()).isZero();
    }

    @Test
    void asksTheFilterWhenAStreamedTransactionCommits() {
        List<String> wanted = new ArrayList<>();
        Stream stream = Stream.filtered((table, xid) -> wanted.contains(table.table().table()))
                .streamStart(7, true).row("1", 8).streamStop();
        wanted.add("users");
        assertThat(stream.streamCommit(7, 100).seen()).containsExactly("7[1]108");
    }

    @Test
    void handsOutAPreparedTransactionAtItsSecondPhase() {
        Stream stream = Stream.whole()
                .beginPrepare(7, 100, "a").row("1").prepare(7, 100, "a")
                .beginPrepare(8, 200, "b").row("2").prepare(8, 200, "b")
                .streamStart(9, true).row("3", 9).streamStop().streamPrepare(9, 300, "c")
                .rollbackPrepared(8, 208, "b")
                .rollbackPrepared(10, 90, "never seen");
        assertThat(stream.seen()).isEmpty();
        assertThat(stream.assembler.heldTransactions()).isEqualTo(2);
        stream.commitPrepared(9, 400, "c").commitPrepared(7, 500, "a");
        assertThat(stream.seen()).containsExactly("9[3]408", "7[1]508");
        assertThat(stream.assembler.heldTransactions()).isZero();
    }

    @Test
    void doesNotLetTheSlotForgetAPreparedTransactionThatIsHereOnly() {
        Stream stream = Stream.whole().begin(6, 50).commit(50);
        assertThat(stream.assembler.acknowledgeable(new Lsn(58))).isEqualTo(new Lsn(58));
        stream.beginPrepare(7, 100, "a").row("1");
        assertThat(stream.assembler.acknowledgeable(new Lsn(900))).isEqualTo(new Lsn(100));
        stream.prepare(7, 100, "a").begin(8, 200).commit(200);
        assertThat(stream.assembler.acknowledgeable(new Lsn(208))).isEqualTo(new Lsn(100));
        assertThat(stream.assembler.acknowledgeable(new Lsn(58))).isEqualTo(new Lsn(58));
        stream.commitPrepared(7, 300, "a");
        assertThat(stream.assembler.acknowledgeable(new Lsn(208))).as("handed out, not durable").isEqualTo(new Lsn(100));
        assertThat(stream.assembler.acknowledgeable(new Lsn(308))).isEqualTo(new Lsn(308));
    }

    @Test
    void acknowledgesBeyondAPreparedTransactionThatWasRolledBack() {
        Stream stream = Stream.whole().beginPrepare(7, 100, "a").prepare(7, 100, "a").rollbackPrepared(7, 108, "a");
        assertThat(stream.assembler.acknowledgeable(new Lsn(300))).isEqualTo(new Lsn(300));
    }

    @Test
    void doesNotPassOverAPreparedTransactionThatWasLost() {
        assertThatExceptionOfType(CdcException.class)
                .isThrownBy(() -> Stream.whole().commitPrepared(7, 300, "a"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(CdcException.Kind.POSITION));
        assertThat(Stream.after(400).commitPrepared(7, 300, "a").seen()).isEmpty();
    }

    private static void assertProtocolError(ThrowingCallable call) {
        assertThatExceptionOfType(CdcException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.kind()).isEqualTo(CdcException.Kind.INTERNAL);
            assertThat(e.code()).isEqualTo("protocol-order");
        });
    }
}
