package io.pg2any.app.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.pg2any.app.terminal.Quantities;
import io.pg2any.observe.Metrics;
import io.pg2any.observe.Progress.State;
import io.pg2any.observe.SlotFacts;
import io.pg2any.observe.Vitals;

/**
 * Whether a stream can do its work, and whether it is up to date.
 *
 * @param unhealthyAfter how long a server may be away, or nothing may move although there is something to do
 * @param readyLag how far the target may be behind to count as up to date
 */
public record Health(Duration unhealthyAfter, Duration readyLag) {

    /**
     * An answer.
     *
     * @param reasons sentences; empty if it is well
     */
    public record Verdict(boolean ok, List<String> reasons) {

        private static Verdict of(List<String> reasons) {
            return new Verdict(reasons.isEmpty(), List.copyOf(reasons));
        }
    }

    /** Whether it can do its work: a long first copy that moves is well, a connection that brings nothing is not. */
    public Verdict healthy(Metrics metrics, Instant now) {
        List<String> reasons = new ArrayList<>();
        Vitals vitals = metrics.vitals();
        State state = metrics.progress().state();
        switch (state) {
            case FAILED -> reasons.add("it has ended: " + lastError(vitals));
            case STOPPED -> reasons.add("it was stopped");
            case STARTING, COPYING, FOLLOWING, RETRYING -> {
                trouble(state, vitals, now).ifPresent(reasons::add);
                still(state, vitals).ifPresent(reasons::add);
            }
        }
        metrics.slot().filter(SlotFacts::isLost).filter(_ -> state == State.FOLLOWING || state == State.RETRYING)
                .ifPresent(slot -> reasons.add("the slot is " + slot.walStatus() + ": the source no longer has the log that the target misses"));
        return Verdict.of(reasons);
    }

    /** Failures since the last success, unless it has held ever since. */
    private Optional<String> trouble(State state, Vitals vitals, Instant now) {
        if (vitals.troubleSince().isEmpty()) {
            return Optional.empty();
        }
        Duration since = Duration.between(vitals.troubleSince().get(), now);
        boolean holds = state != State.RETRYING && Duration.between(vitals.stateSince(), now).compareTo(unhealthyAfter) > 0;
        return holds || since.compareTo(unhealthyAfter) <= 0
                ? Optional.empty()
                : Optional.of("for " + Quantities.time(since) + " nothing has reached the target, and trying again fails: " + lastError(vitals));
    }

    private Optional<String> still(State state, Vitals vitals) {
        if (vitals.paused() || vitals.finishing().isPresent() || state == State.RETRYING || vitals.still().compareTo(unhealthyAfter) <= 0) {
            return Optional.empty();
        }
        String time = Quantities.time(vitals.still());
        return Optional.of(switch (state) {
            case STARTING -> "the servers have not been reached for " + time;
            case COPYING -> "the first copy has not moved for " + time;
            default -> "there is something to apply, and nothing has been applied for " + time;
        });
    }

    private static String lastError(Vitals vitals) {
        return vitals.lastError().map(Vitals.Failure::message).orElse("the reason is in the log");
    }

    /** Whether everything is copied and the target is as far as the source, up to the limit. */
    public Verdict ready(Metrics metrics, Instant now) {
        List<String> reasons = new ArrayList<>(healthy(metrics, now).reasons());
        State state = metrics.progress().state();
        if (state != State.FOLLOWING && reasons.isEmpty()) {
            reasons.add(switch (state) {
                case STARTING -> "it is starting";
                case COPYING -> "the first copy is not complete";
                default -> "a server is away and is tried again: " + lastError(metrics.vitals());
            });
        }
        if (metrics.vitals().paused()) {
            reasons.add("it is paused");
        }
        if (state == State.FOLLOWING && metrics.lag().compareTo(readyLag) > 0) {
            reasons.add("the target is " + Quantities.time(metrics.lag()) + " behind the source");
        }
        return Verdict.of(reasons);
    }
}
