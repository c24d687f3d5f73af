package io.pg2any.source;

import java.time.Duration;
import java.util.Optional;

import io.pg2any.error.CdcException;
import io.pg2any.source.StreamOptions.Streaming;

/**
 * What a user asks of a stream. What is empty is decided by the source's version; what is not, and the source cannot do, is an
 * error.
 *
 * @param protocolVersion of pgoutput, 1 to 4
 * @param binary whether values come in their binary form where they have one; empty: as the destination likes it
 * @param streaming whether large transactions come before they commit
 * @param twoPhase whether prepared transactions come at their PREPARE
 * @param origins which transactions come, by where they were made
 * @param statusInterval how often the server hears from us
 */
public record StreamRequest(
        String publication,
        Optional<Integer> protocolVersion,
        Optional<Boolean> binary,
        Optional<Boolean> streaming,
        boolean twoPhase,
        Optional<Origins> origins,
        Duration statusInterval) {

    private static final int OLDEST_SERVER = 14;
    private static final int NEWEST_PROTOCOL = 4;
    private static final int STREAMING_PROTOCOL = 2;
    private static final int TWO_PHASE_PROTOCOL = 3;
    private static final int PARALLEL_PROTOCOL = 4;
    private static final int ORIGIN_SERVER = 16;
    private static final int FAILOVER_SERVER = 17;

    /**
     * The stream that a server of this major version gives.
     *
     * @param standby whether the server is one, which cannot keep a slot for others
     * @throws CdcException of kind configuration if it cannot do what was asked for
     */
    public StreamOptions negotiate(int serverVersion, boolean standby) {
        if (serverVersion < OLDEST_SERVER) {
            throw unavailable(serverVersion, "a source that can be followed", OLDEST_SERVER, "Upgrade the source.");
        }
        // one more protocol version with each server version: 2 since 14, 4 since 16
        int newest = Math.min(NEWEST_PROTOCOL, serverVersion - OLDEST_SERVER + 2);
        int protocol = protocolVersion.orElse(newest);
        if (protocol > newest) {
            throw unavailable(serverVersion, "protocol version " + protocol, serverOf(protocol), "Leave --protocol-version out, or ask for at most " + newest + ".");
        }
        if (twoPhase && newest < TWO_PHASE_PROTOCOL) {
            throw unavailable(serverVersion, "two-phase transactions", serverOf(TWO_PHASE_PROTOCOL),
                    "Leave --two-phase out: a prepared transaction then arrives when it is committed.");
        }
        if (origins.isPresent() && serverVersion < ORIGIN_SERVER) {
            throw unavailable(serverVersion, "a choice of origins", ORIGIN_SERVER, "Leave --origin out.");
        }
        boolean streamed = streaming.orElse(protocol >= STREAMING_PROTOCOL);
        Streaming how = !streamed ? Streaming.OFF : protocol >= PARALLEL_PROTOCOL ? Streaming.PARALLEL : Streaming.ON;
        return new StreamOptions(publication, protocol, binary.orElse(false), how, twoPhase, origins, serverVersion >= FAILOVER_SERVER && !standby, statusInterval);
    }

    private static int serverOf(int protocol) {
        return OLDEST_SERVER + protocol - 2;
    }

    private static CdcException unavailable(int serverVersion, String what, int since, String remedy) {
        return CdcException.configuration("source-version",
                "The source is PostgreSQL " + serverVersion + ", but " + what + " is there since PostgreSQL " + since + ".", remedy);
    }
}
