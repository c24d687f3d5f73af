package io.pg2any.event;

/** What the log tells of the old row of an update or delete ({@code pg_class.relreplident}). */
public enum ReplicaIdentity {
    /** The primary key, where there is one. */
    DEFAULT('d'),
    /** Nothing: updates and deletes cannot be followed. */
    NOTHING('n'),
    /** Every column of the old row. */
    FULL('f'),
    /** The columns of a chosen unique index. */
    INDEX('i');

    private final char code;

    ReplicaIdentity(char code) {
        this.code = code;
    }

    /** The letter of the catalog and the wire. */
    public char code() {
        return code;
    }

    /**
     * The identity with this letter.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ReplicaIdentity of(int code) {
        for (ReplicaIdentity identity : values()) {
            if (identity.code == code) {
                return identity;
            }
        }
        throw new IllegalArgumentException("no replica identity has the letter " + code);
    }
}
