package io.pg2any.destination.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.pg2any.destination.Step;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Row;

/**
 * Finds the row for which the target refused a set of rows. The transaction was rolled back and will be again: what went
 * before is repeated, then the refused step is taken row by row until the target refuses one.
 */
final class CulpritSearch {

    private final Target target;
    private final SqlErrors errors;

    CulpritSearch(Target target, SqlErrors errors) {
        this.target = target;
        this.errors = errors;
    }

    /** A row and what the target said to it. */
    record Culprit(String row, SQLException error) {}

    /** The culprit among the rows of the last of {@code steps}; none if the target takes them one by one. */
    Optional<Culprit> find(List<Step> steps) throws SQLException {
        target.rollback();
        target.beginWriting();
        try {
            for (Step done : steps.subList(0, steps.size() - 1)) {
                target.apply(done);
            }
            return oneByOne(steps.getLast());
        } finally {
            target.rollback();
        }
    }

    private Optional<Culprit> oneByOne(Step step) throws SQLException {
        return switch (step) {
            case Step.NetRows net -> among(net);
            case Step.Ordered ordered -> among(ordered);
            case Step.Truncate _ -> Optional.empty();
        };
    }

    private Optional<Culprit> among(Step.NetRows refused) throws SQLException {
        Step.NetRows net = new Step.NetRows(refused.table(), refused.deletes(), refused.upserts(), refused.updates());
        Target.PreparedTable prepared = target.table(net.table());
        TargetTable table = prepared.table();
        List<Row> going = new ArrayList<>(net.deletes());
        if (!table.upsertable() && table.schema().hasKey()) {
            going.addAll(net.upserts());
        }
        if (!going.isEmpty()) {
            target.apply(new Step.NetRows(net.table(), going, List.of(), List.of()));
        }
        for (Row row : net.upserts()) {
            Optional<Culprit> culprit = attempt(new Step.NetRows(net.table(), List.of(), List.of(row), List.of()), prepared, row);
            if (culprit.isPresent()) {
                return culprit;
            }
        }
        for (Step.PartialUpdate update : net.updates()) {
            Optional<Culprit> culprit = attempt(new Step.NetRows(net.table(), List.of(), List.of(), List.of(update)), prepared, update.row());
            if (culprit.isPresent()) {
                return culprit;
            }
        }
        return Optional.empty();
    }

    private Optional<Culprit> among(Step.Ordered ordered) throws SQLException {
        Target.PreparedTable prepared = target.table(ordered.table());
        for (Change change : ordered.changes()) {
            Row row = switch (change) {
                case ChangeEvent.Insert insert -> insert.row();
                case ChangeEvent.Update update -> update.row();
                case ChangeEvent.Delete delete -> delete.old();
                case ChangeEvent.Truncate _ -> Row.ofText();
            };
            Optional<Culprit> culprit = attempt(new Step.Ordered(ordered.table(), List.of(change)), prepared, row);
            if (culprit.isPresent()) {
                return culprit;
            }
        }
        return Optional.empty();
    }

    private Optional<Culprit> attempt(Step one, Target.PreparedTable table, Row row) throws SQLException {
        try {
            target.apply(one);
            return Optional.empty();
        } catch (SQLException e) {
            if (errors.isRefusal(e)) {
                return Optional.of(new Culprit(table.table().describe(table.rows().asText(row)), e));
            }
            throw e;
        }
    }
}
