package io.pg2any.app.command;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.Endpoints;
import io.pg2any.app.config.Place;
import io.pg2any.app.config.Settings;
import io.pg2any.app.terminal.Quantities;
import io.pg2any.event.Lsn;
import io.pg2any.observe.SlotFacts;
import io.pg2any.source.SlotQueries;
import io.pg2any.source.SourceErrors;

/**
 * What the ends say of a stream whose process does not answer.
 *
 * @param stored the position in the target; empty if it has none, or was not asked
 */
record BothEnds(String source, String destination, String slot, SlotFacts facts, Optional<Lsn> stored) {

    /** Asks both; the destination only where one is given. */
    static BothEnds look(Settings settings) {
        String slot = settings.config().replicationSlotName();
        try (Connection connection = Endpoints.source(settings.config()).open()) {
            SlotFacts facts = new SlotQueries(connection, slot).facts();
            return new BothEnds(Place.of(settings.config().sourceConnectionString()), Place.of(settings.config().destinationConnectionString()), slot,
                    facts, Optional.empty());
        } catch (SQLException e) {
            throw SourceErrors.of("looking at the slot " + slot, e);
        }
    }

    List<String> lines() {
        Columns columns = new Columns();
        columns.add("stream", source + " → " + destination);
        columns.add("state", facts.active() ? "runs, but does not answer here: its --http is another address or off" : "does not run");
        columns.add("slot", slot + ", " + facts.walStatus() + ", " + Quantities.bytes(facts.retainedBytes()) + " of log held"
                + (facts.safeBytes().isPresent() ? ", " + Quantities.bytes(facts.safeBytes().getAsLong()) + " left" : ""));
        columns.add("positions", "source " + facts.sourceEnd() + ", confirmed " + facts.confirmed()
                + stored.map(position -> ", target " + position).orElse(""));
        columns.add("behind", Quantities.bytes(facts.unconfirmedBytes()) + " of log");
        return columns.lines();
    }

    Map<String, @Nullable Object> object() {
        return Json.object("running", false, "source", source, "destination", destination, "slot", slot, "slot_active", facts.active(),
                "wal_status", facts.walStatus(), "source_lsn", facts.sourceEnd().toString(), "confirmed_flush_lsn", facts.confirmed().toString(),
                "target_lsn", stored.map(Lsn::toString).orElse(null), "retained_bytes", facts.retainedBytes(), "behind_bytes", facts.unconfirmedBytes(),
                "safe_wal_bytes", facts.safeBytes().isPresent() ? facts.safeBytes().getAsLong() : null);
    }
}
