package io.pg2any.source;

import java.time.Duration;

/**
 * How a stream is asked for.
 *
 * @param protocolVersion of pgoutput, 1 to 4
 * @param binary whether values come in their binary form where they have one
 * @param streaming whether large transactions come before they commit; from protocol 2
 * @param statusInterval how often the server hears from us
 */
public record StreamOptions(String publication, int protocolVersion, boolean binary, boolean streaming, Duration statusInterval) {

    /** The options of START_REPLICATION. */
    String sql() {
        StringBuilder sql = new StringBuilder("proto_version '").append(protocolVersion).append("', publication_names ")
                .append(Sql.literal(Sql.identifier(publication))).append(", messages 'true'");
        if (binary) {
            sql.append(", binary 'true'");
        }
        if (streaming) {
            sql.append(protocolVersion >= 4 ? ", streaming 'parallel'" : ", streaming 'on'");
        }
        return sql.toString();
    }
}
