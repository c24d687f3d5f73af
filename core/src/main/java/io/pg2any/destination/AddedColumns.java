package io.pg2any.destination;

import org.jspecify.annotations.Nullable;

/**
 * Columns that a target's table has beyond those of the source, filled by pg2any. They are the last ones.
 *
 * @param count how many there are
 * @param deletedAt index of the one that tells when the row was deleted in the source, of which a row that is not deleted has NULL there; null:
 *     deleted rows go
 */
public record AddedColumns(int count, @Nullable Integer deletedAt) {

    public static final AddedColumns NONE = new AddedColumns(0, null);
}
