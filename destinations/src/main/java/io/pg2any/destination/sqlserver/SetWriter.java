package io.pg2any.destination.sqlserver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.Statements;
import io.pg2any.destination.jdbc.TableWriter;
import io.pg2any.destination.jdbc.TargetTable;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * Writes sets of rows to one table: few by statements with a list of values, many over a bulk copy, straight into the table where
 * all are new, otherwise into a staging table and on from there. Rows that may be there are updated, then those inserted that were not; of
 * new ones it is the other way round. Either is right in any case, and the second statement is left out where the first found all.
 *
 * <p>A set has so few rows that no statement takes the 5,000 locks at which the server would lock the whole table.
 *
 * @see <a href="https://learn.microsoft.com/en-us/sql/relational-databases/sql-server-transaction-locking-and-row-versioning-guide">Microsoft,
 *     Transaction locking and row versioning guide: lock escalation</a>
 */
final class SetWriter implements TableWriter {

    /** Below, the trips that a bulk copy takes cost more than lists of values. */
    private static final int BULK_FROM = 256;
    private static final int MOST_ROWS = 4_000;
    private static final long MOST_BYTES = 4L << 20;
    /** A request has up to 2,100 parameters, of which the driver uses some. */
    private static final int MOST_PARAMETERS = 2_000;
    /** A list of values that is inserted has up to 1,000 rows. */
    private static final int MOST_VALUES = 512;
    private static final long MOST_VALUE_BYTES = 1L << 20;

    private final Connection connection;
    private final Statements statements;
    private final TargetTable table;
    private final SetStatements sql;
    private final String staging;
    private final @Nullable BulkLoad bulk;
    private final SqlServerEncoder[] encoders;
    private final int[] all;
    private final int[] key;
    private final int[] others;
    private final boolean identity;
    private boolean staged;

    /**
     * A writer.
     *
     * @param staging name of its staging table, in the connection alone
     * @param bulk none where the server does not take bulk copies
     */
    SetWriter(Connection connection, Statements statements, TargetTable table, SqlServerSyntax syntax, String staging, Optional<BulkLoad> bulk) {
        this.connection = connection;
        this.statements = statements;
        this.table = table;
        this.sql = new SetStatements(syntax, table);
        this.staging = staging;
        this.bulk = bulk.orElse(null);
        this.encoders = SqlServerEncoder.all(table);
        this.all = IntStream.range(0, encoders.length).toArray();
        this.key = SqlServerSyntax.keyOf(table);
        this.others = IntStream.of(all).filter(i -> !table.schema().isKey(i)).toArray();
        this.identity = table.columns().stream().anyMatch(column -> column.existing().declared().endsWith(SqlServerCatalog.IDENTITY));
    }

    @Override
    public void insert(List<Row> rows) throws SQLException {
        if (bulk != null && rows.size() >= BULK_FROM && isDirect()) {
            for (List<Row> part : parts(rows)) {
                copy(table.quoted(), part, all);
            }
        } else {
            write(rows, all, sql::insert);
        }
    }

    /** Whether rows can be copied straight into the table: the driver takes names apart, which is safe for plain ones. */
    private boolean isDirect() {
        return !identity && table.quoted().matches("(\\[[A-Za-z0-9_]+\\]\\.)?\\[[A-Za-z0-9_]+\\]");
    }

    @Override
    public void upsert(List<Row> rows, int fresh) throws SQLException {
        Form insert = sql::insertMissing;
        Form update = source -> others.length == 0 ? null : sql.update(source, others);
        if (fresh > 0) {
            write(rows.subList(0, fresh), all, insert, update);
        }
        if (fresh < rows.size()) {
            write(rows.subList(fresh, rows.size()), all, update, insert);
        }
    }

    @Override
    public long update(List<Row> rows, int[] columns) throws SQLException {
        int[] bound = IntStream.concat(IntStream.of(columns), IntStream.of(key)).toArray();
        return write(rows, bound, source -> sql.update(source, columns));
    }

    @Override
    public long delete(List<Row> rows) throws SQLException {
        return write(rows, key, sql::delete);
    }

    /** A statement about the rows of a source. */
    private interface Form {
        /** Null: there is nothing to do. */
        @Nullable String sql(String source);
    }

    private long write(List<Row> rows, int[] columns, Form... inTurn) throws SQLException {
        long found = 0;
        for (List<Row> part : parts(rows)) {
            found += bulk != null && part.size() >= BULK_FROM ? overStaging(part, columns, inTurn) : byValues(part, columns, inTurn);
        }
        return found;
    }

    private long overStaging(List<Row> rows, int[] columns, Form... inTurn) throws SQLException {
        execute(sql.stage(staging));
        staged = true;
        copy(staging, rows, columns);
        long found = 0;
        for (Form each : inTurn) {
            String statement = each.sql(SetStatements.staged(staging));
            if (statement != null && found < rows.size()) {
                found = run(statement, PreparedStatement::executeUpdate);
            }
        }
        return found;
    }

    private long byValues(List<Row> rows, int[] columns, Form... inTurn) throws SQLException {
        long found = 0;
        int at = 0;
        while (at < rows.size()) {
            List<Row> some = rows.subList(at, at + size(rows, at, columns.length));
            String source = sql.values(some.size(), columns);
            long now = 0;
            for (Form each : inTurn) {
                String statement = each.sql(source);
                if (statement != null && now < some.size()) {
                    now = run(statement, prepared -> {
                        bind(prepared, some, columns);
                        return prepared.executeUpdate();
                    });
                }
            }
            found += now;
            at += some.size();
        }
        return found;
    }

    /** The largest power of two of rows from {@code at} on that one list of values may have. */
    private static int size(List<Row> rows, int at, int columns) {
        int most = Math.min(Math.min(rows.size() - at, MOST_VALUES), Math.max(1, MOST_PARAMETERS / columns));
        long bytes = 0;
        int fitting = 0;
        while (fitting < most) {
            bytes += rows.get(at + fitting).bytes();
            if (bytes > MOST_VALUE_BYTES && fitting > 0) {
                break;
            }
            fitting++;
        }
        return Integer.highestOneBit(fitting);
    }

    private void bind(PreparedStatement statement, List<Row> rows, int[] columns) throws SQLException {
        int index = 1;
        for (Row row : rows) {
            for (int column : columns) {
                if (row.isNull(column)) {
                    encoders[column].setNull(statement, index++);
                    continue;
                }
                try {
                    encoders[column].set(statement, index++, row, column);
                } catch (UnfitValue e) {
                    throw table.unfit(row, column, e);
                }
            }
        }
    }

    private interface Execution {
        long execute(PreparedStatement statement) throws SQLException;
    }

    /** One table at a time can take numbers for a column that counts by itself. */
    private long run(String statement, Execution execution) throws SQLException {
        if (!identity || !statement.startsWith("INSERT")) {
            return execution.execute(statements.get(statement));
        }
        execute(sql.identityInsert(true));
        try {
            long found = execution.execute(statements.get(statement));
            execute(sql.identityInsert(false));
            return found;
        } catch (SQLException e) {
            try {
                execute(sql.identityInsert(false)); // the session may go on behind a savepoint
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private void copy(String into, List<Row> rows, int[] columns) throws SQLException {
        BulkLoad load = bulk;
        if (load == null) {
            throw new IllegalStateException("the server takes no bulk copies");
        }
        boolean own = into.equals(table.quoted());
        List<BulkRows.Column> described = IntStream.of(columns)
                .mapToObj(i -> BulkRows.Column.of(own ? table.columns().get(i).existing().name() : "c" + i, encoders[i], table.columns().get(i).existing()))
                .toList();
        List<@Nullable Object[]> values = new ArrayList<>(rows.size());
        for (Row row : rows) {
            values.add(BulkRows.values(table, encoders, row, columns));
        }
        load.copy(into, !own, new BulkRows(described, values));
    }

    private void execute(String statement) throws SQLException {
        try (Statement plain = connection.createStatement()) {
            plain.execute(statement);
        }
    }

    private static List<List<Row>> parts(List<Row> rows) {
        List<List<Row>> parts = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            int to = from;
            long bytes = 0;
            while (to < rows.size() && to - from < MOST_ROWS && bytes < MOST_BYTES) {
                bytes += rows.get(to++).bytes();
            }
            parts.add(rows.subList(from, to));
            from = to;
        }
        return parts;
    }

    @Override
    public void close() throws SQLException {
        if (staged) {
            execute(SetStatements.drop(staging));
            staged = false;
        }
    }
}
