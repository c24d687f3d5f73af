package io.pg2any.pipeline;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.source.CreatedSlot;
import io.pg2any.source.OnLostSlot;
import io.pg2any.source.ReplicationManager;
import io.pg2any.source.Slot;
import io.pg2any.source.StreamOptions;

/**
 * Decides from where a stream goes on. The target's position decides; a slot that does not fit it is refused, since going on
 * would leave a gap that nobody sees.
 */
final class StartPosition {

    private static final Logger LOG = LoggerFactory.getLogger(StartPosition.class);

    private final ReplicationManager manager;
    private final DestinationHandler destination;
    private final StreamIdentity identity;
    private final PipelineSettings settings;
    private final boolean copyAnew;
    private boolean slotLost;

    StartPosition(
            ReplicationManager manager, DestinationHandler destination, StreamIdentity identity, PipelineSettings settings, boolean copyAnew) {
        this.manager = manager;
        this.destination = destination;
        this.identity = identity;
        this.settings = settings;
        this.copyAnew = copyAnew;
    }

    /**
     * What was decided. Until it is closed, the snapshot of a slot that was just created can be imported.
     *
     * @param slotBegin where the slot stands; zero if none is needed
     * @param created the new slot, null if it was there or none is needed
     */
    record Start(Checkpoint checkpoint, Lsn slotBegin, @Nullable CreatedSlot created) implements AutoCloseable {
        @Override
        public void close() {
            if (created != null) {
                created.close();
            }
        }
    }

    /**
     * Refuses what does not belong together, before anything is written.
     *
     * @param mayRecopy whether a lost slot may be answered by a new copy, where the settings say so
     * @throws CdcException of kind position or configuration
     */
    void check(Optional<Checkpoint> stored, Optional<Slot> slot, boolean mayRecopy) {
        stored.ifPresent(this::requireSameSource);
        if (!settings.follow()) {
            return;
        }
        slot.ifPresent(this::requireOurs);
        Optional<CdcException> loss = slot.filter(Slot::isLost).map(StartPosition::logRemoved)
                .or(() -> goesOn(stored) ? gap(stored.get(), slot) : Optional.empty());
        if (loss.isPresent()) {
            if (!mayRecopy || settings.onLostSlot() != OnLostSlot.RECOPY) {
                throw loss.get();
            }
            LOG.warn("copying all tables again: {} [{}]", loss.get().getMessage(), loss.get().code());
            slotLost = true;
        }
    }

    /** Whether the stream goes on from the stored position, and copies that are done count. */
    boolean goesOn(Optional<Checkpoint> stored) {
        return stored.isPresent() && !copyAnew && !slotLost && settings.follow();
    }

    /** Whether the slot was found lost, and everything is copied again. */
    boolean isSlotLost() {
        return slotLost;
    }

    /** Concludes the position, creating the slot if need be, and stores it where it is a new one. */
    Start decide(Optional<Checkpoint> stored, Optional<Slot> slot, StreamOptions options) {
        if (goesOn(stored)) {
            return new Start(new Checkpoint(identity, stored.get().position()), slot.map(Slot::confirmed).orElse(Lsn.ZERO), null);
        }
        if (!settings.follow()) {
            return new Start(begin(manager.currentLsn()), Lsn.ZERO, null);
        }
        if (slotLost && slot.isPresent()) {
            manager.dropSlot();
            LOG.info("lost slot dropped slot={}", settings.slot());
        } else if (slot.isPresent()) {
            Lsn from = slot.get().confirmed();
            LOG.info("using the slot as it is slot={} position={}", settings.slot(), from);
            return new Start(begin(from), from, null);
        }
        LOG.info("creating slot={}; this waits for transactions that are running", settings.slot());
        CreatedSlot created = manager.createSlot(options);
        try {
            LOG.info("slot created slot={} position={}", settings.slot(), created.consistentPoint());
            return new Start(begin(created.consistentPoint()), created.consistentPoint(), created);
        } catch (RuntimeException e) {
            created.close();
            throw e;
        }
    }

    private Checkpoint begin(Lsn position) {
        Checkpoint checkpoint = new Checkpoint(identity, position);
        destination.reset(checkpoint);
        return checkpoint;
    }

    /** The error that something between the target's position and the slot's is lost, if it is. */
    private Optional<CdcException> gap(Checkpoint stored, Optional<Slot> slot) {
        if (slot.isEmpty()) {
            return Optional.of(CdcException.position("slot-missing",
                    "The target is at position " + stored.position() + " of slot " + settings.slot() + ", but the source has no such slot any more.",
                    "What happened since is lost to this stream: copy again with --snapshot always --on-existing truncate, or let --on-lost-slot recopy do so."));
        }
        Lsn begin = slot.get().confirmed();
        if (!begin.isAfter(stored.position())) {
            return Optional.empty();
        }
        return Optional.of(CdcException.position("slot-ahead",
                "The slot " + settings.slot() + " begins at " + begin + ", but the target holds everything only up to " + stored.position()
                        + ": the slot was created anew or used by someone else, or the target was restored.",
                "What is between is lost to this stream: copy again with --snapshot always --on-existing truncate, or let --on-lost-slot recopy do so."));
    }

    private static CdcException logRemoved(Slot slot) {
        return CdcException.position("slot-lost",
                "The server has removed log that the slot " + slot.name() + " needs (wal_status = lost), most likely because of max_slot_wal_keep_size.",
                "Drop it (SELECT pg_drop_replication_slot('" + slot.name() + "')) and copy again with --snapshot always --on-existing truncate,"
                        + " or let --on-lost-slot recopy do so.");
    }

    private void requireSameSource(Checkpoint stored) {
        StreamIdentity then = stored.stream();
        if (!then.systemIdentifier().equals(identity.systemIdentifier()) || !then.database().equals(identity.database())) {
            throw CdcException.position("other-source",
                    "The target's position of slot " + settings.slot() + " belongs to database " + then.database() + " of cluster "
                            + then.systemIdentifier() + ", but the source is database " + identity.database() + " of cluster "
                            + identity.systemIdentifier() + ".",
                    "Give this stream a slot name of its own with --slot, or copy into another target.");
        }
        if (then.timeline() > identity.timeline()) {
            throw CdcException.position("older-timeline",
                    "The target has followed timeline " + then.timeline() + " of the source, which is now on timeline " + identity.timeline()
                            + ": it was restored from a backup or is a former primary.",
                    "Connect to the present primary, or copy again with --snapshot always --on-existing truncate.");
        }
    }

    private void requireOurs(Slot slot) {
        if (!"pgoutput".equals(slot.plugin())) {
            throw CdcException.configuration("slot-plugin", "The slot " + slot.name() + " is not one of pgoutput but of " + slot.plugin() + ".",
                    "Choose another name with --slot.");
        }
        if (!slot.database().equals(identity.database())) {
            throw CdcException.configuration("slot-database",
                    "The slot " + slot.name() + " belongs to database " + slot.database() + ", not to " + identity.database() + ".",
                    "Choose another name with --slot.");
        }
    }
}
