package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.Capabilities;
import io.pg2any.destination.ChangeBatch;
import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.Step;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableLoader;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.event.Row;

/** The destination of every database that speaks SQL; what differs between them is in its {@link Server} and {@link Dialect}. */
public final class JdbcDestination implements DestinationHandler {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcDestination.class);

    private final Server server;
    private final boolean createTables;
    private final SqlErrors errors;
    private @Nullable Target target;
    private @Nullable StreamIdentity stream;
    private long missingRows;

    public JdbcDestination(Server server, boolean createTables) {
        this.server = server;
        this.createTables = createTables;
        this.errors = new SqlErrors(server.product(), server.errors());
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true);
    }

    @Override
    public Optional<Checkpoint> open(StreamIdentity identity) {
        stream = identity;
        return sql("connecting", () -> {
            Connection connection = server.connect();
            try {
                Target opened = new Target(server, connection, createTables, identity);
                target = opened;
                opened.control().create();
                opened.commit();
                Optional<Checkpoint> stored = opened.control().read();
                opened.endReading();
                return stored;
            } catch (SQLException | RuntimeException e) {
                if (target == null) {
                    connection.close();
                }
                throw e;
            }
        });
    }

    @Override
    public Optional<Checkpoint> fence() {
        return sql("taking the stream over", () -> {
            target().beginWriting();
            target().control().fence(stream());
            Optional<Checkpoint> stored = target().control().read();
            target().commit();
            return stored;
        });
    }

    @Override
    public void reset(Checkpoint checkpoint) {
        writing("storing the checkpoint", () -> {
            target().control().store(checkpoint);
            target().control().forgetCopies();
            target().commit();
        });
    }

    @Override
    public void forget() {
        writing("removing the checkpoint", () -> {
            target().control().forgetCopies();
            target().control().forgetCheckpoint();
            target().commit();
        });
    }

    @Override
    public List<TableCopy> copies() {
        return reading("reading the state of first copies", () -> target().control().copies());
    }

    @Override
    public void recordCopy(TableCopy copy) {
        writing("storing the state of a first copy", () -> target().control().record(copy));
    }

    @Override
    public void prepare(TableSchema table) {
        run("preparing table " + table.target(), () -> {
            target().prepare(table);
            target().endReading();
        });
    }

    @Override
    public boolean isEmpty(TableSchema table) {
        return reading("looking into table " + table.target(), () -> target().isEmpty(table));
    }

    @Override
    public void empty(TableSchema table) {
        writing("emptying table " + table.target(), () -> target().empty(List.of(table)));
    }

    @Override
    public TableLoader load(TableSchema table, boolean overExisting) {
        Target.PreparedTable prepared = sql("preparing table " + table.target(), () -> target().table(table));
        boolean upsert = overExisting && table.hasKey();
        return new BufferedLoader(
                rows -> {
                    target().beginWriting();
                    if (upsert) {
                        prepared.net().write(rows, 0);
                    } else {
                        prepared.rows().insert(rows);
                    }
                },
                (error, rows) -> refused(error, List.of(loaded(table, rows)), "writing to table " + table.target()));
    }

    /** The step that has the effect of loading {@code rows}, to find the one that was refused. */
    private static Step loaded(TableSchema table, List<Row> rows) {
        return new Step.NetRows(table, List.of(), rows, List.of());
    }

    @Override
    public void commitLoad() {
        writing("committing", () -> {
            target().control().demandEpoch();
            target().commit();
        });
    }

    @Override
    public void apply(ChangeBatch batch) {
        List<Step> steps = batch.steps();
        run("beginning a transaction", () -> target().beginWriting());
        for (int i = 0; i < steps.size(); i++) {
            try {
                missingRows += target().apply(steps.get(i));
            } catch (SQLException e) {
                throw refused(e, steps.subList(0, i + 1), "writing to " + tableOf(steps.get(i)));
            }
        }
    }

    private static String tableOf(Step step) {
        return switch (step) {
            case Step.NetRows rows -> "table " + rows.table().target();
            case Step.Ordered ordered -> "table " + ordered.table().target();
            case Step.Truncate truncate -> "table " + truncate.tables().getFirst().target();
        };
    }

    /** The error of the last of {@code steps}, with the row that caused it if it can be found. The transaction is gone. */
    private CdcException refused(SQLException error, List<Step> steps, String doing) {
        if (!errors.isRefusal(error)) {
            return errors.translate(error, doing);
        }
        try {
            return new CulpritSearch(target(), errors).find(steps)
                    .map(culprit -> errors.translate(culprit.error(), doing, "It was " + culprit.row() + "."))
                    .orElseGet(() -> errors.translate(error, doing));
        } catch (SQLException | CdcException e) {
            error.addSuppressed(e);
            return errors.translate(error, doing);
        }
    }

    @Override
    public void commit(Checkpoint checkpoint) {
        writing("committing", () -> {
            target().control().store(checkpoint);
            target().commit();
        });
    }

    @Override
    public void rollback() {
        run("rolling back", () -> {
            target().rollback();
        });
    }

    @Override
    public long missingRows() {
        return missingRows;
    }

    @Override
    public void close() {
        Target open = target;
        target = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("event=close_failed product={}", server.product(), e);
            }
        }
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    private interface Action {
        void run() throws SQLException;
    }

    private void run(String doing, Action action) {
        try {
            action.run();
        } catch (SQLException e) {
            throw errors.translate(e, doing);
        }
    }

    private <T> T sql(String doing, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw errors.translate(e, doing);
        }
    }

    private <T> T reading(String doing, Work<T> work) {
        return sql(doing, () -> {
            T result = work.run();
            target().endReading();
            return result;
        });
    }

    private void writing(String doing, Action action) {
        run(doing, () -> {
            target().beginWriting();
            action.run();
        });
    }

    private Target target() {
        Target open = target;
        if (open == null) {
            throw CdcException.internal("not-open", "The destination was used before it was opened, or after it was closed.", null);
        }
        return open;
    }

    private StreamIdentity stream() {
        StreamIdentity known = stream;
        if (known == null) {
            throw CdcException.internal("not-open", "The destination was used before it was opened.", null);
        }
        return known;
    }
}
