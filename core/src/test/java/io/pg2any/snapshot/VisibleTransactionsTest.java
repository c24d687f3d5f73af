package io.pg2any.snapshot;

import org.junit.jupiter.api.Test;

import io.pg2any.event.Xid;

import static org.assertj.core.api.Assertions.assertThat;

class VisibleTransactionsTest {

    @Test
    void showsWhatWasOverAndHidesWhatRanOrCameLater() {
        VisibleTransactions snapshot = VisibleTransactions.parse("100:110:100,105");
        assertThat(snapshot.shows(new Xid(99))).isTrue();
        assertThat(snapshot.shows(new Xid(100))).isFalse();
        assertThat(snapshot.shows(new Xid(104))).isTrue();
        assertThat(snapshot.shows(new Xid(105))).isFalse();
        assertThat(snapshot.shows(new Xid(110))).isFalse();
    }

    @Test
    void idsOfTheStreamAreTakenAsNearestToTheSnapshot() {
        long epoch = 3L << 32;
        VisibleTransactions snapshot = VisibleTransactions.parse((epoch - 5) + ":" + (epoch + 5) + ":" + (epoch + 1));
        assertThat(snapshot.shows(new Xid(-6))).isTrue();
        assertThat(snapshot.shows(new Xid(-1))).isTrue();
        assertThat(snapshot.shows(new Xid(1))).isFalse();
        assertThat(snapshot.shows(new Xid(4))).isTrue();
        assertThat(snapshot.shows(new Xid(5))).isFalse();
    }

    @Test
    void readsASnapshotWithoutRunningTransactions() {
        assertThat(VisibleTransactions.parse("7:7:").shows(new Xid(6))).isTrue();
    }
}
