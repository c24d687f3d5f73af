package io.pg2any.source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether the pause comes to what a server of some speed takes to fill the window. */
class PacingTest {

    private static final int WINDOW = 128 * 1024;
    private static final int READS = 4000;

    /** What a read finds that comes {@code nanos} after another one, of a server that sends so many megabytes a second. */
    private static int found(long nanos, long megabytes) {
        return (int) Math.min(WINDOW, nanos * megabytes / 1000);
    }

    @ParameterizedTest
    @ValueSource(longs = {40, 50, 70, 100, 120})
    void thePauseIsAsLongAsTheServerTakesToFillTheWindow(long megabytes) {
        Pacing pacing = new Pacing();
        long pause = pacing.after(WINDOW);
        long paused = 0;
        int full = 0;
        for (int i = 0; i < READS; i++) {
            paused += pause;
            int count = found(pause, megabytes);
            full += count >= WINDOW / 32 * 31 ? 1 : 0;
            pause = pacing.after(count);
        }
        double fills = WINDOW * 1000.0 / megabytes;
        assertThat(paused / (double) READS / fills).isBetween(0.85, 1.15);
        assertThat(full).as("full or nearly, of " + READS).isGreaterThan(READS * 4 / 5);
    }

    @Test
    void theSizeOfAFullWindowIsLearntAnewWhenItShrinks() {
        Pacing pacing = new Pacing();
        for (int i = 0; i < READS; i++) {
            pacing.after(WINDOW);
        }
        long pause = 0;
        long grown = 0;
        for (int i = 0; i < READS; i++) { // the kernel offers less, and that is full now
            pause = pacing.after(WINDOW / 2);
            grown = Math.max(grown, pause);
        }
        assertThat(grown).isGreaterThan(3_900_000);
        assertThat(pause).as("grown while it looked like less, and back since that is all there is").isBetween(1_000_000L, 1_100_000L);
    }

    @Test
    void theBoundsHold() {
        Pacing pacing = new Pacing();
        pacing.after(WINDOW);
        long pause = 0;
        for (int i = 0; i < READS / 10; i++) {
            pause = pacing.after(1);
        }
        assertThat(pause).isEqualTo(4_000_000);
    }
}
