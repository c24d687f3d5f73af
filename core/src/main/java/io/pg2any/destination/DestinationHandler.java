package io.pg2any.destination;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;

/**
 * A destination of one stream. One thread uses it; after an exception from it, the only call allowed is {@link #close()}.
 *
 * <p>The order of calls: {@link #open}, {@link #fence}, then tables are prepared and loaded through lanes, then batches applied: each
 * {@link #apply} writes into the open target transaction, {@link #commit} stores the checkpoint in that same transaction and
 * commits it. A source transaction larger than a batch arrives in several calls of apply before one commit.
 *
 * <p>All methods throw {@link CdcException}: of kind TRANSIENT where trying again with a new handler may
 * help (connection, lock timeout, deadlock, disk full), DATA where a value or table does not fit, POSITION where another
 * runner took over.
 */
public interface DestinationHandler extends AutoCloseable {

    Capabilities capabilities();

    /**
     * What would become of these tables' columns. Works on a connection of its own, which it closes, before {@link #open} or at any
     * other time, and writes nothing. Empty where a destination has no types of its own.
     */
    default List<TypeReport> report(List<TableSchema> tables) {
        return List.of();
    }

    /** Something that looks at the target beside the stream, on a connection of its own; empty where a destination cannot be looked at. */
    default Optional<Inspector> inspect(StreamIdentity stream) {
        return Optional.empty();
    }

    /**
     * Says, before {@link #open}, what becomes of values that a column of the target cannot hold.
     *
     * @throws io.pg2any.error.CdcException of kind configuration if the destination cannot replace values
     */
    default void replaceUnfit(OnValue policy) {
        if (policy == OnValue.NULL || policy == OnValue.CLAMP) {
            throw CdcException.configuration("on-value", "This destination cannot put other values in the place of those that do not fit.",
                    "Leave --on-value at error, or choose dead-letter.");
        }
    }

    /** Begins to connect in the background, so that {@link #open}, which is called soon, does not have to wait for it. Called once at most. */
    default void connectAhead() {}

    /** Connects, creates pg2any's own tables where they are missing and reads the stream's checkpoint. */
    Optional<Checkpoint> open(StreamIdentity stream);

    /**
     * Takes the stream over: from now on a commit of any earlier handler fails. Called once, while holding the slot.
     *
     * @return the checkpoint as it is now, which no one else can change any more
     */
    Optional<Checkpoint> fence();

    /** Stores the first checkpoint, or overwrites it, and forgets what {@link #copies()} knew. Commits. */
    void reset(Checkpoint checkpoint);

    /** Removes the stream's checkpoint and what is known of its copies. Commits. */
    void forget();

    /** What is known of first copies of this stream. */
    List<TableCopy> copies();

    /** Stores how far the copy of a table is, within the open transaction; {@link #commitLoad()} commits it. */
    void recordCopy(TableCopy copy);

    /** The chunks that are copied already of tables that are not yet. */
    List<ChunkCopy> chunks();

    /** Removes what {@link #chunks()} knows of a table, within the open transaction. */
    void forgetChunks(TableId table);

    /** Begins to connect so many lanes in the background, which {@link #lane()} soon asks for. */
    default void lanesAhead(int count) {}

    /** Another connection for loading; where {@link Capabilities#loadLanes()} is 1, this handler's own, which is not used meanwhile. */
    LoadLane lane();

    /** Whether {@link #beside()} can be called: not where there is a single writer, or a transaction does not see what others commit meanwhile. */
    default boolean writesBeside() {
        return false;
    }

    /**
     * Another handler of the same stream with a connection and a transaction of its own, opened and under the same epoch, for a
     * transaction of the source that is written before its commit is known. It makes and changes no tables.
     */
    default DestinationHandler beside() {
        throw new UnsupportedOperationException("a single writer");
    }

    /**
     * Makes sure that the table is there and fits: creates it where it is missing and that is allowed, checks names and types
     * where it exists. Must not disturb the open transaction. Called again when a table's description has changed.
     *
     * @return whether it was missing and was made
     * @throws io.pg2any.error.CdcException of kind DATA that names each difference of an unfit table
     */
    boolean prepare(TableSchema table);

    /** As {@link #prepare}, for a table that may be about to be loaded: one that awaits its key is left so. */
    default Prepared prepareLoad(TableSchema table) {
        return prepare(table) ? Prepared.MADE : Prepared.THERE;
    }

    /**
     * Takes the primary key from a table that was made just now and is empty, within the open transaction, where it is faster made of all rows once they are
     * loaded. Until {@link LoadLane#makeKey} or {@link #makeKey} rows are only added; {@link #prepare} makes it, too.
     *
     * @return whether that was done
     */
    default boolean deferKey(TableSchema table) {
        return false;
    }

    /** Makes the deferred primary key of a table, unless it is there: within the open transaction if one has written, otherwise at once. */
    default void makeKey(TableSchema table) {}

    /** Whether rows of a table that was prepared may be given with their cells in PostgreSQL's binary form, as the source sends them. */
    default boolean takesBinary(TableSchema table) {
        return false;
    }

    /**
     * Whether rows of such a table would best come with their cells in binary form: the target writes them faster than text, where its table has the same
     * types. Called after {@link #open}, also for tables that are not prepared.
     */
    default boolean likesBinary(TableSchema table) {
        return false;
    }

    /**
     * Makes the indexes and foreign keys that these tables can have in the target and do not have yet, after their rows were
     * loaded. No transaction is open.
     *
     * @return a sentence for each that the target cannot have, with the reason
     */
    List<String> complete(List<TableExtras> tables);

    /** The shapes that {@link #recordShape} stored for this stream. */
    default List<TableShape> shapes() {
        return List.of();
    }

    /** Stores the shape that the target's table was brought in line with, within the open transaction. */
    default void recordShape(TableShape shape) {}

    /** The labels of enum types that {@link #recordLabels} stored for this stream. */
    default List<EnumLabels> labels() {
        return List.of();
    }

    /** Stores the labels that rows of the target have for a type's values, within the open transaction. */
    default void recordLabels(EnumLabels labels) {}

    /** Whether {@link #reshape} and {@link #shapes()} are there; otherwise {@link #prepare} alone is told of a table's new description. */
    default boolean reshapes() {
        return false;
    }

    /**
     * Whether {@link #reshape} is part of the open transaction. Otherwise it is durable at once, and must not be called while the open
     * transaction has written to the table.
     */
    default boolean reshapesInTransaction() {
        return false;
    }

    /**
     * Changes a table that exists as the source's was changed; one that is missing is left to {@link #prepare}. Can be repeated: what is
     * done already is left alone.
     *
     * @return the names of columns that were added just now: rows have the wished constants there; in one that was there, they may not
     */
    default Set<String> reshape(Reshape wish) {
        throw CdcException.internal("no-reshape", "The destination was asked to change the table " + wish.table().target() + ", and changes none.", null);
    }

    /** Whether {@link #rename}, {@link #drop} and {@link #forgetTable} are there. */
    default boolean movesTables() {
        return false;
    }

    /**
     * Gives a table of the target another name, and moves what is known of it: its copy and its shape. As {@link #reshape} part of the open transaction
     * or durable at once, and repeatable.
     *
     * @param from its former name in the source
     * @param to its present name there
     * @return false if that cannot be done: the target cannot do it, or has another table of that name; then nothing was changed
     */
    default boolean rename(TableId from, TargetName former, TableId to, TargetName present) {
        return false;
    }

    /** Drops a table of the target, if it is there, and forgets what is known of it; as {@link #reshape} part of the open transaction or durable at once. */
    default void drop(TableId table, TargetName target) {}

    /** Forgets the copy and the shape of a table, within the open transaction; the target's table stays. */
    default void forgetTable(TableId table) {}

    /** Whether the target table holds no row. */
    boolean isEmpty(TableSchema table);

    /** Removes all rows, within the open transaction. */
    void empty(TableSchema table);

    /** Commits what was emptied and recorded, leaving the checkpoint's position as it is. */
    void commitLoad();

    /**
     * From now on parts of large batches may be written over {@code lanes} connections at the same time, each of which commits for itself before
     * {@link #commit} stores the checkpoint; 1: over this one alone.
     *
     * @throws CdcException of kind configuration where there is a single writer
     */
    default void applyInParallel(int lanes) {
        if (lanes > 1) {
            throw CdcException.configuration("apply-parallelism", "This destination writes over a single connection.", "Leave --apply-parallelism at 1.");
        }
    }

    /**
     * Up to which position the target may hold parts of transactions beyond the checkpoint, which were applied {@linkplain #applyInParallel in parallel},
     * by this handler or by an earlier one that did not come to store the checkpoint; {@link Lsn#ZERO} if it holds none. Known once the stream is taken over.
     */
    default Lsn ahead() {
        return Lsn.ZERO;
    }

    /** Writes a batch into the open transaction. */
    void apply(ChangeBatch batch);

    /**
     * As {@link #apply}; but if the target refuses something of the batch, the open transaction is as it was before the call, and the refusal is the
     * answer instead of an exception. Only where there are {@link #deadLetters()}; elsewhere a refusal is thrown.
     */
    default Optional<CdcException> attempt(ChangeBatch batch) {
        apply(batch);
        return Optional.empty();
    }

    /** Where refused changes are kept; empty if a refusal can only end the stream. */
    default Optional<DeadLetters> deadLetters() {
        return Optional.empty();
    }

    /** Stores the checkpoint in the open transaction and commits: then it is durable. */
    void commit(Checkpoint checkpoint);

    /** Updates and deletes so far whose row the target did not have. */
    long missingRows();

    /**
     * The rows of which {@link #apply} was told only a part, since the last call, and of which the target had nothing to keep the rest
     * of: nothing was written for them. Whole rows may be applied instead.
     */
    List<MissingRow> takeMissing();

    /** Rolls the open transaction back. */
    void rollback();

    /** Ends the connection; an open transaction is rolled back. Never throws. */
    @Override
    void close();

    /** The table of the stream's copies that is for {@code table}, if any. */
    default Optional<TableCopy> copyOf(TableId table) {
        return copies().stream().filter(copy -> copy.table().equals(table)).findFirst();
    }
}
