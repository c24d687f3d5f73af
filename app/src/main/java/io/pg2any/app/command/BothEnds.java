package io.pg2any.app.command;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.Endpoints;
import io.pg2any.app.config.Option;
import io.pg2any.app.config.Place;
import io.pg2any.app.config.Settings;
import io.pg2any.app.terminal.Quantities;
import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.Inspector;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.observe.SlotFacts;
import io.pg2any.source.SlotQueries;
import io.pg2any.source.SourceErrors;

/** What the ends say of a stream whose process does not answer. An end that cannot be asked does not hide what the other one says. */
record BothEnds(String source, String destination, String slot, End<SlotFacts> facts, End<Lsn> stored) {

    /**
     * What one end says.
     *
     * @param said empty if it has nothing of this stream, was not asked, or could not be
     * @param problem why it could not be asked; empty if it could
     */
    record End<T>(Optional<T> said, String problem) {

        static <T> End<T> unasked() {
            return new End<>(Optional.empty(), "");
        }
    }

    private interface Question<T> {
        Optional<T> ask();
    }

    /** Asks both; the destination only where one is given. */
    static BothEnds look(Settings settings) {
        boolean hasDestination = Option.DESTINATION_PLACE.stream().anyMatch(settings.given()::containsKey);
        return new BothEnds(Place.of(settings.config().sourceConnectionString()),
                hasDestination ? Place.of(settings.config().destinationConnectionString()) : "",
                settings.config().replicationSlotName(), ask(() -> facts(settings)), hasDestination ? ask(() -> stored(settings)) : End.unasked());
    }

    private static <T> End<T> ask(Question<T> question) {
        try {
            return new End<>(question.ask(), "");
        } catch (CdcException e) {
            return new End<>(Optional.empty(), e.explain());
        }
    }

    private static Optional<SlotFacts> facts(Settings settings) {
        String slot = settings.config().replicationSlotName();
        try (Connection connection = Endpoints.source(settings.config()).open()) {
            return Optional.of(new SlotQueries(connection, slot).facts());
        } catch (SQLException e) {
            throw SourceErrors.of("looking at the slot " + slot, e);
        }
    }

    private static Optional<Lsn> stored(Settings settings) {
        StreamIdentity anyOfTheSlot = new StreamIdentity(settings.config().replicationSlotName(), "", 0, "");
        try (DestinationHandler handler = Endpoints.destination(settings.config()); Inspector inspector = handler.inspect(anyOfTheSlot).orElse(null)) {
            return inspector == null ? Optional.empty() : inspector.checkpoint().map(Checkpoint::position);
        }
    }

    List<String> lines() {
        Columns columns = new Columns();
        columns.add("stream", destination.isEmpty() ? source : source + " → " + destination);
        columns.add("state", state());
        if (facts.said().isPresent()) {
            SlotFacts slotFacts = facts.said().get();
            columns.add("slot", slotFacts.isMissing() ? slot + ", which the source does not have" : slot + ", " + slotFacts.walStatus() + ", "
                    + Quantities.bytes(slotFacts.retainedBytes()) + " of log held"
                    + (slotFacts.safeBytes().isPresent() ? ", " + Quantities.bytes(slotFacts.safeBytes().getAsLong()) + " left" : ""));
            columns.add("source", "its log ends at " + slotFacts.sourceEnd() + (slotFacts.isMissing() ? "" : ", the slot is confirmed up to " + slotFacts.confirmed()));
        } else {
            columns.add("source", facts.problem());
        }
        if (!destination.isEmpty()) {
            columns.add("target", !stored.problem().isEmpty() ? stored.problem()
                    : stored.said().map(position -> "stands at " + position).orElse("has no position of slot " + slot));
        }
        behind().ifPresent(bytes -> columns.add("behind", Quantities.bytes(bytes) + " of log"));
        return columns.lines();
    }

    private String state() {
        return isActive() ? "runs, but does not answer here: its --http is another address or off" : "does not run";
    }

    private boolean isActive() {
        return facts.said().filter(SlotFacts::active).isPresent();
    }

    /** From where the target stands, or else from what the slot was told of it, to the end of the source's log. */
    private Optional<Long> behind() {
        return facts.said().filter(said -> stored.said().isPresent() || !said.isMissing())
                .map(said -> stored.said().map(position -> Math.max(0, said.sourceEnd().bytesSince(position))).orElse(said.unconfirmedBytes()));
    }

    Map<String, @Nullable Object> object() {
        Optional<SlotFacts> there = facts.said().filter(said -> !said.isMissing());
        return Json.object("running", isActive(), "source", source, "destination", destination.isEmpty() ? null : destination, "slot", slot, "slot_active", isActive(),
                "wal_status", facts.said().map(SlotFacts::walStatus).orElse(null), "source_lsn", facts.said().map(said -> said.sourceEnd().toString()).orElse(null),
                "confirmed_flush_lsn", there.map(said -> said.confirmed().toString()).orElse(null), "target_lsn", stored.said().map(Lsn::toString).orElse(null),
                "retained_bytes", there.map(SlotFacts::retainedBytes).orElse(null), "behind_bytes", behind().orElse(null),
                "safe_wal_bytes", there.filter(said -> said.safeBytes().isPresent()).map(said -> said.safeBytes().getAsLong()).orElse(null),
                "source_problem", facts.problem().isEmpty() ? null : facts.problem(), "destination_problem", stored.problem().isEmpty() ? null : stored.problem());
    }
}
