package io.pg2any.observe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.pg2any.error.CdcException;
import io.pg2any.event.EventType;

/**
 * The numbers of a stream at one moment. Counts and distributions are since the client started.
 *
 * @param lag how old the oldest thing is that is on its way to the target; with nothing on its way, how long the last one took
 * @param received what came from the source
 * @param applied what reached the target
 * @param bufferLimit how much may wait between the two
 * @param retries how often a lost server was tried again
 * @param errors how often something failed, by kind
 * @param tables in the order of their names
 * @param slot empty until the source was asked for the first time
 */
public record Metrics(
        Progress progress,
        Duration lag,
        Received received,
        Applied applied,
        long bufferLimit,
        long retries,
        Map<CdcException.Kind, Long> errors,
        List<TableCounts> tables,
        Optional<SlotFacts> slot,
        Vitals vitals) {

    public Metrics {
        errors = Map.copyOf(errors);
        tables = List.copyOf(tables);
    }

    /**
     * What came from the source.
     *
     * @param bytes of the replication stream
     * @param events its messages by type
     * @param parseSeconds for parsing and assembling what one read brought
     * @param blocked how long reading paused since the target was behind
     */
    public record Received(long bytes, Map<EventType, Long> events, Distribution parseSeconds, Duration blocked) {

        public Received {
            events = Map.copyOf(events);
        }
    }

    /**
     * What reached the target.
     *
     * @param bytes of row data
     * @param batchChanges row changes of a batch
     * @param batchBytes row data of a batch
     * @param applySeconds for folding and writing a batch
     * @param commitSeconds for committing the target's transaction
     * @param latencySeconds from the source's commit to the target's, for the oldest transaction of each target transaction
     */
    public record Applied(
            long bytes,
            Distribution batchChanges,
            Distribution batchBytes,
            Distribution applySeconds,
            Distribution commitSeconds,
            Distribution latencySeconds) {}
}
