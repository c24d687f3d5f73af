package io.pg2any.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.Xid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(20)
class HandOverTest {

    private static final Duration NOT_LONG = Duration.ofMillis(1);

    private static TransactionSlice slice(int xid, boolean last, long bytes) {
        return new TransactionSlice(new Xid(xid), new Lsn(xid), last ? new Lsn(xid + 1L) : Lsn.ZERO, Instant.EPOCH, List.of(), last, bytes);
    }

    private static void put(HandOver handOver, TransactionSlice slice) {
        handOver.put(slice, () -> {});
    }

    @Test
    void whatPiledUpLeavesAsOneBatchUpToTheLimit() throws Exception {
        HandOver handOver = new HandOver(1_000_000);
        for (int i = 1; i <= 5; i++) {
            put(handOver, slice(i, true, 100));
        }
        assertThat(handOver.take(250, NOT_LONG)).extracting(s -> s.xid().value()).containsExactly(1, 2);
        assertThat(handOver.take(1000, NOT_LONG)).extracting(s -> s.xid().value()).containsExactly(3, 4, 5);
        assertThat(handOver.bytes()).isZero();
    }

    @Test
    void aBatchDoesNotEndInsideATransactionThatItNeedNotHaveBegun() throws Exception {
        HandOver handOver = new HandOver(1_000_000);
        put(handOver, slice(1, true, 10));
        put(handOver, slice(2, false, 10));
        put(handOver, slice(2, true, 10));
        put(handOver, slice(3, true, 10));
        assertThat(handOver.take(1000, NOT_LONG)).hasSize(1);
        assertThat(handOver.take(1000, NOT_LONG)).extracting(s -> s.xid().value()).containsExactly(2, 2, 3);
    }

    @Test
    void whoWaitsIsWokenByAStop() throws Exception {
        HandOver handOver = new HandOver(1000);
        StopRequest stop = new StopRequest();
        stop.wakes(handOver::wake);
        Thread.ofVirtual().start(stop::make);
        assertThat(handOver.take(100, Duration.ofHours(1))).isEmpty();
        assertThat(stop.getAsBoolean()).isTrue();
    }

    @Test
    void whoBeginsToWaitAfterAStopIsWokenTooButOnlyOnce() throws Exception {
        HandOver handOver = new HandOver(1000);
        StopRequest stop = new StopRequest();
        stop.make();
        stop.wakes(handOver::wake);
        assertThat(handOver.take(100, Duration.ofHours(1))).isEmpty();
        put(handOver, slice(1, true, 10));
        assertThat(handOver.take(100, Duration.ofHours(1))).hasSize(1);
    }

    @Test
    void aSingleSliceBeyondTheLimitStillPasses() throws Exception {
        HandOver handOver = new HandOver(10);
        put(handOver, slice(1, true, 5000));
        assertThat(handOver.take(100, NOT_LONG)).hasSize(1);
    }

    @Test
    void theReaderWaitsWhileFullAndKeepsTheServerAliveMeanwhile() throws Exception {
        HandOver handOver = new HandOver(100);
        put(handOver, slice(1, true, 1000));
        CountDownLatch keptAlive = new CountDownLatch(2);
        CountDownLatch through = new CountDownLatch(1);
        Thread reader = Thread.ofPlatform().start(() -> {
            handOver.put(slice(2, true, 10), keptAlive::countDown);
            through.countDown();
        });
        assertThat(keptAlive.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(through.getCount()).isEqualTo(1);
        assertThat(handOver.take(10, NOT_LONG)).hasSize(1);
        assertThat(through.await(10, TimeUnit.SECONDS)).isTrue();
        reader.join();
    }

    @Test
    void theReadersFailureComesAfterWhatItHadHandedOver() throws Exception {
        HandOver handOver = new HandOver(100);
        put(handOver, slice(1, true, 10));
        handOver.fail(CdcException.transientFailure("gone", "gone", null));
        assertThat(handOver.take(10, NOT_LONG)).hasSize(1);
        assertThatThrownBy(() -> handOver.take(10, NOT_LONG)).isInstanceOf(CdcException.class);
    }

    @Test
    void aReachedPositionCountsOnlyWhenNothingWaits() throws Exception {
        HandOver handOver = new HandOver(100);
        handOver.reached(new Lsn(50));
        assertThat(handOver.reachedWhenEmpty()).isEqualTo(new Lsn(50));
        put(handOver, slice(60, true, 10));
        assertThat(handOver.reachedWhenEmpty()).isNull();
    }

    @Test
    void closingFreesWhoWaits() throws Exception {
        HandOver handOver = new HandOver(100);
        put(handOver, slice(1, true, 1000));
        Thread reader = Thread.ofPlatform().start(() -> put(handOver, slice(2, true, 10)));
        handOver.close();
        reader.join();
        assertThat(handOver.take(10, Duration.ofHours(1))).isEmpty();
    }
}
