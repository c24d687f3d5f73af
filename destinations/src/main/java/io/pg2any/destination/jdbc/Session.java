package io.pg2any.destination.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.LoadLane;
import io.pg2any.destination.MissingRow;
import io.pg2any.destination.Step;
import io.pg2any.destination.TableLoader;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.Row;

/** A target in use: what is done to it, with errors in pg2any's words. One thread. */
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Target target;
    private final SqlErrors errors;

    Session(Target target, SqlErrors errors) {
        this.target = target;
        this.errors = errors;
    }

    /** Something that is done. */
    interface Action {
        void run() throws SQLException;
    }

    /** Something that is found out. */
    interface Question<T> {
        T ask() throws SQLException;
    }

    Target target() {
        return target;
    }

    ControlTables control() {
        return target.control();
    }

    void run(String doing, Action action) {
        try {
            action.run();
        } catch (SQLException e) {
            throw errors.translate(e, doing);
        }
    }

    /** Does it in the open transaction, or begins one. */
    void write(String doing, Action action) {
        run(doing, () -> {
            target.beginWriting();
            action.run();
        });
    }

    <T> T read(String doing, Question<T> question) {
        try {
            T answer = question.ask();
            target.endReading();
            return answer;
        } catch (SQLException e) {
            throw errors.translate(e, doing);
        }
    }

    /**
     * Applies a step in the open transaction and returns how many rows it should have changed were missing.
     *
     * @param absent takes the rows that were told in part and of which the target does not have the rest
     */
    long write(Step step, List<MissingRow> absent) throws SQLException {
        long missing = target.apply(step);
        if (step instanceof Step.NetRows net && !net.updates().isEmpty()) {
            target.table(net.table()).net().takeAbsent().forEach(row -> absent.add(new MissingRow(net.table(), row)));
        }
        return missing;
    }

    /** Does it in the open transaction, or begins one, and tells what came of it. */
    <T> T answer(String doing, Question<T> question) {
        try {
            target.beginWriting();
            return question.ask();
        } catch (SQLException e) {
            throw errors.translate(e, doing);
        }
    }

    /** Does it, and gives the error if the target refuses a row. */
    private Optional<CdcException> refusal(String doing, Action action) {
        try {
            action.run();
            return Optional.empty();
        } catch (SQLException e) {
            if (errors.isRefusal(e)) {
                return Optional.of(errors.translate(e, doing));
            }
            throw errors.translate(e, doing);
        } catch (CdcException e) {
            if (errors.isRefusal(e)) {
                return Optional.of(e);
            }
            throw e;
        }
    }

    /** A part of what {@link #attempt} does. */
    record Part(String doing, Action action) {}

    /** Does all of it or, if the target refuses a row, nothing: then the open transaction is as it was, and the refusal is the answer. */
    Optional<CdcException> attempt(List<Part> parts) {
        try {
            boolean mark = target.mark();
            for (Part part : parts) {
                Optional<CdcException> refusal = refusal(part.doing(), part.action());
                if (refusal.isPresent()) {
                    target.backTo(mark);
                    target.forgetAbsent();
                    return refusal;
                }
            }
            target.forget(mark);
            return Optional.empty();
        } catch (SQLException e) {
            throw errors.translate(e, "marking a place in the transaction");
        }
    }

    /** Gives a table its primary key. */
    void makeKey(TableSchema table) {
        LOG.info("making the primary key table={}", table.target());
        run("making the primary key of table " + table.target(), () -> target.makeKey(table));
    }

    /** Commits rows that were loaded, unless another runner took over. */
    void commitLoad() {
        write("committing", () -> {
            control().demandEpoch();
            target.commit();
        });
    }

    /** Commits a lane's part of a batch that ends at {@code position}, unless another runner took over. */
    void commitLane(int lane, Lsn position) {
        write("committing", () -> {
            control().storeAhead(lane, position);
            target.commit();
        });
    }

    /** @param sorted is given the rows that the target refuses; null: one of them is an error that names it */
    TableLoader load(TableSchema table, boolean overExisting, boolean parsed, LoadLane.@Nullable Refused sorted) {
        String doing = "writing to table " + table.target();
        boolean upsert = overExisting && table.hasKey();
        Optional<CopyRoad> road = read(doing, () -> upsert || parsed ? Optional.empty() : target.copy(table));
        if (road.isPresent()) {
            run(doing, target::beginWriting);
            return new CopyDataLoader(road.get(), error -> errors.translate(error, doing));
        }
        run("preparing table " + table.target(), () -> target.table(table));
        BufferedLoader.Writer writer = rows -> {
            target.beginWriting();
            Target.PreparedTable prepared = target.table(table);
            if (upsert) {
                prepared.net().write(prepared.mending().mend(rows), 0);
            } else {
                prepared.rows().insert(prepared.mending().mend(rows));
            }
        };
        return new BufferedLoader(sorted == null ? rows -> loadOrName(table, rows, writer, doing) : rows -> loadOrSort(rows, writer, doing, sorted));
    }

    private void loadOrName(TableSchema table, List<Row> rows, BufferedLoader.Writer writer, String doing) {
        try {
            writer.write(rows);
        } catch (SQLException e) {
            throw refused(e, List.of(loaded(table, rows)), doing);
        }
    }

    /** What the target refuses is tried again in halves, until the rows stand alone that it does not take. */
    private void loadOrSort(List<Row> rows, BufferedLoader.Writer writer, String doing, LoadLane.Refused refused) {
        Optional<CdcException> refusal = attempt(List.of(new Part(doing, () -> writer.write(rows))));
        if (refusal.isEmpty()) {
            return;
        }
        if (rows.size() == 1) {
            refused.row(rows.getFirst(), refusal.get());
            return;
        }
        loadOrSort(rows.subList(0, rows.size() / 2), writer, doing, refused);
        loadOrSort(rows.subList(rows.size() / 2, rows.size()), writer, doing, refused);
    }

    /** The step that has the effect of loading {@code rows}, to find the one that was refused. */
    private static Step loaded(TableSchema table, List<Row> rows) {
        return new Step.NetRows(table, List.of(), rows, List.of());
    }

    /** The error of the last of {@code steps}, with the row that caused it if it can be found. The transaction is gone. */
    CdcException refused(SQLException error, List<Step> steps, String doing) {
        if (!errors.isRefusal(error)) {
            return errors.translate(error, doing);
        }
        try {
            return new CulpritSearch(target, errors).find(steps)
                    .map(culprit -> errors.translate(culprit.error(), doing, "It was " + culprit.row() + "."))
                    .orElseGet(() -> errors.translate(error, doing));
        } catch (SQLException | CdcException e) {
            error.addSuppressed(e);
            return errors.translate(error, doing);
        }
    }

    @Override
    public void close() {
        try {
            target.close();
        } catch (SQLException e) {
            LOG.debug("closing failed", e);
        }
    }
}
