package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.pg2any.destination.OnValue;
import io.pg2any.destination.Prepared;
import io.pg2any.destination.Reshape;
import io.pg2any.destination.Step;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableExtras;
import io.pg2any.destination.TableSchema;
import io.pg2any.destination.TargetName;
import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;

/** A target that is connected: its connection in manual commit, pg2any's tables, and the tables prepared so far. */
final class Target implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Target.class);

    private final Server server;
    private final OnValue onValue;
    private final Connection connection;
    private final Dialect dialect;
    private final Statements statements;
    private final ControlTables control;
    private final TablePreparation preparation;
    private final Map<TableId, PreparedTable> tables = new HashMap<>();
    private final Map<String, TableId> owners = new HashMap<>();
    /** The schema or database of the connection, which tables without a schema of their own go to. */
    private final String ownSchema;
    /** Tables as the connection saw them for which this one loads: each is good for one time. */
    private final Map<TargetName, CatalogTable> seen = new HashMap<>();
    private @Nullable Connection ddlConnection;
    private boolean written;
    /** Whether tables were made or changed since the last commit. */
    private boolean made;

    Target(Server server, Connection connection, boolean createTables, OnValue onValue, StreamIdentity stream) throws SQLException {
        this.server = server;
        this.onValue = onValue;
        this.connection = connection;
        this.dialect = server.dialect(connection);
        connection.setAutoCommit(!dialect.begin().isEmpty());
        this.statements = new Statements(connection);
        this.control = new ControlTables(connection, dialect, stream.slot(), statements);
        this.preparation = new TablePreparation(dialect, createTables);
        this.ownSchema = dialect.identifiers().schemas() ? ownSchema(connection) : "";
    }

    private static String ownSchema(Connection connection) throws SQLException {
        String schema = connection.getSchema(); // where schemas are databases, drivers call them catalogs
        String name = schema == null ? connection.getCatalog() : schema;
        return name == null ? "" : name;
    }

    /** A prepared table with what writes to it. */
    record PreparedTable(TargetTable table, TableWriter rows, NetRowsWriter net, OrderedWriter ordered, Mending mending, boolean parallel) {}

    ControlTables control() {
        return control;
    }

    /** Begins a transaction unless one is open already; reading does not end it any more. */
    void beginWriting() throws SQLException {
        if (!written && !dialect.begin().isEmpty()) {
            execute(dialect.begin());
        }
        written = true;
    }

    /** Ends a transaction that only read or made tables, so that it holds no lock and no old view of the target. */
    void endReading() throws SQLException {
        if (!written && dialect.begin().isEmpty()) {
            connection.commit();
            made = false;
        }
    }

    void commit() throws SQLException {
        if (dialect.begin().isEmpty()) {
            connection.commit();
        } else if (written) {
            execute("COMMIT");
        }
        written = false;
        made = false;
        closeDdlConnection();
    }

    void rollback() throws SQLException {
        if (dialect.begin().isEmpty()) {
            connection.rollback();
        } else if (written) {
            execute("ROLLBACK");
        }
        written = false;
        forgetMade();
    }

    /** What was made in the transaction is gone with it. */
    private void forgetMade() {
        if (made && dialect.ddlInTransaction()) {
            tables.clear();
        }
    }

    /** Whether a transaction is open that has written something. */
    boolean isWriting() {
        return written;
    }

    /** Marks a place to which the open transaction can go back; false if it is to begin there. */
    boolean mark() throws SQLException {
        boolean inside = written;
        beginWriting();
        if (inside) {
            execute(dialect.syntax().savepoints().set());
        }
        return inside;
    }

    /** Takes back what was written since {@link #mark()}. */
    void backTo(boolean mark) throws SQLException {
        if (mark) {
            execute(dialect.syntax().savepoints().back());
            forgetMade();
        } else {
            rollback();
        }
    }

    /** Forgets the mark; what was written since stays. */
    void forget(boolean mark) throws SQLException {
        if (mark && !dialect.syntax().savepoints().release().isEmpty()) {
            execute(dialect.syntax().savepoints().release());
        }
    }

    /** Whether a part of a transaction can be taken back. */
    boolean marks() {
        return dialect.syntax().savepoints().exist();
    }

    TablePreparation.Outcome prepare(TableSchema schema) throws SQLException {
        TargetName name = schema.target().schema().isEmpty() ? new TargetName(ownSchema, schema.target().table()) : schema.target();
        TableId other = owners.putIfAbsent(dialect.identifiers().folded(name), schema.source());
        if (other != null && !other.equals(schema.source())) {
            throw CdcException.data("target-shared",
                    "The source's tables " + other + " and " + schema.source() + " would both be the target's table " + schema.target() + ".",
                    "Map one of them to another name, or leave it out.");
        }
        PreparedTable before = tables.remove(schema.source());
        if (before != null) {
            before.rows().close();
            statements.close();
        }
        CatalogTable existing = seen.remove(schema.target());
        TablePreparation.Outcome outcome = existing == null ? preparation.prepare(forDdl(), schema) : preparation.prepare(connection, schema, existing);
        tables.put(schema.source(), with(outcome.table()));
        made |= outcome.prepared() == Prepared.MADE;
        return outcome;
    }

    /** Loads tables that {@code main} has prepared, and that nobody changes meanwhile. */
    void loadsFor(Target main) {
        seen.putAll(main.preparation.seen());
    }

    /** Takes the primary key from an empty table, in the open transaction; false if it is better loaded with it, or has to be. */
    boolean deferKey(TableSchema schema) throws SQLException {
        KeyAfterLoad key = new KeyAfterLoad(dialect, connection);
        if (!key.canDefer(schema)) {
            return false;
        }
        boolean mark = mark();
        try {
            preparation.forget(schema);
            key.defer(schema);
            forget(mark);
            return true;
        } catch (SQLException e) {
            LOG.info("table is loaded with its key table={} since=\"{}\"", schema.target(), e.getMessage());
            backTo(mark);
            return false;
        }
    }

    /** Gives a table its primary key unless it has it: on a connection of its own, since that takes long, but for a transaction that may have changed the table. */
    void makeKey(TableSchema schema) throws SQLException {
        if (written) {
            new KeyAfterLoad(dialect, connection).make(schema);
            return;
        }
        try (Connection own = server.connectWithoutLimits()) {
            own.setAutoCommit(false);
            KeyAfterLoad key = new KeyAfterLoad(dialect, own);
            try {
                key.make(schema);
                own.commit();
            } catch (SQLException e) {
                own.rollback();
                if (!key.isThere(schema)) { // somebody else was faster
                    throw e;
                }
            }
        }
    }

    boolean reshapesInTransaction() {
        return dialect.ddlInTransaction();
    }

    /** Changes a table as the source has changed it, and returns the names of columns that were added. */
    Set<String> reshape(Reshape wish) throws SQLException {
        PreparedTable before = tables.remove(wish.table().source());
        if (before != null) {
            before.rows().close();
        }
        statements.close(); // they know the table as it was
        made = true;
        if (dialect.ddlInTransaction()) {
            return new TableReshaping(dialect, connection, wish).run();
        }
        try (Connection own = server.connectWithoutLimits()) {
            return new TableReshaping(dialect, own, wish).run();
        }
    }

    /** What is done with a connection. */
    interface Work<T> {
        T on(TableMove move) throws SQLException;
    }

    /** Moves a table of the target that was the source's {@code table} until now. */
    <T> T move(TableId table, Work<T> work) throws SQLException {
        PreparedTable before = tables.remove(table);
        if (before != null) {
            before.rows().close();
        }
        owners.values().remove(table);
        statements.close();
        made = true;
        if (dialect.ddlInTransaction()) {
            return work.on(new TableMove(dialect, connection));
        }
        try (Connection own = server.connectWithoutLimits()) {
            return work.on(new TableMove(dialect, own));
        }
    }

    private PreparedTable with(TargetTable table) throws SQLException {
        TableWriter ordinary = new StatementWriter(statements, dialect.syntax(), table, dialect.writers().limits());
        TableWriter rows = dialect.writers().create(connection, table, ordinary);
        PartialRows partials = new PartialRows(statements, dialect.syntax(), table, rows);
        return new PreparedTable(table, rows, new NetRowsWriter(table, rows, partials),
                new OrderedWriter(new Repetition(statements, dialect.writers().limits()), dialect.syntax(), table, rows),
                new Mending(table, onValue), table.upsertable() && dialect.writers().isParallel(connection, table));
    }

    private Connection forDdl() throws SQLException {
        if (dialect.ddlInTransaction()) {
            return connection;
        }
        if (ddlConnection == null) {
            ddlConnection = server.connect();
        }
        return ddlConnection;
    }

    private void closeDdlConnection() throws SQLException {
        if (ddlConnection != null) {
            ddlConnection.close();
            ddlConnection = null;
        }
    }

    PreparedTable table(TableSchema schema) throws SQLException {
        PreparedTable known = tables.get(schema.source());
        if (known == null || !known.table().schema().equals(schema)) {
            prepare(schema);
            known = tables.get(schema.source());
        }
        if (known == null) {
            throw new IllegalStateException("table " + schema.source() + " is not prepared");
        }
        return known;
    }

    /** The road for the source's COPY data into the open transaction, if the table takes them as they are. */
    Optional<CopyRoad> copy(TableSchema schema) throws SQLException {
        return dialect.writers().copy(connection, table(schema).table());
    }

    /** Gives tables what they have beside their rows, on a connection of its own; says what cannot be had. */
    List<String> complete(List<TableExtras> tables, SqlErrors errors) throws SQLException {
        try (Connection own = server.connectWithoutLimits()) {
            return new TableCompletion(this, dialect, errors, own).complete(tables);
        }
    }

    boolean isEmpty(TableSchema schema) throws SQLException {
        return isEmpty(connection, dialect, schema);
    }

    static boolean isEmpty(Connection connection, Dialect dialect, TableSchema schema) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet any = statement.executeQuery(dialect.syntax().any(dialect.identifiers().quote(schema.target())))) {
            return !any.next();
        }
    }

    void empty(List<TableSchema> schemas) throws SQLException {
        List<TargetTable> emptied = new ArrayList<>();
        for (TableSchema schema : schemas) {
            emptied.add(table(schema).table());
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : dialect.syntax().empty(emptied)) {
                statement.executeUpdate(sql);
            }
        }
    }

    /** Applies a step and returns how many rows it should have changed were missing. */
    long apply(Step step) throws SQLException {
        return switch (step) {
            case Step.NetRows rows -> table(rows.table()).net().apply(table(rows.table()).mending().mend(rows));
            case Step.Ordered ordered -> table(ordered.table()).ordered().apply(table(ordered.table()).mending().mend(ordered).changes());
            case Step.Truncate truncate -> {
                empty(truncate.tables());
                yield 0;
            }
        };
    }

    /** Rows told in part of which a part of the transaction that was taken back found nothing. */
    void forgetAbsent() {
        tables.values().forEach(table -> table.net().takeAbsent());
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            closeDdlConnection();
            if (server.closingCommits() && !connection.getAutoCommit()) {
                connection.rollback();
            }
        } finally {
            connection.close();
        }
    }
}
