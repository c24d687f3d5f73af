package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.Capabilities;
import io.pg2any.destination.ChangeBatch;
import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.ChunkCopy;
import io.pg2any.destination.DeadLetters;
import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.EnumLabels;
import io.pg2any.destination.Guarantee;
import io.pg2any.destination.Inspector;
import io.pg2any.destination.LoadLane;
import io.pg2any.destination.MissingRow;
import io.pg2any.destination.OnValue;
import io.pg2any.destination.Prepared;
import io.pg2any.destination.Reshape;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableExtras;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TableShape;
import io.pg2any.destination.TargetName;
import io.pg2any.destination.TypeReport;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;

/** The destination of every database that speaks SQL; what differs between them is in its {@link Server} and {@link Dialect}. */
public final class JdbcDestination implements DestinationHandler {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcDestination.class);
    /** How long one of two connections of the same thread waits for locks that the other one may hold. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final Server server;
    private final Connections connections;
    private final boolean createTables;
    private OnValue onValue = OnValue.ERROR;
    private final SqlErrors errors;
    private @Nullable Session open;
    private @Nullable StreamIdentity stream;
    /** The handler that this one writes beside. */
    private @Nullable JdbcDestination besides;
    private final BatchWriter batches = new BatchWriter();
    /** Handlers that write beside this one, with transactions of their own. */
    private int writersBeside;

    public JdbcDestination(Server server, boolean createTables) {
        this.server = server;
        this.connections = new Connections(server);
        this.createTables = createTables;
        this.errors = new SqlErrors(server.product(), server.errors());
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(batches.hasLanes() ? Guarantee.EFFECTIVELY_ONCE : Guarantee.ATOMIC, true, server.loadLanes());
    }

    @Override
    public List<TypeReport> report(List<TableSchema> tables) {
        try (Connection connection = server.connect()) {
            return new TypeReporter(server.dialect(connection), createTables).report(connection, tables);
        } catch (SQLException e) {
            throw errors.translate(e, "looking at the types of the target");
        }
    }

    @Override
    public Optional<Inspector> inspect(StreamIdentity identity) {
        return Optional.of(new JdbcInspector(server, errors, identity));
    }

    @Override
    public void replaceUnfit(OnValue policy) {
        onValue = policy;
    }

    /** Not where there is a single writer: those are files, which come into being when they are opened, and are not wanted before the source is there. */
    @Override
    public void connectAhead() {
        lanesAhead(1);
    }

    @Override
    public Optional<Checkpoint> open(StreamIdentity identity) {
        stream = identity;
        Session session = connect(identity);
        open = session;
        return session.read("reading the checkpoint", () -> {
            session.control().create();
            session.target().commit();
            return session.control().read();
        });
    }

    private Session connect(StreamIdentity identity) {
        try {
            Connection connection = connections.get();
            try {
                return new Session(new Target(server, connection, createTables, onValue, identity), errors);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw errors.translate(e, "connecting");
        }
    }

    @Override
    public Optional<Checkpoint> fence() {
        Session session = session();
        session.write("taking the stream over", () -> session.control().fence(stream()));
        return session.read("taking the stream over", () -> {
            Optional<Checkpoint> stored = session.control().read();
            Lsn furthest = session.control().ahead();
            session.target().commit();
            batches.isAheadUpTo(stored.isPresent() && furthest.isAfter(stored.get().position()) ? furthest : Lsn.ZERO);
            return stored;
        });
    }

    @Override
    public void reset(Checkpoint checkpoint) {
        Session session = session();
        session.write("storing the checkpoint", () -> {
            session.control().store(checkpoint);
            session.control().forgetCopies();
            session.target().commit();
        });
        batches.isAheadUpTo(Lsn.ZERO);
    }

    @Override
    public void forget() {
        Session session = session();
        session.write("removing the checkpoint", () -> {
            session.control().forgetCopies();
            session.control().forgetCheckpoint();
            session.target().commit();
        });
    }

    @Override
    public List<TableCopy> copies() {
        return session().read("reading the state of first copies", () -> session().control().copies());
    }

    @Override
    public void recordCopy(TableCopy copy) {
        session().write("storing the state of a first copy", () -> session().control().record(copy));
    }

    @Override
    public List<ChunkCopy> chunks() {
        return session().read("reading the state of first copies", () -> session().control().chunks());
    }

    @Override
    public void forgetChunks(TableId table) {
        session().write("storing the state of a first copy", () -> session().control().forgetChunks(table));
    }

    @Override
    public void lanesAhead(int count) {
        if (server.loadLanes() > 1) {
            connections.openAhead(count);
        }
    }

    @Override
    public LoadLane lane() {
        if (server.loadLanes() == 1) {
            return new JdbcLane(session(), false);
        }
        Session lane = openLane();
        lane.target().loadsFor(session().target());
        return new JdbcLane(lane, true);
    }

    @Override
    public boolean writesBeside() {
        return server.writesBeside();
    }

    @Override
    public DestinationHandler beside() {
        JdbcDestination other = new JdbcDestination(server, false);
        other.onValue = onValue;
        Session session = other.connect(stream());
        session.control().adopt(session().control());
        other.open = session;
        other.stream = stream();
        other.besides = this;
        writersBeside++;
        limitLockWait(SHORT);
        return other;
    }

    @Override
    public boolean likesBinary(TableSchema table) {
        return server.likesBinary(table);
    }

    @Override
    public boolean takesBinary(TableSchema table) {
        Session session = session();
        return session.read("preparing table " + table.target(), () -> session.target().table(table).rows().takesBinary());
    }

    /** What the two wait for from each other on one thread, they would wait for in vain. */
    private void limitLockWait(Duration wait) {
        String limit = server.limitLockWait(wait);
        Session session = open;
        if (!limit.isEmpty() && session != null) {
            session.read("limiting the waiting for locks", () -> {
                session.target().execute(limit);
                return limit;
            });
        }
    }

    @Override
    public boolean prepare(TableSchema table) {
        Prepared prepared = prepareLoad(table);
        if (prepared == Prepared.AWAITS_KEY) {
            makeKey(table);
        }
        return prepared == Prepared.MADE;
    }

    @Override
    public Prepared prepareLoad(TableSchema table) {
        Session session = session();
        return session.read("preparing table " + table.target(), () -> session.target().prepare(table)).prepared();
    }

    @Override
    public void makeKey(TableSchema table) {
        session().makeKey(table);
        session().read("preparing table " + table.target(), () -> session().target().prepare(table));
    }

    @Override
    public boolean deferKey(TableSchema table) {
        return session().answer("taking the key from table " + table.target(), () -> session().target().deferKey(table));
    }

    @Override
    public List<TableShape> shapes() {
        return session().read("reading the shapes of tables", () -> session().control().shapes().all());
    }

    @Override
    public void recordShape(TableShape shape) {
        session().write("storing the shape of a table", () -> session().control().shapes().record(shape));
    }

    @Override
    public List<EnumLabels> labels() {
        return session().read("reading the labels of enum types", () -> session().control().labels().all());
    }

    @Override
    public void recordLabels(EnumLabels labels) {
        session().write("storing the labels of an enum type", () -> session().control().labels().record(labels));
    }

    @Override
    public boolean reshapes() {
        return true;
    }

    @Override
    public boolean reshapesInTransaction() {
        return session().target().reshapesInTransaction();
    }

    @Override
    public Set<String> reshape(Reshape wish) {
        Session session = session();
        Set<String> added = new HashSet<>();
        Session.Action reshape = () -> added.addAll(session.target().reshape(wish));
        String doing = "altering table " + wish.table().target();
        batches.forgetTables();
        if (reshapesInTransaction()) {
            session.write(doing, reshape);
        } else {
            session.run(doing, reshape);
        }
        return added;
    }

    @Override
    public boolean movesTables() {
        return true;
    }

    @Override
    public boolean rename(TableId from, TargetName former, TableId to, TargetName present) {
        boolean renamed = move("renaming table " + former, target -> target.move(from, move -> move.rename(former, present)));
        if (renamed) {
            session().write("storing the name of a table", () -> session().control().rename(from, to));
        }
        return renamed;
    }

    @Override
    public void drop(TableId table, TargetName target) {
        move("dropping table " + target, open -> open.move(table, move -> {
            move.drop(target);
            return true;
        }));
        forgetTable(table);
    }

    @Override
    public void forgetTable(TableId table) {
        session().write("forgetting a table", () -> session().control().forget(table));
    }

    private interface Moving {
        boolean in(Target target) throws SQLException;
    }

    private boolean move(String doing, Moving moving) {
        Session session = session();
        AtomicBoolean result = new AtomicBoolean();
        Session.Action action = () -> result.set(moving.in(session.target()));
        if (reshapesInTransaction()) {
            session.write(doing, action);
        } else {
            session.run(doing, action);
        }
        return result.get();
    }

    @Override
    public List<String> complete(List<TableExtras> tables) {
        Session session = session();
        return session.read("making indexes and foreign keys", () -> session.target().complete(tables, errors));
    }

    @Override
    public boolean isEmpty(TableSchema table) {
        return session().read("looking into table " + table.target(), () -> session().target().isEmpty(table));
    }

    @Override
    public void empty(TableSchema table) {
        session().write("emptying table " + table.target(), () -> session().target().empty(List.of(table)));
    }

    @Override
    public void commitLoad() {
        session().commitLoad();
    }

    @Override
    public Lsn ahead() {
        return batches.ahead();
    }

    @Override
    public void applyInParallel(int count) {
        if (count <= 1) {
            return;
        }
        ApplyLanes.require(server);
        Session session = session();
        session.write("admitting lanes", () -> {
            session.control().admitLanes(count);
            session.target().commit();
        });
        batches.writeOver(new ApplyLanes(count, this::openLane));
    }

    private Session openLane() {
        Session lane = connect(stream());
        lane.control().adopt(session().control());
        return lane;
    }

    @Override
    public void apply(ChangeBatch batch) {
        batches.apply(session(), batch, writersBeside > 0);
    }

    @Override
    public Optional<CdcException> attempt(ChangeBatch batch) {
        return batches.attempt(session(), batch, writersBeside > 0);
    }

    @Override
    public Optional<DeadLetters> deadLetters() {
        Session session = session();
        return session.target().marks() ? Optional.of(new JdbcDeadLetters(session)) : Optional.empty();
    }

    @Override
    public void commit(Checkpoint checkpoint) {
        Session session = session();
        session.write("committing", () -> {
            session.control().store(checkpoint);
            session.target().commit();
        });
        batches.committed(checkpoint.position());
    }

    @Override
    public void rollback() {
        session().run("rolling back", session().target()::rollback);
    }

    @Override
    public List<MissingRow> takeMissing() {
        return batches.takeMissing();
    }

    @Override
    public long missingRows() {
        return batches.missingRows();
    }

    @Override
    public void close() {
        batches.close();
        connections.close();
        Session session = open;
        open = null;
        if (session != null) {
            session.close();
        }
        JdbcDestination main = besides;
        besides = null;
        if (main != null) {
            main.writersBeside--;
            try {
                main.limitLockWait(Duration.ZERO);
            } catch (CdcException e) {
                LOG.debug("the main connection is not usable any more", e);
            }
        }
    }

    private Session session() {
        Session session = open;
        if (session == null) {
            throw CdcException.internal("not-open", "The destination was used before it was opened, or after it was closed.", null);
        }
        return session;
    }

    private StreamIdentity stream() {
        StreamIdentity known = stream;
        if (known == null) {
            throw CdcException.internal("not-open", "The destination was used before it was opened.", null);
        }
        return known;
    }
}
