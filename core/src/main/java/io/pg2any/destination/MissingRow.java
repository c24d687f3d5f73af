package io.pg2any.destination;

import io.pg2any.event.Row;

/**
 * A row that an update told only in part, and of which the target had nothing to keep the rest of.
 *
 * @param row what is known of it, the key included
 */
public record MissingRow(TableSchema table, Row row) {}
