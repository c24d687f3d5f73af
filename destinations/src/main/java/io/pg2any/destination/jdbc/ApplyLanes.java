package io.pg2any.destination.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.ChangeBatch;
import io.pg2any.destination.MissingRow;
import io.pg2any.destination.Step;
import io.pg2any.destination.TransactionSlice;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;

/**
 * Connections over which the parts of a batch are written at the same time, beside the main one. Each lane commits its own part, with the batch's end and
 * under the epoch of the main connection; so what is written must be such that writing it again does no harm. Led by the applier's thread; a lane is used
 * by one thread at a time.
 */
final class ApplyLanes implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Lane> lanes = new ArrayList<>();
    private final ExecutorService threads;

    /**
     * What came of writing.
     *
     * @param rest what is left for the main connection, in order
     * @param missing rows that were to be deleted or changed and were not there
     * @param absent rows that were told in part, of which the target does not have the rest
     * @param ahead the batch's end, if any lane has committed; otherwise {@link Lsn#ZERO}
     * @param refusal what the target refused of one lane while others have committed: the rest must not be written, but the changes folded anew for a
     *     target that may hold their effects already
     */
    record Written(List<Step> rest, long missing, List<MissingRow> absent, Lsn ahead, @Nullable CdcException refusal) {

        /** Nothing: all is left. */
        static Written nothing(ChangeBatch batch) {
            return new Written(batch.steps(), 0, List.of(), Lsn.ZERO, null);
        }
    }

    /** @param refusal of what the target refused something; then nothing of the part is there */
    private record Part(@Nullable CdcException refusal, long missing, List<MissingRow> absent) {}

    /**
     * That several connections may write to the target at the same time.
     *
     * @throws CdcException of kind configuration where they may not
     */
    static void require(Server server) {
        if (server.loadLanes() == 1) {
            throw CdcException.configuration("apply-parallelism", server.product() + " has a single writer: batches cannot be written over several connections.",
                    "Leave --apply-parallelism at 1.");
        }
        if (!server.writesBeside()) {
            throw CdcException.configuration("apply-parallelism", server.product() + " is not written over several connections, or not while its binary log holds statements.",
                    "Leave --apply-parallelism at 1.");
        }
    }

    /** @param sessions opens a connection under the epoch of the main one */
    ApplyLanes(int count, Supplier<Session> sessions) {
        for (int i = 0; i < count; i++) {
            lanes.add(new Lane(i + 1, sessions));
        }
        this.threads = Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().name("pg2any-lane-", 1).factory());
    }

    /**
     * Writes what can be written at the same time, and has committed it when it returns. Only the parts of whole transactions, and only while no transaction
     * is open on the main connection, whose locks the lanes might wait for. If the target refuses something of every lane, the whole batch is left, and the
     * culprit found where it is written.
     */
    Written write(ChangeBatch batch, Session main) {
        List<TransactionSlice> slices = batch.transactions();
        if (main.target().isWriting() || slices.isEmpty() || !slices.getLast().last()) {
            return Written.nothing(batch);
        }
        Lsn end = slices.getLast().endLsn();
        Optional<LanePlan> plan = main.read("splitting a batch", () -> LanePlan.of(batch.steps(), lanes.size(), table -> main.target().table(table).parallel()));
        if (plan.isEmpty()) {
            return Written.nothing(batch);
        }
        List<Part> parts = await(begin(plan.get().lanes(), end));
        List<CdcException> refusals = parts.stream().map(Part::refusal).filter(Objects::nonNull).toList();
        if (refusals.size() == parts.size()) {
            return Written.nothing(batch);
        }
        if (!refusals.isEmpty()) {
            return new Written(List.of(), 0, List.of(), end, refusals.getFirst());
        }
        return new Written(plan.get().rest(), parts.stream().mapToLong(Part::missing).sum(), parts.stream().flatMap(part -> part.absent().stream()).toList(), end, null);
    }

    private List<Future<Part>> begin(List<List<Step>> parts, Lsn end) {
        List<Future<Part>> begun = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            List<Step> steps = parts.get(i);
            Lane lane = lanes.get(i);
            if (!steps.isEmpty()) {
                begun.add(threads.submit(() -> lane.write(steps, end)));
            }
        }
        return begun;
    }

    /** Waits until every lane has committed or given up, and only then throws what one of them failed with. */
    private static List<Part> await(List<Future<Part>> begun) {
        List<Part> parts = new ArrayList<>();
        @Nullable RuntimeException failure = null;
        for (Future<Part> future : begun) {
            try {
                parts.add(future.get());
            } catch (ExecutionException e) {
                RuntimeException cause = explained(e.getCause());
                if (failure == null) {
                    failure = cause;
                } else {
                    failure.addSuppressed(cause);
                }
            } catch (InterruptedException e) {
                throw CdcException.internal("interrupted", "The stream's thread was interrupted.", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return parts;
    }

    private static CdcException explained(@Nullable Throwable cause) {
        return cause instanceof CdcException known ? known
                : cause instanceof OutOfMemoryError ? CdcException.outOfMemory("writing a batch", cause)
                        : CdcException.internal("lane", "Writing over a lane failed: " + cause + ".", cause);
    }

    /** One connection, opened when it is first needed. */
    private static final class Lane {
        private final int number;
        private final Supplier<Session> sessions;
        private @Nullable Session session;

        Lane(int number, Supplier<Session> sessions) {
            this.number = number;
            this.sessions = sessions;
        }

        Part write(List<Step> steps, Lsn end) {
            Session open = session;
            if (open == null) {
                open = sessions.get();
                session = open;
            }
            return write(open, steps, end);
        }

        private Part write(Session session, List<Step> steps, Lsn end) {
            long[] missing = new long[1];
            List<MissingRow> absent = new ArrayList<>();
            List<Session.Part> parts = steps.stream()
                    .map(step -> new Session.Part(BatchWriter.doing(step), () -> missing[0] += session.write(step, absent)))
                    .toList();
            Optional<CdcException> refusal = session.attempt(parts);
            if (refusal.isPresent()) {
                return new Part(refusal.get(), 0, List.of());
            }
            session.commitLane(number, end);
            return new Part(null, missing[0], absent);
        }

        void close() {
            Session open = session;
            session = null;
            if (open != null) {
                open.close();
            }
        }
    }

    /** The lanes connect anew when they are next needed. */
    void reconnect() {
        lanes.forEach(Lane::close);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        lanes.forEach(Lane::close);
        try {
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw CdcException.internal("lane", "A lane did not end.", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
