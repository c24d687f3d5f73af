package io.pg2any.app.deadletter;

/**
 * What came of trying a dead letter again.
 *
 * @param done whether the letter is settled, and so removed
 * @param what a sentence for people
 */
public record Outcome(String id, boolean done, String what) {}
