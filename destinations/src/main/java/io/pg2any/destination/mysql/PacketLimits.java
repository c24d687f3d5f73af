package io.pg2any.destination.mysql;

/**
 * How large a statement may be.
 *
 * @param packet bytes that the server takes at once
 * @param rows rows beyond which a statement was measured to gain nothing
 * @param statementBytes bytes beyond which another row goes into the next statement
 */
record PacketLimits(long packet, int rows, long statementBytes) {

    static final int MOST_PARAMETERS = 65_535;
    private static final int MOST_ROWS = 256;
    private static final long MOST_BYTES = 2L << 20;

    static PacketLimits of(ServerFacts facts) {
        return new PacketLimits(facts.maxAllowedPacket(), MOST_ROWS, Math.min(MOST_BYTES, facts.maxAllowedPacket() / 2));
    }

    /** Rows of so many parameters in one statement. */
    int rowsOf(int parameters) {
        return Math.min(rows, MOST_PARAMETERS / parameters);
    }
}
