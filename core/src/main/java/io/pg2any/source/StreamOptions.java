package io.pg2any.source;

import java.time.Duration;
import java.util.Optional;

/**
 * How a stream is asked for: what {@link StreamRequest} came to with the source's version.
 *
 * @param protocolVersion of pgoutput, 1 to 4
 * @param binary whether values come in their binary form where they have one
 * @param streaming whether large transactions come before they commit
 * @param twoPhase whether prepared transactions come at their PREPARE
 * @param origins which transactions come, by where they were made; empty: the server's default, which is any
 * @param failover whether a slot that is created is kept on standbys too
 * @param statusInterval how often the server hears from us
 */
public record StreamOptions(
        String publication,
        int protocolVersion,
        boolean binary,
        Streaming streaming,
        boolean twoPhase,
        Optional<Origins> origins,
        boolean failover,
        Duration statusInterval) {

    /** How transactions in progress are sent. */
    public enum Streaming {
        OFF,
        ON,
        /** As ON; an abort tells its position and time too. */
        PARALLEL
    }

    /** The same, with values in binary form or not. */
    public StreamOptions withBinary(boolean wanted) {
        return new StreamOptions(publication, protocolVersion, wanted, streaming, twoPhase, origins, failover, statusInterval);
    }

    /** The options of START_REPLICATION. */
    String sql() {
        StringBuilder sql = new StringBuilder("proto_version '").append(protocolVersion).append("', publication_names ")
                .append(Sql.literal(Sql.identifier(publication))).append(", messages 'true'");
        if (binary) {
            sql.append(", binary 'true'");
        }
        switch (streaming) {
            case OFF -> {}
            case ON -> sql.append(", streaming 'on'");
            case PARALLEL -> sql.append(", streaming 'parallel'");
        }
        if (twoPhase) {
            sql.append(", two_phase 'on'");
        }
        origins.ifPresent(which -> sql.append(", origin ").append(Sql.literal(which.option())));
        return sql.toString();
    }
}
