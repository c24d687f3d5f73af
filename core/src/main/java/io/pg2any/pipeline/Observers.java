package io.pg2any.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.error.CdcException;
import io.pg2any.event.ChangeEvent;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;
import io.pg2any.observe.Observer;
import io.pg2any.observe.Progress;

/** Tells several observers; one that fails is logged and does no harm. */
public final class Observers implements Observer {

    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    private final List<Observer> observers = new CopyOnWriteArrayList<>();

    public void add(Observer observer) {
        observers.add(observer);
    }

    private void each(Consumer<Observer> call) {
        for (Observer observer : observers) {
            try {
                call.accept(observer);
            } catch (RuntimeException e) {
                LOG.warn("an observer failed", e);
            }
        }
    }

    /** On the hot path: no lambda an event. */
    @Override
    public void event(ChangeEvent event) {
        for (Observer observer : observers) {
            try {
                observer.event(event);
            } catch (RuntimeException e) {
                LOG.warn("an observer failed", e);
            }
        }
    }

    @Override
    public void state(Progress.State state) {
        each(observer -> observer.state(state));
    }

    @Override
    public void copyPlanned(TableId table, long estimatedRows) {
        each(observer -> observer.copyPlanned(table, estimatedRows));
    }

    @Override
    public void copyStarted(TableId table, long estimatedRows) {
        each(observer -> observer.copyStarted(table, estimatedRows));
    }

    @Override
    public void copyProgress(TableId table, long rows, long bytes) {
        each(observer -> observer.copyProgress(table, rows, bytes));
    }

    @Override
    public void copyFinished(TableId table, long rows) {
        each(observer -> observer.copyFinished(table, rows));
    }

    @Override
    public void applied(Lsn position, int transactions, long changes) {
        each(observer -> observer.applied(position, transactions, changes));
    }

    @Override
    public void refused(TableId table, long kept, long skipped) {
        each(observer -> observer.refused(table, kept, skipped));
    }

    @Override
    public void retrying(CdcException error, int attempt) {
        each(observer -> observer.retrying(error, attempt));
    }

    @Override
    public void failed(CdcException error) {
        each(observer -> observer.failed(error));
    }
}
