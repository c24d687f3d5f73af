package io.pg2any.pipeline;

import java.nio.file.Path;
import java.time.Duration;

import io.pg2any.destination.NameMapping;
import io.pg2any.destination.OnError;
import io.pg2any.destination.OnValue;
import io.pg2any.projection.Projections;
import io.pg2any.snapshot.CopySettings;
import io.pg2any.source.OnLostSlot;
import io.pg2any.source.RowFilters;
import io.pg2any.source.SchemaChanges;
import io.pg2any.source.StreamRequest;
import io.pg2any.source.TableSelection;

/**
 * What a pipeline does.
 *
 * @param rowFilters which rows are replicated, where pg2any makes the publication
 * @param projections what becomes of the tables' columns
 * @param copy whether to copy what is there
 * @param follow whether to follow the stream afterwards
 * @param copyAnew whether to copy even if the target has a position of this stream
 * @param onLostSlot what to do when the slot no longer holds what the target misses
 * @param onError what becomes of changes that the target refuses
 * @param schemaChanges what becomes of the target's tables when columns of the source's change
 * @param ddlTrigger whether the source tells of its DDL by an event trigger, which is made where it is missing
 * @param firstCopy how to copy
 * @param batchBytes row data in one target transaction at most, except that source transactions stay whole
 * @param applyParallelism over how many connections a large batch is written
 * @param bufferBytes row data that waits for the target at most, and as much again of transactions whose end is
 *     not known yet
 * @param spillDirectory where what is more of these goes
 * @param headStart whether large transactions are applied before their commit, where the target can
 * @param heartbeat how often the position moves on while nothing is applied
 * @param startPatience how long servers are tried that have not been reached yet
 * @param retryLimit how long servers are tried again that were lost
 * @param watchInterval how often the source is asked for the state of the slot and the labels of enum types; zero: never
 * @param probe whether a message is sent through the stream at that interval while nothing else is
 */
public record PipelineSettings(
        String slot,
        StreamRequest stream,
        TableSelection tables,
        RowFilters rowFilters,
        NameMapping mapping,
        Projections projections,
        boolean copy,
        boolean follow,
        boolean copyAnew,
        OnLostSlot onLostSlot,
        OnError onError,
        SchemaChanges schemaChanges,
        boolean ddlTrigger,
        CopySettings firstCopy,
        long batchBytes,
        int applyParallelism,
        long bufferBytes,
        Path spillDirectory,
        boolean headStart,
        Duration heartbeat,
        Duration startPatience,
        Duration retryLimit,
        Duration watchInterval,
        boolean probe) {

    /** Whether rows go to the target as they come: nobody looks at single values on the way. */
    boolean passesRowsOn() {
        return onError == OnError.STOP && firstCopy.onValue() == OnValue.ERROR && projections.isNone();
    }
}
