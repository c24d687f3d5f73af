package io.pg2any.app.deadletter;

import java.util.List;
import java.util.Optional;

import io.pg2any.Config;
import io.pg2any.Endpoints;
import io.pg2any.destination.DeadLetters;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.StoredLetter;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.error.CdcException;

/** The dead letters of a stream, looked at beside it. */
public final class Letters implements AutoCloseable {

    private final DestinationHandler destination;
    private final DeadLetters letters;

    public Letters(Config config) {
        destination = open(config);
        letters = of(destination);
    }

    /** A handler that looks at the stream's tables and does not take the stream over. */
    static DestinationHandler open(Config config) {
        DestinationHandler destination = Endpoints.destination(config);
        try {
            destination.open(new StreamIdentity(config.replicationSlotName(), "", 0, ""));
            return destination;
        } catch (CdcException e) {
            destination.close();
            throw e;
        }
    }

    static DeadLetters of(DestinationHandler destination) {
        return destination.deadLetters().orElseThrow(() -> CdcException.configuration("dead-letters", "This destination keeps no dead letters.", ""));
    }

    public List<StoredLetter> list() {
        return letters.list();
    }

    public Optional<StoredLetter> find(String id) {
        return letters.find(id);
    }

    /** The image of a row for people, one cell a line. */
    public static List<String> lines(@org.jspecify.annotations.Nullable String image) {
        return Image.of(image).map(Image::lines).orElse(List.of());
    }

    /** Removes letters for good; false for those that are not there. */
    public boolean drop(String id) {
        letters.hold();
        boolean removed = letters.remove(id);
        letters.release();
        return removed;
    }

    @Override
    public void close() {
        destination.close();
    }
}
