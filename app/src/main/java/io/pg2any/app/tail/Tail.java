package io.pg2any.app.tail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.pg2any.Config;
import io.pg2any.Endpoints;
import io.pg2any.error.CdcException;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Lsn;
import io.pg2any.protocol.MessageParser;
import io.pg2any.source.ReplicationManager;
import io.pg2any.source.ReplicationStream;
import io.pg2any.source.Slot;
import io.pg2any.source.SourceErrors;
import io.pg2any.source.StreamOptions;
import io.pg2any.source.StreamRequest;
import io.pg2any.source.TableSelection;

/**
 * Reads a source's changes over a temporary slot: a running stream is not touched, and nothing is left behind. The publication must be there: one
 * cannot be made for a while only, since a process that is killed would leave it.
 */
public final class Tail {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STATUS = Duration.ofSeconds(10);

    private final Config config;
    private final Optional<Lsn> from;
    private final boolean json;
    private final Consumer<String> out;

    /**
     * A reader that has not begun.
     *
     * @param from where to begin; what the stream's slot does not hold any more cannot be had. Empty: with what is committed from now on
     * @param json whether lines are JSON, or for people
     */
    public Tail(Config config, Optional<Lsn> from, boolean json, Consumer<String> out) {
        this.config = config;
        this.from = from;
        this.json = json;
        this.out = out;
    }

    /** Reads until {@code ended} or until {@code most} changes were told. */
    public void run(long most, BooleanSupplier ended) {
        try (ReplicationManager manager = new ReplicationManager(Endpoints.source(config), config.replicationSlotName())) {
            requirePublication(manager.connection());
            from.ifPresent(begin -> requireHeld(manager, begin));
            StreamOptions options = manager.negotiate(new StreamRequest(config.publicationName(), Optional.empty(), Optional.of(false), Optional.of(false), false,
                    config.origins(), STATUS));
            try (ReplicationStream stream = manager.startTemporary(from, options)) {
                Lines lines = new Lines(stream, most);
                while (!ended.getAsBoolean() && lines.told < most) {
                    stream.poll(lines, POLL);
                    stream.acknowledge(lines.complete);
                }
            }
        }
    }

    private void requirePublication(Connection connection) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT FROM pg_publication WHERE pubname = ?")) {
            statement.setString(1, config.publicationName());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw CdcException.configuration("publication-missing", "The source has no publication " + config.publicationName() + ".",
                            "Name one with --publication, or create it: CREATE PUBLICATION " + config.publicationName() + " FOR ALL TABLES.");
                }
            }
        } catch (SQLException e) {
            throw SourceErrors.of("looking for the publication", e);
        }
    }

    private void requireHeld(ReplicationManager manager, Lsn begin) {
        Slot slot = manager.slot().orElseThrow(() -> CdcException.configuration("slot-missing", "There is no slot " + config.replicationSlotName()
                + ", which alone would hold the log from " + begin + " on.", "Leave --from out, or name a slot with --slot."));
        if (slot.confirmed().isAfter(begin)) {
            throw CdcException.position("position-gone", "The slot " + slot.name() + " holds changes from " + slot.confirmed() + " on, not from " + begin + ".",
                    "Ask for --from " + slot.confirmed() + " or later.");
        }
    }

    /** Turns messages into lines. */
    private final class Lines implements ReplicationStream.Sink {
        private final MessageParser parser = new MessageParser();
        private final TableSelection selection = Endpoints.selection(config);
        private final ReplicationStream stream;
        private final long most;
        private final ChangeLine line = new ChangeLine(json);
        private Lsn complete = Lsn.ZERO;
        private boolean inside;
        private long told;

        Lines(ReplicationStream stream, long most) {
            this.stream = stream;
            this.most = most;
        }

        @Override
        public void message(byte[] array, int from, int to) {
            switch (parser.parse(array, from, to)) {
                case ChangeEvent.Begin begin -> {
                    inside = true;
                    line.begin(begin);
                }
                case ChangeEvent.Commit _ -> {
                    inside = false;
                    complete = stream.received();
                }
                case Change change -> tell(change);
                default -> { /* what describes tables and types */ }
            }
        }

        private void tell(Change change) {
            for (String text : line.of(change, selection)) {
                if (told < most) {
                    out.accept(text);
                    told++;
                }
            }
        }

        @Override
        public void keepalive(Lsn end) {
            if (!inside) {
                complete = end;
            }
        }

        @Override
        public CdcException tooLarge(byte[] array, int from, int to, int size) {
            return CdcException.outOfMemory("a row of " + (size >> 20) + " MB", null);
        }
    }
}
