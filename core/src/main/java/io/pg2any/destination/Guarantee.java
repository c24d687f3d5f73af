package io.pg2any.destination;

/** What a destination gives after a crash, and what its readers see of a source transaction. Strongest first. */
public enum Guarantee {
    /** Rows and position are committed together. */
    ATOMIC("exactly once; source transactions appear whole"),
    /**
     * Rows may be written again after a crash before their position is stored, with the same effect: by key, or because what the position
     * does not vouch for is taken back. Readers may see a part of a transaction meanwhile.
     */
    EFFECTIVELY_ONCE("effectively once: after a crash what the position does not vouch for is written again, with the same result;"
            + " readers may see a part of a source transaction for a moment"),
    /** Changes may arrive again after a crash, and both stay. */
    AT_LEAST_ONCE("at least once: after a crash changes may arrive again");

    private final String sentence;

    Guarantee(String sentence) {
        this.sentence = sentence;
    }

    /** For people, without a full stop. */
    public String sentence() {
        return sentence;
    }
}
