package io.pg2any.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.pg2any.error.CdcException;

/**
 * The signs by which one tells whether a stream is well.
 *
 * @param started when the client was started
 * @param stateSince since when it is in its state
 * @param troubleSince when the first failure happened after which nothing has reached the target; empty: none
 * @param still how long there has been something to do and nothing of it got done; zero while there is nothing to do
 * @param finishing what it does that shows no progress until it is done, such as making indexes; empty: nothing of the kind
 * @param paused whether it holds still because it was told to
 * @param lastError what failed last
 */
public record Vitals(
        Instant started,
        Instant stateSince,
        Optional<Instant> troubleSince,
        Duration still,
        Optional<String> finishing,
        boolean paused,
        Optional<Failure> lastError) {

    /**
     * Something that failed.
     *
     * @param code the stable short name of the error
     */
    public record Failure(Instant at, CdcException.Kind kind, String code, String message) {}
}
