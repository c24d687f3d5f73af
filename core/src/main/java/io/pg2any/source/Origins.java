package io.pg2any.source;

/** Which transactions of the source come, by where they were made. */
public enum Origins {
    /** All. */
    ANY("any"),
    /** Only those made in the source itself, none that came there by replication: so two databases can follow each other. */
    NONE("none");

    private final String option;

    Origins(String option) {
        this.option = option;
    }

    /** The value of pgoutput's option {@code origin}. */
    String option() {
        return option;
    }
}
