package io.pg2any.app.verify;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Rows read of both sides. The source's are told now and then. */
final class Counts {

    private static final int TOLD_EVERY = 5000;

    private final LongConsumer told;
    private final AtomicLong source = new AtomicLong();
    private long target;

    Counts(LongConsumer told) {
        this.told = told;
    }

    void sourceRow() {
        long rows = source.incrementAndGet();
        if (rows % TOLD_EVERY == 0) {
            told.accept(rows);
        }
    }

    void targetRow() {
        target++;
    }

    long source() {
        return source.get();
    }

    long target() {
        return target;
    }
}
