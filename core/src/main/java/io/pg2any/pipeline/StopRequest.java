package io.pg2any.pipeline;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The wish that a stream ends: made once, from any thread; who waits for something else at that time is woken. */
final class StopRequest implements BooleanSupplier {

    private final CountDownLatch made = new CountDownLatch(1);
    private volatile Runnable waiting = () -> {};

    void make() {
        made.countDown();
        waiting.run();
    }

    @Override
    public boolean getAsBoolean() {
        return made.getCount() == 0;
    }

    /** Whether it was made within {@code patience}. */
    boolean await(Duration patience) throws InterruptedException {
        return made.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Who is woken when it is made; replaces whoever was named before. At once if it is made already. */
    void wakes(Runnable wake) {
        waiting = wake;
        if (getAsBoolean()) {
            wake.run();
        }
    }
}
