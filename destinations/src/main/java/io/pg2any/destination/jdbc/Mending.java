package io.pg2any.destination.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.OnValue;
import io.pg2any.destination.Step;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Truncate;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Row;
import io.pg2any.event.RowBuilder;

/**
 * Puts what the user wants in place of values that a table's columns cannot hold, before rows are written; counts it and says so. What cannot be put
 * right stays, and is an error when it is written. Old rows of tables without a key get the same, since that is how the target has them. One thread.
 */
final class Mending {

    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final TargetTable table;
    private final OnValue policy;
    private final int[] columns;
    private final long[] replaced;
    private final long[] told;
    private final long[] toldAt;

    Mending(TargetTable table, OnValue policy) {
        this.table = table;
        this.policy = policy;
        boolean any = policy == OnValue.NULL || policy == OnValue.CLAMP;
        this.columns = IntStream.range(0, table.columns().size())
                .filter(i -> any && !table.schema().isKey(i) && !table.columns().get(i).encoder().equals(Encoders.TEXT)).toArray();
        this.replaced = new long[table.columns().size()];
        this.told = new long[replaced.length];
        this.toldAt = new long[replaced.length];
    }

    private boolean isNeeded() {
        return columns.length > 0;
    }

    Step.NetRows mend(Step.NetRows step) throws SQLException {
        if (!isNeeded()) {
            return step;
        }
        List<Step.PartialUpdate> updates = new ArrayList<>(step.updates().size());
        for (Step.PartialUpdate update : step.updates()) {
            updates.add(new Step.PartialUpdate(mend(update.row()), update.movedFrom()));
        }
        return new Step.NetRows(step.table(), step.deletes(), mend(step.upserts()), step.fresh(), updates);
    }

    Step.Ordered mend(Step.Ordered step) throws SQLException {
        if (!isNeeded()) {
            return step;
        }
        List<Change> changes = new ArrayList<>(step.changes().size());
        for (Change change : step.changes()) {
            changes.add(switch (change) {
                case Insert insert -> new Insert(insert.relation(), mend(insert.row()), insert.xid());
                case Update update -> {
                    Row old = update.old();
                    yield new Update(update.relation(), old == null ? null : mend(old), update.oldIsFull(), mend(update.row()), update.xid());
                }
                case Delete delete -> new Delete(delete.relation(), mend(delete.old()), delete.oldIsFull(), delete.xid());
                case Truncate truncate -> truncate;
            });
        }
        return new Step.Ordered(step.table(), changes);
    }

    List<Row> mend(List<Row> rows) throws SQLException {
        if (!isNeeded()) {
            return rows;
        }
        List<Row> mended = new ArrayList<>(rows.size());
        for (Row row : rows) {
            mended.add(mend(row));
        }
        return mended;
    }

    private Row mend(Row row) throws SQLException {
        Row mended = row;
        for (int column : columns) {
            if (!row.isNull(column) && !row.isUnchanged(column)) {
                UnfitValue problem = problem(row, column);
                if (problem != null) {
                    mended = replaced(mended, column, problem);
                }
            }
        }
        return mended;
    }

    private @Nullable UnfitValue problem(Row row, int column) throws SQLException {
        try {
            table.columns().get(column).encoder().check(row, column);
            return null;
        } catch (UnfitValue e) {
            return e;
        }
    }

    private Row replaced(Row row, int column, UnfitValue problem) throws SQLException {
        boolean clamps = policy == OnValue.CLAMP && !problem.isNothing();
        byte[] nearest = problem.nearest();
        if (clamps ? nearest == null : !table.columns().get(column).existing().nullable()) {
            return row;
        }
        RowBuilder builder = new RowBuilder(row.size());
        for (int i = 0; i < row.size(); i++) {
            if (i != column) {
                builder.addCell(row, i);
            } else if (clamps && nearest != null) {
                builder.addText(nearest);
            } else {
                builder.addNull();
            }
        }
        Row mended = builder.build();
        if (clamps && problem(mended, column) != null) {
            return row;
        }
        tell(row, column, problem, clamps);
        return mended;
    }

    private void tell(Row row, int column, UnfitValue problem, boolean clamps) {
        replaced[column]++;
        long now = System.nanoTime();
        if (told[column] > 0 && now - toldAt[column] < MINUTE) {
            return;
        }
        LOG.warn("event=values_replaced table={} column={} by={} count={} latest=\"{}\" row=\"{}\"", table.schema().target(), table.columns().get(column).source().name(),
                clamps ? "the nearest" : "NULL", replaced[column] - told[column], problem.reason(), table.describe(row));
        told[column] = replaced[column];
        toldAt[column] = now;
    }
}
