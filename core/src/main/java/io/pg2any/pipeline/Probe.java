package io.pg2any.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Lsn;

/**
 * A message of our own that goes all the way from the source to the target while nothing else does: so the lag of an idle stream is
 * measured, and a stream that only looks idle is found out. One is under way at a time. Any thread.
 */
final class Probe {

    /** Under this prefix probes stand in the source's log. */
    static final String PREFIX = "pg2any";

    private final String content = UUID.randomUUID().toString();
    private long sentNanos;
    private boolean underWay;
    private @Nullable Lsn written;
    private @Nullable Lsn received;

    /** What is to be written under the prefix. */
    String content() {
        return content;
    }

    /** It is about to be written. */
    synchronized void sending() {
        sentNanos = System.nanoTime();
        underWay = true;
        written = null;
        received = null;
    }

    /** It stands in the source's log there. */
    synchronized void written(Lsn at) {
        written = at;
    }

    /** It could not be written. */
    synchronized void dropped() {
        underWay = false;
    }

    /** The stream brought a message. */
    void received(ChangeEvent.Message message) {
        if (message.prefix().equals(PREFIX) && content.equals(new String(message.content(), StandardCharsets.UTF_8))) {
            synchronized (this) {
                received = message.lsn();
            }
        }
    }

    /** Whether the applier has come past a probe, which nothing else may carry to the target. */
    synchronized boolean isDue(Lsn applied) {
        return underWay && received != null && applied.isAfter(received);
    }

    /** The target holds everything up to {@code position}; how long the probe took, if it is one of that. */
    synchronized @Nullable Duration arrived(Lsn position) {
        Lsn known = received;
        if (!underWay || known == null || !position.isAfter(known)) {
            return null;
        }
        underWay = false;
        return Duration.ofNanos(System.nanoTime() - sentNanos);
    }

    /** How long one has been under way; null: there is none. What the target's position has passed counts no more. */
    synchronized @Nullable Duration age(Lsn durable) {
        if (underWay && written != null && received == null && durable.isAfter(written)) {
            underWay = false;
        }
        return underWay ? Duration.ofNanos(System.nanoTime() - sentNanos) : null;
    }
}
