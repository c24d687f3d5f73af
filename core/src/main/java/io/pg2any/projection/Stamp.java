package io.pg2any.projection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.pg2any.event.Lsn;

/**
 * When a row came to be as it is: at the commit of the transaction that made it so; of a copied row, at the snapshot.
 *
 * @param position of the source's log
 * @param time by the source's clock
 */
public record Stamp(Lsn position, Instant time) {

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'", Locale.ROOT).withZone(ZoneOffset.UTC);

    byte[] positionText() {
        return position.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** As PostgreSQL prints a {@code timestamptz} in UTC. */
    byte[] timeText() {
        return MICROSECONDS.format(time).getBytes(StandardCharsets.US_ASCII);
    }
}
