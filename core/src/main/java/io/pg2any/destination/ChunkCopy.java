package io.pg2any.destination;

import io.pg2any.event.TableId;

/**
 * A part of a table that the first copy has finished, stored in the target together with the part's rows.
 *
 * @param chunk which part, in the copy's own words
 */
public record ChunkCopy(TableId table, String chunk, long rows) {}
