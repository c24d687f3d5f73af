package io.pg2any.destination;

/**
 * What a destination promises.
 *
 * @param guarantee what a crash may cost, and whether source transactions appear whole
 * @param netChanges it takes the net effect of a batch ({@link ChangeBatch#steps()}); otherwise every change in order
 *     ({@link ChangeBatch#transactions()})
 * @param loadLanes how many lanes may load at the same time; 1: there is a single writer
 */
public record Capabilities(Guarantee guarantee, boolean netChanges, int loadLanes) {}
