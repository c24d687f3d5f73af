package io.pg2any.pipeline;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.error.CdcException;

/** One line for the first of several like failures, then at doubling intervals, so that a long outage does not fill a disk. One thread. */
final class RetryLog {

    private static final Logger LOG = LoggerFactory.getLogger(RetryLog.class);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** What comes after so long is news again. */
    private static final Duration NEWS = Duration.ofMinutes(20);

    private @Nullable String lastCode;
    private long lastLine = System.nanoTime();
    private long interval = FIRST.toNanos();
    private int leftOut;

    /** A failure after which another try begins in {@code pause}. */
    void write(CdcException error, int attempt, Duration pause) {
        if (!isDue(error.code(), System.nanoTime())) {
            LOG.debug("trying again error=\"{}\" attempt={} in={}ms", error.explain(), attempt, pause.toMillis());
            return;
        }
        if (leftOut == 0) {
            LOG.warn("trying again error=\"{}\" attempt={} in={}ms", error.explain(), attempt, pause.toMillis());
        } else {
            LOG.warn("trying again error=\"{}\" attempt={} in={}ms left_out={}", error.explain(), attempt, pause.toMillis(), leftOut);
        }
        leftOut = 0;
    }

    /** Whether a failure of this kind deserves a line now. */
    boolean isDue(String code, long now) {
        boolean news = !code.equals(lastCode) || now - lastLine > NEWS.toNanos();
        if (!news && now - lastLine < interval) {
            leftOut++;
            return false;
        }
        interval = news ? FIRST.toNanos() : Math.min(interval * 2, LONGEST.toNanos());
        lastCode = code;
        lastLine = now;
        return true;
    }
}
