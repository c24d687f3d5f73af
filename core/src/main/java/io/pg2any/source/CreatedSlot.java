package io.pg2any.source;

import io.pg2any.event.Lsn;

/**
 * A new slot and the snapshot that fits it exactly: it shows what committed before {@code consistentPoint}, the stream brings the rest.
 * The snapshot can be imported until this is closed.
 *
 * @param snapshotName for {@code SET TRANSACTION SNAPSHOT}
 */
public record CreatedSlot(Lsn consistentPoint, String snapshotName, AutoCloseable holder) implements AutoCloseable {

    @Override
    public void close() {
        SourceConnections.closeQuietly(holder);
    }
}
