package io.pg2any.destination.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.pg2any.destination.Step;
import io.pg2any.destination.Step.NetRows;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.Row;
import io.pg2any.event.TableId;
import io.pg2any.type.PgType;

/**
 * Which parts of a batch are written over which lane. Rows of one key always go over the same lane, so that lanes never write the same row.
 *
 * @param lanes what each lane writes
 * @param rest what the main connection writes, in order
 */
record LanePlan(List<List<Step>> lanes, List<Step> rest) {

    /** Below, a second commit costs more than the lanes spare: small batches are about latency. */
    static final int FEWEST_ROWS = 1000;

    /** A table's rows below this are not worth several statements. */
    private static final int FEWEST_A_TABLE = 200;

    /** 2^32 divided by the golden ratio: spreads neighbouring hashes. */
    private static final int SPREAD = 0x9E37_79B9;

    /** Whether a table's rows may be written by several connections at once. */
    interface Tables {
        boolean areParallel(TableSchema table) throws SQLException;
    }

    /** The plan for a batch; none if it is better or only rightly written over one connection. */
    static Optional<LanePlan> of(List<Step> steps, int lanes, Tables tables) throws SQLException {
        Set<TableId> seen = new HashSet<>();
        List<NetRows> split = new ArrayList<>();
        List<Step> rest = new ArrayList<>();
        int rows = 0;
        for (Step step : steps) {
            switch (step) {
                case Step.Truncate _ -> {
                    return Optional.empty(); // what comes before it and after it has an order
                }
                case Step.Ordered ordered -> {
                    rest.add(ordered);
                    if (!seen.add(ordered.table().source())) {
                        return Optional.empty();
                    }
                }
                case NetRows net -> {
                    if (!seen.add(net.table().source())) {
                        return Optional.empty(); // its shape changed in between
                    }
                    if (tables.areParallel(net.table()) && isParallel(net)) {
                        split.add(net);
                        rows += rows(net);
                    } else {
                        rest.add(net);
                    }
                }
            }
        }
        return rows < FEWEST_ROWS ? Optional.empty() : Optional.of(new LanePlan(spread(split, lanes), rest));
    }

    /**
     * A row that moved to another key without being told whole is read under the old one, which another lane may delete. And keys that differ as text
     * but not for the database ({@code 1.0} and {@code 1.00}) could meet when one is removed and the other one comes.
     */
    private static boolean isParallel(NetRows net) {
        return net.updates().stream().allMatch(update -> update.movedFrom() == null)
                && (net.deletes().isEmpty() || net.table().key().stream().allMatch(i -> hasOneText(net.table().columns().get(i).type())));
    }

    /** Whether equal values of a type always have the same text, here and in the target. */
    private static boolean hasOneText(PgType type) {
        return switch (type) {
            case PgType.Simple simple -> switch (simple) {
                case BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, DATE, UUID, BYTEA -> true;
                case REAL, DOUBLE, MONEY, JSON, JSONB, XML -> false;
            };
            case PgType.Timestamp _ -> true;
            case PgType.Domain domain -> hasOneText(domain.base());
            default -> false;
        };
    }

    private static int rows(NetRows net) {
        return net.deletes().size() + net.upserts().size() + net.updates().size();
    }

    private static List<List<Step>> spread(List<NetRows> steps, int lanes) {
        List<List<Step>> plan = new ArrayList<>();
        long[] load = new long[lanes];
        for (int i = 0; i < lanes; i++) {
            plan.add(new ArrayList<>());
        }
        for (NetRows step : steps) {
            if (rows(step) < FEWEST_A_TABLE) {
                int least = 0;
                for (int i = 1; i < lanes; i++) {
                    least = load[i] < load[least] ? i : least;
                }
                plan.get(least).add(step);
                load[least] += rows(step);
            } else {
                List<NetRows> parts = parts(step, lanes);
                for (int i = 0; i < lanes; i++) {
                    if (rows(parts.get(i)) > 0) {
                        plan.get(i).add(parts.get(i));
                        load[i] += rows(parts.get(i));
                    }
                }
            }
        }
        return plan;
    }

    private static List<NetRows> parts(NetRows step, int lanes) {
        TableSchema table = step.table();
        List<List<Row>> deletes = lists(lanes);
        List<List<Row>> upserts = lists(lanes);
        List<List<Step.PartialUpdate>> updates = lists(lanes);
        int[] fresh = new int[lanes];
        for (Row row : step.deletes()) {
            deletes.get(lane(table, row, lanes)).add(row);
        }
        for (int i = 0; i < step.upserts().size(); i++) {
            Row row = step.upserts().get(i);
            int lane = lane(table, row, lanes);
            upserts.get(lane).add(row);
            fresh[lane] += i < step.fresh() ? 1 : 0;
        }
        for (Step.PartialUpdate update : step.updates()) {
            updates.get(lane(table, update.row(), lanes)).add(update);
        }
        List<NetRows> parts = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            parts.add(new NetRows(table, deletes.get(i), upserts.get(i), fresh[i], updates.get(i)));
        }
        return parts;
    }

    private static <T> List<List<T>> lists(int count) {
        List<List<T>> lists = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private static int lane(TableSchema table, Row row, int lanes) {
        int hash = 0;
        for (int column : table.key()) {
            hash = 31 * hash + row.cellHash(column);
        }
        return (int) ((hash * SPREAD >>> 1) * (long) lanes >>> 31);
    }
}
