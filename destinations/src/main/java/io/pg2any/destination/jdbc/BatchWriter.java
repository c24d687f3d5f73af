package io.pg2any.destination.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.ChangeBatch;
import io.pg2any.destination.MissingRow;
import io.pg2any.destination.Step;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;

/** Writes batches over the main connection, and large ones over lanes beside it; knows how far those are ahead of the checkpoint. */
final class BatchWriter {

    /** Connections over which large batches are written at the same time; null: over the main one alone. */
    private @Nullable ApplyLanes lanes;

    private Lsn ahead = Lsn.ZERO;
    private long missingRows;
    private final List<MissingRow> missing = new ArrayList<>();

    void writeOver(ApplyLanes connections) {
        lanes = connections;
    }

    boolean hasLanes() {
        return lanes != null;
    }

    /** A position behind the checkpoint up to which the target may hold rows already; zero if there is none. */
    Lsn ahead() {
        return ahead;
    }

    /** The target may hold rows up to {@code position}. */
    void isAheadUpTo(Lsn position) {
        ahead = position;
    }

    /** The checkpoint has come to {@code position}. */
    void committed(Lsn position) {
        if (!ahead.isAfter(position)) {
            ahead = Lsn.ZERO;
        }
    }

    /** Tables change: what lanes know of them is forgotten. */
    void forgetTables() {
        if (lanes != null) {
            lanes.reconnect();
        }
    }

    /**
     * Writes a batch in the open transaction.
     *
     * @param alone whether nothing may be written outside of it
     */
    void apply(Session session, ChangeBatch batch, boolean alone) {
        ApplyLanes.Written overLanes = writeOverLanes(session, batch, alone);
        if (overLanes.refusal() != null) {
            throw CdcException.transientFailure("lane-refused", "The target refused a part of a batch that was written over several connections. It is written once more,"
                    + " over one. The refusal was: " + overLanes.refusal().getMessage(), overLanes.refusal());
        }
        List<Step> steps = overLanes.rest();
        session.run("beginning a transaction", () -> session.target().beginWriting());
        for (int i = 0; i < steps.size(); i++) {
            try {
                missingRows += session.write(steps.get(i), missing);
            } catch (SQLException e) {
                throw session.refused(e, steps.subList(0, i + 1), doing(steps.get(i)));
            }
        }
    }

    /** As {@link #apply}; what is refused leaves the transaction as it was before, and is told. */
    Optional<CdcException> attempt(Session session, ChangeBatch batch, boolean alone) {
        if (!session.target().marks()) {
            apply(session, batch, alone);
            return Optional.empty();
        }
        ApplyLanes.Written overLanes = writeOverLanes(session, batch, alone);
        if (overLanes.refusal() != null) {
            return Optional.of(overLanes.refusal());
        }
        List<Step> steps = overLanes.rest();
        long missingBefore = missingRows;
        int absentBefore = missing.size();
        Optional<CdcException> refusal = session.attempt(steps.stream()
                .map(step -> new Session.Part(doing(step), () -> missingRows += session.write(step, missing))).toList());
        if (refusal.isPresent()) {
            missingRows = missingBefore;
            missing.subList(absentBefore, missing.size()).clear();
        }
        return refusal;
    }

    /**
     * Writes what can be written at the same time. Not where the target is ahead of the checkpoint, and so may hold the rows of this batch already:
     * what is written to a row over one lane and what is left there must then be in one transaction.
     */
    private ApplyLanes.Written writeOverLanes(Session session, ChangeBatch batch, boolean alone) {
        ApplyLanes parallel = lanes;
        if (parallel == null || alone || ahead.isAfter(Lsn.ZERO)) {
            return ApplyLanes.Written.nothing(batch);
        }
        ApplyLanes.Written written = parallel.write(batch, session);
        ahead = written.ahead();
        missingRows += written.missing();
        missing.addAll(written.absent());
        return written;
    }

    static String doing(Step step) {
        return "writing to table " + switch (step) {
            case Step.NetRows rows -> rows.table().target();
            case Step.Ordered ordered -> ordered.table().target();
            case Step.Truncate truncate -> truncate.tables().getFirst().target();
        };
    }

    List<MissingRow> takeMissing() {
        List<MissingRow> taken = List.copyOf(missing);
        missing.clear();
        return taken;
    }

    long missingRows() {
        return missingRows;
    }

    /** Closes the lanes. */
    void close() {
        ApplyLanes parallel = lanes;
        lanes = null;
        if (parallel != null) {
            parallel.close();
        }
    }
}
