package io.pg2any.destination.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.Checkpoint;
import io.pg2any.destination.ChunkCopy;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableShape;
import io.pg2any.destination.TargetName;
import io.pg2any.error.CdcException;
import io.pg2any.event.Lsn;
import io.pg2any.event.TableId;

/**
 * pg2any's own tables in the target: the checkpoint of each stream, and how far first copies of tables and chunks are. Every write demands
 * the fencing epoch under which this runner took over, in the same transaction as the rows it vouches for.
 */
final class ControlTables {

    private static final TargetName CHECKPOINT = new TargetName("", "pg2any_checkpoint");
    private static final TargetName COPY = new TargetName("", "pg2any_copy");
    private static final TargetName CHUNK = new TargetName("", "pg2any_chunk");
    private static final long NOT_FENCED = -1;
    /** The position of a stream that was taken over before anything was stored; not empty, which some databases take for NULL. */
    private static final String NOWHERE = "none";

    private final Connection connection;
    private final Dialect dialect;
    private final String slot;
    private final String checkpoint;
    private final String copy;
    private final String chunk;
    private final Statements statements;
    private final ShapeTable shapes;
    private final LabelTable labels;
    private final LaneTable lanes;
    private final LetterTable letters;
    private long epoch = NOT_FENCED;

    ControlTables(Connection connection, Dialect dialect, String slot, Statements statements) {
        this.connection = connection;
        this.dialect = dialect;
        this.slot = slot;
        this.statements = statements;
        this.letters = new LetterTable(dialect, slot, statements);
        this.checkpoint = dialect.identifiers().quote(CHECKPOINT);
        this.copy = dialect.identifiers().quote(COPY);
        this.chunk = dialect.identifiers().quote(CHUNK);
        this.shapes = new ShapeTable(dialect, slot, statements);
        this.labels = new LabelTable(dialect, slot, statements);
        this.lanes = new LaneTable(dialect, slot, statements);
    }

    /** Makes the tables where they are missing; the caller commits. */
    void create() throws SQLException {
        ControlTypes types = dialect.control();
        String options = dialect.syntax().tableOptions();
        createMissing(CHECKPOINT, "CREATE TABLE " + checkpoint + " (slot " + types.name() + " NOT NULL, system_identifier " + types.text()
                + " NOT NULL, timeline " + types.integer() + " NOT NULL, source_database " + types.text() + " NOT NULL, position "
                + types.text() + " NOT NULL, epoch " + types.integer() + " NOT NULL, updated_at " + types.timestamp()
                + " NOT NULL, PRIMARY KEY (slot))" + options);
        createMissing(COPY, "CREATE TABLE " + copy + " (slot " + types.name() + " NOT NULL, source_schema " + types.name()
                + " NOT NULL, source_table " + types.name() + " NOT NULL, snapshot " + types.text() + ", repeats " + types.text() + " NOT NULL, made " + types.integer() + " NOT NULL, done " + types.integer()
                + " NOT NULL, copied_rows " + types.integer() + " NOT NULL, PRIMARY KEY (slot, source_schema, source_table))" + options);
        createMissing(CHUNK, "CREATE TABLE " + chunk + " (slot " + types.name() + " NOT NULL, source_schema " + types.name()
                + " NOT NULL, source_table " + types.name() + " NOT NULL, chunk " + types.name() + " NOT NULL, copied_rows " + types.integer()
                + " NOT NULL, PRIMARY KEY (slot, source_schema, source_table, chunk))" + options);
        createMissing(ShapeTable.NAME, shapes.ddl());
        createMissing(LabelTable.NAME, labels.ddl());
        createMissing(LetterTable.NAME, letters.ddl());
    }

    ShapeTable shapes() {
        return shapes;
    }

    LabelTable labels() {
        return labels;
    }

    LetterTable letters() {
        return letters;
    }

    /** Keeps the stream's runner from committing until the open transaction ends. */
    void hold() throws SQLException {
        update("UPDATE " + checkpoint + " SET updated_at = " + dialect.control().now() + " WHERE slot = ?", slot);
        if (haveLanes()) {
            lanes.hold();
        }
    }

    /** Writes under the epoch of the handler that took the stream over. */
    void adopt(ControlTables handler) {
        epoch = handler.epoch;
    }

    private void createMissing(TargetName name, String ddl) throws SQLException {
        if (dialect.catalog().find(connection, name).isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(ddl);
            }
        }
    }

    /** Whether the table of checkpoints is there. */
    boolean exists() throws SQLException {
        return dialect.catalog().find(connection, CHECKPOINT).isPresent();
    }

    /** The stored checkpoint; none before the first {@link #store}: the row may be there without a position. */
    Optional<Checkpoint> read() throws SQLException {
        PreparedStatement select = statements.get(
                "SELECT system_identifier, timeline, source_database, position FROM " + checkpoint + " WHERE slot = ?");
        select.setString(1, slot);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next() || isNowhere(row.getString(4))) {
                return Optional.empty();
            }
            StreamIdentity stream = new StreamIdentity(slot, row.getString(1), row.getInt(2), row.getString(3));
            return Optional.of(new Checkpoint(stream, position(row.getString(4))));
        }
    }

    private static boolean isNowhere(String position) {
        return position.isEmpty() || position.equals(NOWHERE);
    }

    private Lsn position(String text) {
        try {
            return Lsn.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CdcException(CdcException.Kind.POSITION, "checkpoint-damaged",
                    "The position that the target's table pg2any_checkpoint holds for slot " + slot + " is not a position.",
                    "Delete that row and copy the tables again.", e);
        }
    }

    /** Raises the epoch, so that every earlier runner's writes fail; the caller commits. */
    void fence(StreamIdentity stream) throws SQLException {
        if (update("UPDATE " + checkpoint + " SET epoch = epoch + 1, updated_at = " + dialect.control().now() + " WHERE slot = ?", slot) == 0) {
            update("INSERT INTO " + checkpoint + " (slot, system_identifier, timeline, source_database, position, epoch, updated_at)"
                    + " VALUES (?, ?, ?, ?, ?, 1, " + dialect.control().now() + ")",
                    slot, stream.systemIdentifier(), stream.timeline(), stream.database(), NOWHERE);
        }
        PreparedStatement select = statements.get("SELECT epoch FROM " + checkpoint + " WHERE slot = ?");
        select.setString(1, slot);
        try (ResultSet row = select.executeQuery()) {
            row.next();
            epoch = row.getLong(1);
        }
        if (haveLanes()) {
            lanes.fence(epoch);
        }
    }

    private boolean haveLanes() throws SQLException {
        return dialect.catalog().find(connection, LaneTable.NAME).isPresent();
    }

    /** Lets so many lanes write under this epoch; the caller commits. */
    void admitLanes(int count) throws SQLException {
        createMissing(LaneTable.NAME, lanes.ddl());
        lanes.admit(count, epoch);
    }

    /** Stores, within a lane's open transaction, up to which position the target may hold parts of transactions from now on. Demands the epoch. */
    void storeAhead(int lane, Lsn position) throws SQLException {
        demandOwnRow(lanes.store(lane, position, epoch));
    }

    /** The furthest position that a lane stored; it says nothing if it is not after the checkpoint's. */
    Lsn ahead() throws SQLException {
        Lsn furthest = Lsn.ZERO;
        for (String text : haveLanes() ? lanes.positions() : List.<String>of()) {
            furthest = furthest.max(position(text));
        }
        return furthest;
    }

    /** Stores the checkpoint within the open transaction. */
    void store(Checkpoint reached) throws SQLException {
        StreamIdentity stream = reached.stream();
        demandOwnRow(update("UPDATE " + checkpoint + " SET system_identifier = ?, timeline = ?, source_database = ?, position = ?, updated_at = "
                + dialect.control().now() + " WHERE slot = ? AND epoch = ?",
                stream.systemIdentifier(), stream.timeline(), stream.database(), reached.position().toString(), slot, epoch));
    }

    /** Fails if another runner took the stream over; otherwise keeps it from doing so until the open transaction ends. */
    void demandEpoch() throws SQLException {
        demandOwnRow(update("UPDATE " + checkpoint + " SET updated_at = " + dialect.control().now() + " WHERE slot = ? AND epoch = ?",
                slot, epoch));
    }

    private void demandOwnRow(int updated) {
        if (epoch == NOT_FENCED) {
            throw CdcException.internal("not-fenced", "The destination was written to before the stream was taken over.", null);
        }
        if (updated != 1) {
            throw CdcException.position("fenced",
                    "Another pg2any took over slot " + slot + ": this one stops, and nothing of its open transaction is kept.",
                    "Run one pg2any for a slot.");
        }
    }

    void forgetCopies() throws SQLException {
        update("DELETE FROM " + copy + " WHERE slot = ?", slot);
        update("DELETE FROM " + chunk + " WHERE slot = ?", slot);
        shapes.forget();
        if (haveLanes()) {
            lanes.rewind();
        }
    }

    void forgetCheckpoint() throws SQLException {
        labels.forget();
        demandOwnRow(update("DELETE FROM " + checkpoint + " WHERE slot = ? AND epoch = ?", slot, epoch));
    }

    List<TableCopy> copies() throws SQLException {
        PreparedStatement select = statements.get(
                "SELECT source_schema, source_table, snapshot, repeats, made, done, copied_rows FROM " + copy + " WHERE slot = ?");
        select.setString(1, slot);
        List<TableCopy> copies = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                copies.add(new TableCopy(new TableId(rows.getString(1), rows.getString(2)), rows.getString(3), position(rows.getString(4)),
                        rows.getInt(5) == 1, rows.getInt(6) == 1, rows.getLong(7)));
            }
        }
        return copies;
    }

    void record(TableCopy progress) throws SQLException {
        String schema = progress.table().schema();
        String table = progress.table().table();
        update("DELETE FROM " + copy + " WHERE slot = ? AND source_schema = ? AND source_table = ?", slot, schema, table);
        update("INSERT INTO " + copy + " (slot, source_schema, source_table, snapshot, repeats, made, done, copied_rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                slot, schema, table, progress.snapshot(), progress.repeats().toString(), progress.made() ? 1 : 0, progress.done() ? 1 : 0, progress.rows());
    }

    List<ChunkCopy> chunks() throws SQLException {
        PreparedStatement select = statements.get("SELECT source_schema, source_table, chunk, copied_rows FROM " + chunk + " WHERE slot = ?");
        select.setString(1, slot);
        List<ChunkCopy> chunks = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                chunks.add(new ChunkCopy(new TableId(rows.getString(1), rows.getString(2)), rows.getString(3), rows.getLong(4)));
            }
        }
        return chunks;
    }

    void record(ChunkCopy done) throws SQLException {
        update("INSERT INTO " + chunk + " (slot, source_schema, source_table, chunk, copied_rows) VALUES (?, ?, ?, ?, ?)",
                slot, done.table().schema(), done.table().table(), done.chunk(), done.rows());
    }

    void forgetChunks(TableId table) throws SQLException {
        update("DELETE FROM " + chunk + " WHERE slot = ? AND source_schema = ? AND source_table = ?", slot, table.schema(), table.table());
    }

    /** Forgets what is known of a table. */
    void forget(TableId table) throws SQLException {
        update("DELETE FROM " + copy + " WHERE slot = ? AND source_schema = ? AND source_table = ?", slot, table.schema(), table.table());
        forgetChunks(table);
        shapes.forget(table);
    }

    /** What is known of a table goes by its new name. */
    void rename(TableId from, TableId to) throws SQLException {
        for (TableCopy known : copies()) {
            if (known.table().equals(from)) {
                record(new TableCopy(to, known.snapshot(), known.repeats(), known.made(), known.done(), known.rows()));
            }
        }
        for (TableShape known : shapes.all()) {
            if (known.table().equals(from)) {
                shapes.record(known.named(to));
            }
        }
        forget(from);
    }

    private int update(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                statement.setNull(i + 1, Types.VARCHAR);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
        return statement.executeUpdate();
    }
}
