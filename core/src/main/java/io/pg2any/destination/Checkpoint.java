package io.pg2any.destination;

import io.pg2any.event.Lsn;

/**
 * How far the target is, stored in the target with the rows themselves.
 *
 * @param position the end of the last source transaction that the target holds: everything before it is there
 */
public record Checkpoint(StreamIdentity stream, Lsn position) {

    public Checkpoint at(Lsn later) {
        return new Checkpoint(stream, later);
    }
}
