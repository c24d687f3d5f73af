package io.pg2any.app.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.pg2any.app.metrics.Numbers;
import io.pg2any.observe.Progress.State;

import static org.assertj.core.api.Assertions.assertThat;

class HealthTest {

    private static final Health HEALTH = new Health(Duration.ofMinutes(1), Duration.ofSeconds(30));
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Numbers numbers = new Numbers();

    private Health.Verdict healthy() {
        return HEALTH.healthy(numbers.metrics(), Instant.now());
    }

    private Health.Verdict ready() {
        return HEALTH.ready(numbers.metrics(), Instant.now());
    }

    @Test
    void aStreamThatFollowsIsHealthyAndReady() {
        assertThat(healthy().ok()).isTrue();
        assertThat(ready().ok()).isTrue();
    }

    @Test
    void aLongFirstCopyThatMovesIsHealthyAndNotReady() {
        numbers.state = State.COPYING;
        numbers.still = Duration.ofSeconds(5);
        assertThat(healthy().ok()).isTrue();
        assertThat(ready().reasons()).containsExactly("the first copy is not complete");
        numbers.still = LONG;
        assertThat(healthy().reasons()).containsExactly("the first copy has not moved for 2:00 min");
        numbers.finishing = Optional.of("making indexes");
        assertThat(healthy().ok()).as("indexes show no progress until they are there").isTrue();
    }

    @Test
    void whatIsStuckIsUnhealthyUnlessItIsPaused() {
        numbers.still = LONG;
        assertThat(healthy().reasons()).singleElement().asString().contains("nothing has been applied for 2:00 min");
        numbers.paused = true;
        assertThat(healthy().ok()).isTrue();
        assertThat(ready().reasons()).containsExactly("it is paused");
    }

    @Test
    void aServerThatIsAwayIsUnhealthyAfterTheLimitWithItsReason() {
        numbers.state = State.RETRYING;
        numbers.inTrouble = Optional.of(Duration.ofSeconds(10));
        assertThat(healthy().ok()).isTrue();
        assertThat(ready().ok()).isFalse();
        numbers.inTrouble = Optional.of(LONG);
        assertThat(healthy().reasons()).singleElement().asString().contains("source-unreachable");
    }

    @Test
    void connectingAgainAndAgainIsNoCureUntilSomethingArrivesOrItHolds() {
        numbers.inTrouble = Optional.of(LONG);
        numbers.inState = Duration.ofSeconds(3);
        assertThat(healthy().ok()).isFalse();
        numbers.inState = LONG;
        assertThat(healthy().ok()).isTrue();
    }

    @Test
    void aLostSlotAndAnEndAreUnhealthy() {
        numbers.walStatus = "lost";
        assertThat(healthy().reasons()).singleElement().asString().contains("the slot is lost");
        numbers.walStatus = "reserved";
        numbers.state = State.FAILED;
        assertThat(healthy().ok()).isFalse();
    }

    @Test
    void beingBehindIsHealthyAndNotReady() {
        numbers.lag = LONG;
        assertThat(healthy().ok()).isTrue();
        assertThat(ready().reasons()).containsExactly("the target is 2:00 min behind the source");
    }
}
