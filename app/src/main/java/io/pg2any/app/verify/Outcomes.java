package io.pg2any.app.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is found in a table, counted, and some of it kept to be shown. One thread. */
final class Outcomes {

    private static final int KEPT = 1000;

    private final boolean repair;
    private final long limit;
    private final RowForm form;
    private final List<VerifyReport.Row> shown = new ArrayList<>();
    private long differences;
    private long repaired;
    private long unsettled;
    private boolean incomplete;

    /** @param limit so many differences are enough, unless they are repaired */
    Outcomes(RowForm form, boolean repair, long limit) {
        this.form = form;
        this.repair = repair;
        this.limit = limit;
    }

    boolean repairs() {
        return repair;
    }

    /** Whether nobody wants to know of more. */
    boolean isEnough() {
        boolean enough = !repair && differences >= limit;
        incomplete |= enough;
        return enough;
    }

    void different(List<Difference> found) {
        for (Difference difference : found) {
            differences += difference.times();
            if (shown.size() < KEPT) {
                shown.add(new VerifyReport.Row(form.describe(difference.row()), difference.kind().name().toLowerCase(Locale.ROOT),
                        difference.kind().sentence(), difference.columns(), difference.times()));
            }
        }
    }

    void repaired(long rows) {
        repaired += rows;
    }

    void unsettled(long rows) {
        unsettled += rows;
    }

    long differences() {
        return differences;
    }

    long repaired() {
        return repaired;
    }

    long unsettledRows() {
        return unsettled;
    }

    boolean isIncomplete() {
        return incomplete;
    }

    List<VerifyReport.Row> shown() {
        return shown;
    }
}
