package io.pg2any.destination;

import java.util.List;

/**
 * What a destination applies at once: parts of consecutive source transactions.
 *
 * @param transactions every change in source order
 * @param steps the net effect of the same changes; empty if the destination did not ask for it in its {@link Capabilities}
 */
public record ChangeBatch(List<TransactionSlice> transactions, List<Step> steps) {}
