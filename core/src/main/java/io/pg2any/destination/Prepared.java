package io.pg2any.destination;

/** What there was of a table that {@link DestinationHandler#prepareLoad} prepared. */
public enum Prepared {
    /** It was there. */
    THERE,
    /** It was missing and was made. */
    MADE,
    /** It was there without its key, which was {@linkplain DestinationHandler#deferKey deferred} for a load that did not come to its end. */
    AWAITS_KEY
}
