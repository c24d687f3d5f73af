package io.pg2any.destination;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;

/** Decides what becomes of the changes that a target refuses, and counts them until their transaction is committed. One thread. */
public final class RefusedRows {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedRows.class);

    /** Code of the error that a column cannot hold a value. */
    public static final String UNFIT = "value-unfit";

    /** A log that is full of the same says nothing. */
    private static final int LOGGED_A_MINUTE = 50;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final OnError onError;
    private final boolean keepsUnfit;
    private final Map<TableId, Counts> open = new LinkedHashMap<>();
    private long minute = System.nanoTime();
    private long inMinute;

    /** Of one table since the last commit. */
    private static final class Counts {
        private long kept;
        private long skipped;
    }

    /** Is told of rows once they are left out for good. */
    public interface Listener {
        void refused(TableId table, long kept, long skipped);
    }

    public RefusedRows(OnError onError, OnValue onValue) {
        this.onError = onError;
        this.keepsUnfit = onValue == OnValue.DEAD_LETTER;
    }

    /** Whether refused changes are looked for one by one, and not all of them end the stream. */
    public boolean areTreated() {
        return onError != OnError.STOP || keepsUnfit;
    }

    /**
     * Treats a change that the target refused for itself alone.
     *
     * @param keep stores it in the open transaction
     * @throws CdcException if it ends the stream
     */
    public void treat(DeadLetter letter, Consumer<DeadLetter> keep) {
        Counts counts = open.computeIfAbsent(letter.table().source(), _ -> new Counts());
        OnError treatment = keepsUnfit && letter.error().code().equals(UNFIT) ? OnError.DEAD_LETTER : onError;
        switch (treatment) {
            case STOP -> throw named(letter);
            case SKIP -> counts.skipped++;
            case DEAD_LETTER -> {
                keep.accept(letter);
                counts.kept++;
            }
        }
        log(letter, treatment);
    }

    /** How many changes the open transaction leaves out. */
    public long leftOut() {
        return open.values().stream().mapToLong(counts -> counts.kept + counts.skipped).sum();
    }

    /** The error with the row that caused it. */
    private static CdcException named(DeadLetter letter) {
        CdcException error = letter.error();
        String row = letter.key().isEmpty() || error.getMessage().contains(letter.key()) ? "" : " It was the row with " + letter.key() + ".";
        return new CdcException(error.kind(), error.code(), error.getMessage() + row, error.remedy(), error);
    }

    private void log(DeadLetter letter, OnError treatment) {
        if (System.nanoTime() - minute > MINUTE) {
            if (inMinute > LOGGED_A_MINUTE) {
                LOG.warn("event=rows_refused more={}", inMinute - LOGGED_A_MINUTE);
            }
            minute = System.nanoTime();
            inMinute = 0;
        }
        if (inMinute++ < LOGGED_A_MINUTE) {
            DeadLetter.At at = letter.at();
            LOG.warn("event=row_refused table={} key=\"{}\" operation={} treatment={} commit_lsn={} error=\"{}\"", letter.table().source(), letter.key(),
                    letter.operation(), treatment, at == null ? "first copy" : at.commitLsn(), letter.error().getMessage());
        }
    }

    /** The transaction is committed: tells what it left out. */
    public void committed(Listener listener) {
        open.forEach((table, counts) -> listener.refused(table, counts.kept, counts.skipped));
        open.clear();
    }

    /** The transaction is gone, and with it what it left out. */
    public void rolledBack() {
        open.clear();
    }
}
