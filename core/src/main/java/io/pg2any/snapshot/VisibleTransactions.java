package io.pg2any.snapshot;

import java.util.HashSet;
import java.util.Set;

import io.pg2any.event.Xid;

/**
 * Which transactions a snapshot shows. A change of the stream is already in a table copied under the snapshot exactly if its
 * transaction is visible here.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html">PostgreSQL manual, pg_snapshot</a>
 */
public final class VisibleTransactions {

    private final long xmin;
    private final long xmax;
    private final Set<Long> inProgress;

    private VisibleTransactions(long xmin, long xmax, Set<Long> inProgress) {
        this.xmin = xmin;
        this.xmax = xmax;
        this.inProgress = inProgress;
    }

    /** Reads {@code xmin:xmax:xip,xip…} with 64-bit ids, as {@code pg_current_snapshot()} prints it. */
    public static VisibleTransactions parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a snapshot: " + text);
        }
        Set<Long> inProgress = new HashSet<>();
        for (String xid : parts[2].split(",")) {
            if (!xid.isEmpty()) {
                inProgress.add(Long.parseLong(xid));
            }
        }
        return new VisibleTransactions(Long.parseLong(parts[0]), Long.parseLong(parts[1]), inProgress);
    }

    /** Whether the snapshot shows what this transaction, which did commit, has done. */
    public boolean shows(Xid xid) {
        long full = full(xid);
        return full < xmin || full < xmax && !inProgress.contains(full);
    }

    /** The 64-bit id nearest to the snapshot: the stream's ids are never 2^31 transactions away from it. */
    private long full(Xid xid) {
        return xmax + (xid.value() - (int) xmax);
    }

    long xmin() {
        return xmin;
    }

    long xmax() {
        return xmax;
    }
}
