package io.pg2any.app.verify;

import java.time.Duration;

/**
 * How a comparison is made.
 *
 * @param repair whether rows that are proven to differ are written anew
 * @param limit so many differences of a table are enough, unless they are repaired
 * @param patience how long the target may take to come to where the source is
 * @param follow whether the stream is run in this process meanwhile
 */
public record VerifySettings(boolean repair, long limit, Duration patience, boolean follow) {

    /** Whoever sees a thousand differences copies the table again. */
    public static final long USUAL_LIMIT = 1000;

    public static final Duration USUAL_PATIENCE = Duration.ofMinutes(1);
}
